/**
 * GET /events/{id}/availability/stream: one snapshot, then what changed, over server-sent events
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html). Changes are gathered for a
 * moment, the text is built once for all viewers and written in slices so that the loop never
 * blocks; a reader that does not keep up is dropped and resumes by its Last-Event-ID.
 */
import type { ServerResponse } from 'node:http';
import type { seats } from '@usher/contracts/seats';
import { type FileBody, type Handler, Reply } from '@usher/kit/operations';
import { refuse } from '@usher/kit/refusal';
import { areasOf, availabilityOf } from './availability.ts';
import type { LiveMap, LiveMaps } from './live-map.ts';
import type { SeatsKit } from './seats-kit.ts';

const DELTAS_KEPT = 200;
const SLICE = 400;
const UNREAD_BYTES_MAX = 256 * 1024;
const HEARTBEAT_MS = 15_000;
/** Deltas are gathered so long after the last viewer left: a connection that broke comes back and resumes. */
const LINGER_MS = 30_000;

interface Delta {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}
interface Channel {
  readonly viewers: Set<ServerResponse>;
  readonly deltas: Delta[];
  readonly changed: Set<number>;
  sentVersion: number;
  timer: NodeJS.Timeout | undefined;
  lingering: NodeJS.Timeout | undefined;
  stop(): void;
}

export function streamAvailability(kit: SeatsKit, maps: LiveMaps): Handler<typeof seats.operations.streamAvailability> {
  const channels = new Map<LiveMap, Channel>();
  const openStreams = kit.metrics.gauge('usher_streams', 'Open live seat maps', []);
  let open = 0;
  const heartbeat = setInterval(() => {
    for (const channel of channels.values()) writeAll(channel, ': still here\n\n');
  }, HEARTBEAT_MS);
  heartbeat.unref();
  kit.signal.addEventListener(
    'abort',
    () => {
      clearInterval(heartbeat);
      for (const channel of channels.values()) for (const viewer of channel.viewers) viewer.end();
    },
    { once: true },
  );

  return async (call) => {
    const map = await maps.read(call.params.id);
    if (!map) return refuse('not_found');
    if (open >= kit.config.STREAMS_MAX || kit.signal.aborted) return refuse('overloaded', { retryAfterSeconds: 5 });
    const lastSeen = Number(call.header('last-event-id') ?? Number.NaN);
    const body: FileBody = (response) => {
      const channel = channels.get(map) ?? openChannel(kit, map, channels);
      open += 1;
      openStreams.set(open);
      response.on('close', () => {
        open -= 1;
        openStreams.set(open);
        channel.viewers.delete(response);
        if (channel.viewers.size > 0) return;
        clearTimeout(channel.lingering);
        channel.lingering = setTimeout(channel.stop, LINGER_MS).unref();
      });
      response.write(`retry: 2000\n\n${catchUp(map, channel, lastSeen)}`);
      clearTimeout(channel.lingering);
      channel.viewers.add(response);
    };
    return new Reply(body, { headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' } });
  };
}

function openChannel(kit: SeatsKit, map: LiveMap, channels: Map<LiveMap, Channel>): Channel {
  const unwatch = map.watch((places) => {
    for (const place of places) channel.changed.add(place);
    channel.timer ??= setTimeout(() => {
      flush(map, channel);
    }, kit.config.STREAM_DELTA_MS);
  });
  const channel: Channel = {
    viewers: new Set(),
    deltas: [],
    changed: new Set(),
    sentVersion: map.version,
    timer: undefined,
    lingering: undefined,
    stop() {
      clearTimeout(channel.timer);
      unwatch();
      channels.delete(map);
    },
  };
  channels.set(map, channel);
  return channel;
}

/** The deltas a returning viewer missed, if all of them are kept; else a snapshot. */
function catchUp(map: LiveMap, channel: Channel, lastSeen: number): string {
  const missed = channel.deltas.filter((delta) => delta.to > lastSeen);
  if (lastSeen === channel.sentVersion || (missed[0] !== undefined && missed[0].from <= lastSeen))
    return missed.map((delta) => delta.text).join('');
  // What waits to be flushed is in the snapshot already; sending it once more changes nothing.
  return message('snapshot', channel.sentVersion, availabilityOf(map));
}

function flush(map: LiveMap, channel: Channel): void {
  channel.timer = undefined;
  const { seatCount } = map.inventory;
  const places = [...channel.changed];
  channel.changed.clear();
  const seats = places.filter((place) => place < seatCount).map((place) => [place, map.states[place] ?? 0]);
  const areas = places.some((place) => place >= seatCount) ? areasOf(map) : [];
  const text = message('delta', map.version, { version: map.version, from: channel.sentVersion, seats, areas });
  channel.deltas.push({ from: channel.sentVersion, to: map.version, text });
  if (channel.deltas.length > DELTAS_KEPT) channel.deltas.shift();
  channel.sentVersion = map.version;
  writeAll(channel, text);
}

function writeAll(channel: Channel, text: string): void {
  const chunk = Buffer.from(text);
  const viewers = [...channel.viewers];
  const slice = (from: number): void => {
    for (const viewer of viewers.slice(from, from + SLICE)) {
      if (viewer.writableLength > UNREAD_BYTES_MAX) viewer.destroy();
      else viewer.write(chunk);
    }
    if (from + SLICE < viewers.length) setImmediate(slice, from + SLICE);
  };
  slice(0);
}

function message(event: string, id: number, data: unknown): string {
  return `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}
