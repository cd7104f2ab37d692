/** GET /events/{id}/availability/stream: one snapshot, then what changed, for as many viewers as the process may have. */
import type { ServerResponse } from 'node:http';
import type { seats } from '@usher/contracts/seats';
import { type FileBody, type Handler, Reply } from '@usher/kit/operations';
import { refuse } from '@usher/kit/refusal';
import { openSlices } from './in-slices.ts';
import type { LiveMap, LiveMaps } from './live-map.ts';
import { type Channel, openChannel } from './map-channel.ts';
import type { SeatsKit } from './seats-kit.ts';

const HEARTBEAT_MS = 15_000;
/** Changes are gathered so long after the last viewer left: a connection that broke comes back and resumes. */
const LINGER_MS = 30_000;
/** Viewers whose streams end in one moment come back spread over some seconds. */
const RETRY_MS = 2_000;
const RETRY_STEP_MS = 100;
const RETRY_STEPS = 30;

/** A viewer that names the last event it saw gets what it missed, else a snapshot. Streams end when the process drains. */
export function streamAvailability(kit: SeatsKit, maps: LiveMaps): Handler<typeof seats.operations.streamAvailability> {
  const channels = openChannels(kit);
  const openStreams = kit.metrics.gauge('usher_streams', 'Open live seat maps', []);
  let open = 0;
  let opened = 0;

  const full = () => open >= kit.config.STREAMS_MAX || kit.signal.aborted;

  return async (call) => {
    const map = full() ? undefined : await maps.read(call.params.id);
    // While it was read, others may have come.
    if (full()) return refuse('overloaded', { retryAfterSeconds: 5 });
    if (!map) return refuse('not_found');
    const lastSeen = Number(call.header('last-event-id') ?? Number.NaN);
    const body: FileBody = (viewer) => {
      open += 1;
      opened += 1;
      openStreams.set(open);
      const retryMs = RETRY_MS + RETRY_STEP_MS * (opened % RETRY_STEPS);
      const leave = channels.join(map, viewer, { lastSeen, retryMs });
      viewer.once('close', () => {
        open -= 1;
        openStreams.set(open);
        leave();
      });
    };
    return new Reply(body, { headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' } });
  };
}

interface Channels {
  /** Adds a viewer to a map's channel; gives back how it leaves. */
  join(map: LiveMap, viewer: ServerResponse, options: { lastSeen: number; retryMs: number }): () => void;
}

/** The channels of this process, each there while it has viewers and a moment longer. */
function openChannels(kit: SeatsKit): Channels {
  const slices = openSlices(kit.clock);
  const channels = new Map<LiveMap, { channel: Channel; lingering: NodeJS.Timeout | undefined }>();
  const heartbeat = setInterval(() => {
    for (const { channel } of channels.values()) channel.beat();
  }, HEARTBEAT_MS);
  heartbeat.unref();
  const closeAll = (): void => {
    clearInterval(heartbeat);
    for (const { channel, lingering } of channels.values()) {
      clearTimeout(lingering);
      channel.close();
    }
  };
  kit.signal.addEventListener('abort', closeAll, { once: true });

  function channelOf(map: LiveMap) {
    const known = channels.get(map);
    if (known) return known;
    const gatherMsMax = kit.config.STREAM_DELTA_MS;
    const entry = { channel: openChannel({ map, slices, clock: kit.clock, gatherMsMax }), lingering: undefined };
    channels.set(map, entry);
    return entry;
  }

  return {
    join(map, viewer, options) {
      const entry = channelOf(map);
      clearTimeout(entry.lingering);
      void entry.channel.join(viewer, options);
      return () => {
        entry.channel.leave(viewer);
        if (entry.channel.viewers.size > 0) return;
        clearTimeout(entry.lingering);
        entry.lingering = setTimeout(() => {
          if (entry.channel.viewers.size > 0) return;
          entry.channel.close();
          channels.delete(map);
        }, LINGER_MS).unref();
      };
    },
  };
}
