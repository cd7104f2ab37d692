/** GET /events/{id}/availability: the picture of an event as JSON or as bare bytes, with its version as ETag. */
import type { Availability } from '@usher/contracts/seats';
import type { seats } from '@usher/contracts/seats';
import type { Handler } from '@usher/kit/operations';
import { refuse } from '@usher/kit/refusal';
import { sendWritten, type Written, writeOnce } from '@usher/kit/written';
import type { z } from 'zod';
import { BLOCKED, FREE } from './claim.ts';
import { eventFrame, type Frame } from './event-frames.ts';
import type { LiveMap, LiveMaps } from './live-map.ts';

type AvailabilityBody = z.input<typeof Availability>;

/** One version of a map in every form it is sent in. */
interface Picture {
  readonly version: number;
  readonly json: Written;
  readonly bytes: Written;
  /** The event that a stream begins with. */
  readonly snapshot: Frame;
}

const HEADERS = { 'cache-control': 'no-cache', vary: 'Accept, Accept-Encoding, Origin' };
const BYTES_HEADERS = { ...HEADERS, 'content-type': 'application/octet-stream' };

export function getAvailability(maps: LiveMaps): Handler<typeof seats.operations.getAvailability> {
  return async (call) => {
    const map = await maps.read(call.params.id);
    if (!map) return refuse('not_found');
    const { bytes, json } = pictureOf(map);
    return call.header('accept')?.includes('application/octet-stream') === true
      ? sendWritten(call, bytes, BYTES_HEADERS)
      : sendWritten(call, json, HEADERS);
  };
}

const pictures = new WeakMap<LiveMap, Picture>();

/** The present picture of a map, drawn once per version, whoever asks. */
export function pictureOf(map: LiveMap): Picture {
  const known = pictures.get(map);
  if (known?.version === map.version) return known;
  const drawn = draw(map);
  pictures.set(map, drawn);
  return drawn;
}

function draw(map: LiveMap): Picture {
  const { version } = map;
  const bitmap = bitmapOf(map.states, map.inventory.seatCount);
  const body: AvailabilityBody = { version, seats: bitmap.toString('base64'), areas: areasOf(map) };
  const json = JSON.stringify(body);
  let snapshot: Frame | undefined;
  return {
    version,
    json: writeOnce(json, String(version)),
    bytes: writeOnce(bitmap, `${version}-b`),
    get snapshot() {
      return (snapshot ??= eventFrame('snapshot', version, json));
    },
  };
}

/** Two bits per seat, seat i at `byte[i >> 2] >> (2 * (i & 3)) & 3`. */
function bitmapOf(states: Uint8Array, seatCount: number): Buffer {
  const bytes = Buffer.alloc(Math.ceil(seatCount / 4));
  const at = (seat: number) => (seat < seatCount ? (states[seat] ?? 0) : 0);
  for (let i = 0, seat = 0; i < bytes.length; i += 1, seat += 4)
    bytes[i] = at(seat) | (at(seat + 1) << 2) | (at(seat + 2) << 4) | (at(seat + 3) << 6);
  return bytes;
}

/** How many places of each area are free, and how many it has: those that left the sale are blocked. */
export function areasOf(map: LiveMap): AvailabilityBody['areas'] {
  const areas = new Map(map.inventory.areas.map(({ id }) => [id, { id, free: 0, capacity: 0 }]));
  for (let place = map.inventory.seatCount; place < map.states.length; place += 1) {
    const area = areas.get(map.areaIdAt(place) ?? '');
    const state = map.states[place];
    if (!area || state === BLOCKED) continue;
    area.capacity += 1;
    if (state === FREE) area.free += 1;
  }
  return [...areas.values()];
}
