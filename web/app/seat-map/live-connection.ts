/**
 * Keeps a store of seats up to date: the availability once, then the event stream. What arrives is applied once per
 * frame. A stream that breaks is opened again, later each time, and until then the store says that it is paused.
 */
import type { Delta, LiveSeatsStore, Snapshot } from './live-seats.ts';

/** The parts of the browser that a test replaces. */
export interface LiveSource {
  readAvailability(eventId: string): Promise<Snapshot>;
  openStream(eventId: string): EventSource;
  /** Runs once, with the next frame; a page in the background has no frames and gets it at once. */
  nextFrame(run: () => void): void;
  later(run: () => void, milliseconds: number): () => void;
}

/** `EventSource.CLOSED`: the browser has given up on this stream. */
const CLOSED = 2;
const BACK_OFF_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
/** Parts of a wait that are left to chance, so that thousands of maps do not come back in one moment. */
const JITTER = 0.3;

/** Connects the store to an event and returns how to disconnect. */
export function connectLiveSeats(
  store: LiveSeatsStore,
  eventId: string,
  source: LiveSource = browserSource,
): () => void {
  let stream: EventSource | undefined;
  let stopWaiting: (() => void) | undefined;
  let failures = 0;
  let closed = false;
  let waiting: (() => boolean)[] = [];

  /** Applies in order what came since the last frame; a gap asks for a new snapshot. */
  function applyAll(): void {
    const steps = waiting;
    waiting = [];
    if (closed) return;
    if (!steps.every((apply) => apply())) reopen();
  }
  function queue(apply: () => boolean): void {
    waiting.push(apply);
    if (waiting.length === 1) source.nextFrame(applyAll);
  }
  function queueSnapshot(snapshot: Snapshot): void {
    queue(() => {
      store.applySnapshot(snapshot);
      return true;
    });
  }

  function reopen(): void {
    stream?.close();
    stream = undefined;
    if (closed) return;
    store.setStatus('paused');
    const wait = (BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)] ?? 0) * (1 + chance() * JITTER);
    failures += 1;
    stopWaiting?.();
    stopWaiting = source.later(open, wait);
  }

  function open(): void {
    // The stream begins with a snapshot too, but when it is refused for want of room this one still tells the truth.
    source.readAvailability(eventId).then(queueSnapshot, () => undefined);
    const opened = source.openStream(eventId);
    stream = opened;
    const said = (event: Event) => JSON.parse((event as MessageEvent<string>).data) as unknown;
    opened.addEventListener('open', () => {
      failures = 0;
      store.setStatus('live');
    });
    opened.addEventListener('snapshot', (event) => queueSnapshot(said(event) as Snapshot));
    opened.addEventListener('delta', (event) => queue(() => store.applyDelta(said(event) as Delta)));
    opened.addEventListener('error', () => {
      // A connection that only broke is resumed by the browser itself, from the last delta it saw.
      if (opened.readyState === CLOSED) reopen();
      else store.setStatus('paused');
    });
  }

  open();
  return () => {
    closed = true;
    stopWaiting?.();
    stream?.close();
  };
}

/** 0 to 1. */
function chance(): number {
  return (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 255;
}

const browserSource: LiveSource = {
  async readAvailability(eventId) {
    const answer = await fetch(`/api/events/${eventId}/availability`);
    if (!answer.ok) throw new Error(`availability of event ${eventId}: the answer was ${answer.status}`);
    return (await answer.json()) as Snapshot;
  },
  openStream: (eventId) => new EventSource(`/api/events/${eventId}/availability/stream`),
  nextFrame: (run) => {
    if (document.hidden) run();
    else requestAnimationFrame(run);
  },
  later: (run, milliseconds) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};
