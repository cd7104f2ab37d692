/** GET /events/{id}/availability: the picture of an event as JSON or as bare bytes, with its version as ETag. */
import type { Availability } from '@usher/contracts/seats';
import type { seats } from '@usher/contracts/seats';
import { type Handler, Reply } from '@usher/kit/operations';
import { refuse } from '@usher/kit/refusal';
import type { z } from 'zod';
import { BLOCKED, FREE } from './claim.ts';
import type { LiveMap, LiveMaps } from './live-map.ts';

export type AvailabilityBody = z.input<typeof Availability>;

interface Rendered {
  readonly version: number;
  readonly bytes: Buffer;
  readonly json: string;
}
const rendered = new WeakMap<LiveMap, Rendered>();

export function getAvailability(maps: LiveMaps): Handler<typeof seats.operations.getAvailability> {
  return async (call) => {
    const map = await maps.read(call.params.id);
    if (!map) return refuse('not_found');
    const { version, bytes, json } = render(map);
    const binary = (call.header('accept') ?? '').includes('application/octet-stream');
    // Each form has its own strong tag.
    const etag = binary ? `"${version}-b"` : `"${version}"`;
    const headers = { etag, 'cache-control': 'no-cache', vary: 'Accept, Origin' };
    if (call.header('if-none-match') === etag) return new Reply(undefined as never, { status: 304, headers });
    const body = binary ? bytes : json;
    return new Reply(body as never, {
      headers: binary ? { ...headers, 'content-type': 'application/octet-stream' } : headers,
    });
  };
}

/** Written once per version, whoever asks. */
function render(map: LiveMap): Rendered {
  const known = rendered.get(map);
  if (known?.version === map.version) return known;
  const bytes = bitmapOf(map);
  const made = { version: map.version, bytes, json: JSON.stringify(bodyOf(map, bytes)) };
  rendered.set(map, made);
  return made;
}

/** The availability as an object; for the stream's snapshot. */
export function availabilityOf(map: LiveMap): AvailabilityBody {
  return bodyOf(map, bitmapOf(map));
}

function bodyOf(map: LiveMap, bytes: Buffer): AvailabilityBody {
  return { version: map.version, seats: bytes.toString('base64'), areas: areasOf(map) };
}

/** Two bits per seat, seat i at `byte[i >> 2] >> (2 * (i & 3)) & 3`. */
function bitmapOf(map: LiveMap): Buffer {
  const { seatCount } = map.inventory;
  const bytes = Buffer.alloc(Math.ceil(seatCount / 4));
  for (let i = 0; i < seatCount; i += 1) bytes[i >> 2] = (bytes[i >> 2] ?? 0) | ((map.states[i] ?? 0) << (2 * (i & 3)));
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
