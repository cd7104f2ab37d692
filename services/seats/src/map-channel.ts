/**
 * All who watch one event's places. Changes are gathered for a while and told in one delta, which is kept for a time,
 * so that a viewer whose connection broke goes on from the last one it saw.
 */
import type { ServerResponse } from 'node:http';
import type { Clock } from '@usher/kit/clock';
import { areasOf, pictureOf } from './availability.ts';
import { begin, eventFrame, type Frame, frameOf, send } from './event-frames.ts';
import type { Slices } from './in-slices.ts';
import type { LiveMap } from './live-map.ts';

interface ChannelOptions {
  readonly map: LiveMap;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly slices: Slices;
  /** Changes wait for others no longer than this, in milliseconds. */
  readonly gatherMsMax: number;
}

export interface Channel {
  readonly viewers: ReadonlySet<ServerResponse>;
  /** Begins a viewer's stream: with the changes after the version it saw last, else with a snapshot. */
  join(viewer: ServerResponse, options: { lastSeen: number; retryMs: number }): Promise<void>;
  leave(viewer: ServerResponse): void;
  /** Says that it is still there, unless it said something since the last time. */
  beat(): void;
  /** Gathers nothing more and ends every stream. */
  close(): void;
}

interface Delta {
  readonly from: number;
  readonly to: number;
  readonly frame: Frame;
}

const DELTAS_KEPT = 200;
/** More than this is no shorter than a snapshot of a stadium. */
const DELTA_BYTES_KEPT = 32 * 1024;
/** A shorter delta is never worth drawing the picture for. */
const PICTURE_BYTES_MIN = 4 * 1024;
const GATHER_MS_MIN = 50;
/** Telling all takes at most one part in so many of the time, as far as the greatest gathering time allows. */
const GATHER_PARTS = 4;
const HEARTBEAT = frameOf(': still here\n\n');

/** Opens the channel of a map; it gathers from now on. */
export function openChannel({ map, clock, slices, gatherMsMax }: ChannelOptions): Channel {
  const viewers = new Set<ServerResponse>();
  const changed = new Set<number>();
  const kept = openRing();
  let toldVersion = map.version;
  let spoke = false;
  let closed = false;

  const telling = openTelling({ clock, gatherMsMax, isDue: () => changed.size > 0 && !closed, tell });
  const unwatch = map.watch((places) => {
    for (const place of places) changed.add(place);
    telling.soon();
  });

  function tell(): Promise<void> {
    const frame = frameOfChanges(map, toldVersion, changed);
    changed.clear();
    kept.add({ from: toldVersion, to: map.version, frame });
    toldVersion = map.version;
    spoke = true;
    return toAll(frame);
  }

  /** Who joins later has it in what their stream began with. */
  function toAll(frame: Frame): Promise<void> {
    return slices.each([...viewers], (viewer) => {
      send(viewer, frame);
    });
  }

  /** What is gathered now comes with the next delta: who has seen all before it has missed nothing. */
  function missedAfter(version: number): readonly Frame[] {
    if (version >= toldVersion && version <= map.version) return [];
    return kept.after(version) ?? [pictureOf(map).snapshot];
  }

  return {
    viewers,
    join: (viewer, { lastSeen, retryMs }) =>
      slices.each([viewer], () => {
        if (closed) viewer.end();
        if (closed || viewer.destroyed) return;
        begin(viewer, `retry: ${retryMs}\n\n`, missedAfter(lastSeen));
        viewers.add(viewer);
      }),
    leave(viewer) {
      viewers.delete(viewer);
    },
    beat() {
      if (!spoke) void toAll(HEARTBEAT);
      spoke = false;
    },
    close() {
      closed = true;
      unwatch();
      telling.stop();
      void slices.each([...viewers], (viewer) => {
        viewer.end();
      });
    },
  };
}

interface TellingOptions extends Pick<ChannelOptions, 'clock' | 'gatherMsMax'> {
  isDue(): boolean;
  tell(): Promise<void>;
}

/** Tells a while after something was due, and again while there is more: the longer the last telling took, the longer it gathers. */
function openTelling({ clock, gatherMsMax, isDue, tell }: TellingOptions): { soon(): void; stop(): void } {
  let next: NodeJS.Timeout | 'now' | undefined;
  let tookMs = 0;
  function soon(): void {
    if (next !== undefined || !isDue()) return;
    next = setTimeout(() => void now(), Math.min(gatherMsMax, Math.max(GATHER_MS_MIN, tookMs * GATHER_PARTS)));
  }
  async function now(): Promise<void> {
    next = 'now';
    const from = clock.monotonic();
    await tell();
    tookMs = clock.monotonic() - from;
    next = undefined;
    soon();
  }
  return {
    soon,
    stop() {
      if (next !== 'now') clearTimeout(next);
    },
  };
}

/** What changed, with the states of now; where that is longer than the whole picture, the picture. */
function frameOfChanges(map: LiveMap, from: number, changed: ReadonlySet<number>): Frame {
  const { seatCount } = map.inventory;
  const { version } = map;
  const places = [...changed];
  const seats = places.filter((place) => place < seatCount).map((place) => [place, map.states[place] ?? 0]);
  const areas = places.some((place) => place >= seatCount) ? areasOf(map) : [];
  const delta = eventFrame('delta', version, JSON.stringify({ version, from, seats, areas }));
  if (delta.text.length < PICTURE_BYTES_MIN) return delta;
  const { snapshot } = pictureOf(map);
  return delta.text.length < snapshot.text.length ? delta : snapshot;
}

/** The last deltas, bounded in number and in bytes. */
function openRing(): { add(delta: Delta): void; after(version: number): readonly Frame[] | undefined } {
  const deltas: Delta[] = [];
  let bytes = 0;
  return {
    add(delta) {
      deltas.push(delta);
      bytes += delta.frame.text.length;
      while (deltas.length > DELTAS_KEPT || bytes > DELTA_BYTES_KEPT) bytes -= deltas.shift()?.frame.text.length ?? 0;
    },
    /** Those that tell of anything after a version; undefined when the first of them is gone. */
    after(version) {
      const missed = deltas.filter((delta) => delta.to > version);
      return missed[0] !== undefined && missed[0].from <= version ? missed.map(({ frame }) => frame) : undefined;
    },
  };
}
