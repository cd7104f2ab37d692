/**
 * Time and ids, the only place in product code that asks the machine for either.
 * Everything else receives a `Clock`, so that tests decide what time it is.
 */
import { v7 } from 'uuid';

export interface Clock {
  /** Milliseconds since the Unix epoch. Only for what this process times itself; expiry is judged by the database's clock. */
  now(): number;
  /** A duration source in milliseconds that never jumps. */
  monotonic(): number;
  /** A new UUIDv7: sorts by creation, never a secret. */
  newId(): string;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  newId: () => v7(),
};

/** A clock that tests set and move; ids are still unique. */
export function movableClock(startMs: number): Clock & { advance(ms: number): void } {
  let at = startMs;
  return {
    now: () => at,
    monotonic: () => at,
    newId: () => v7({ msecs: at }),
    advance(ms) {
      at += ms;
    },
  };
}

/** RFC 3339 in UTC, as every API answer and fact writes instants. */
export function instant(clock: Clock, offsetMs = 0): string {
  return new Date(clock.now() + offsetMs).toISOString();
}

/** Waits that long, or until the signal ends the wait early (it then resolves, it does not throw). */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
  });
}
