/** A bounded lane for work that is dear in CPU (password hashing): few at once, a short queue, then an early no. */
import { RefusedError, refuse } from './refusal.ts';

export interface LaneOptions {
  readonly name: string;
  readonly atOnce: number;
  /** Waiting at most; one more is refused with 503 `overloaded`. */
  readonly waitingMax: number;
}

/** Runs what it is given when there is room, in arrival order. */
export type Lane = <T>(work: () => Promise<T>) => Promise<T>;

/** Opens a lane. Throws `RefusedError` (`overloaded`) from a call that finds the queue full. */
export function openLane(options: LaneOptions): Lane {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async (work) => {
    if (busy < options.atOnce) busy += 1;
    else {
      if (waiting.length >= options.waitingMax) {
        throw new RefusedError(
          refuse('overloaded', { detail: `Too many calls are waiting (${options.name}).`, retryAfterSeconds: 2 }),
        );
      }
      // Whoever finishes hands its place over, so `busy` stays as it is.
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else busy -= 1;
    }
  };
}
