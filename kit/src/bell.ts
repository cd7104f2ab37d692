/** A bell that wakes a loop before its next poll. Rung while the loop is busy, it is heard when the loop comes to rest. */
import { pause } from './clock.ts';

export interface Bell {
  ring(): void;
  /** Resolves when rung (true), or when the poll interval, or the given one, has passed or the signal ends it (false). */
  rest(restMs?: number): Promise<boolean>;
}

/** A bell for one loop. */
export function createBell(pollMs: number, signal: AbortSignal): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  // One listener for all rests: a busy loop rests a hundred times a second.
  signal.addEventListener('abort', () => wake?.(), { once: true });
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async rest(restMs = pollMs) {
      if (!rung && !signal.aborted)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, restMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      wake = undefined;
      const heard = rung;
      rung = false;
      return heard;
    },
  };
}

/** Paces a loop: asked before each round, it resolves at once when the last one began at least that long ago, else when it did. */
export function createPace(roundMsMin: number, signal: AbortSignal): () => Promise<void> {
  let rested = Promise.resolve();
  return async () => {
    await rested;
    rested = pause(roundMsMin, signal);
  };
}

export interface Rests {
  /** How long to rest this time, in milliseconds. */
  next(): number;
  wasBusy(): void;
}

/** How long a loop rests: ever longer while there is nothing, up to a bound, and short again after there was something. */
export function createRests(shortestMs: number, longestMs: number): Rests {
  let restMs = shortestMs;
  return {
    next() {
      const now = restMs;
      restMs = Math.min(longestMs, restMs * 2);
      return now;
    },
    wasBusy() {
      restMs = shortestMs;
    },
  };
}
