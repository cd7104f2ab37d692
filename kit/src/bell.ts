/** A bell that wakes a loop before its next poll. Rung while the loop is busy, it is heard when the loop comes to rest. */
import { pause } from './clock.ts';

export interface Bell {
  ring(): void;
  /** Resolves when rung (true), or when the poll interval has passed or the signal ends it (false). */
  rest(): Promise<boolean>;
}

/** A bell for one loop. */
export function createBell(pollMs: number, signal: AbortSignal): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async rest() {
      if (!rung && !signal.aborted) {
        const ended = new AbortController();
        wake = () => {
          ended.abort();
        };
        signal.addEventListener('abort', wake, { once: true });
        await pause(pollMs, ended.signal);
        signal.removeEventListener('abort', wake);
        wake = undefined;
      }
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
