/**
 * Long work of many small steps, such as writing to ten thousand sockets, in slices: between two of them everything
 * else gets its turn. A slice is bounded by time, not by steps, for a step costs more on a busy machine.
 */
import type { Clock } from '@usher/kit/clock';

export interface Slices {
  /** Takes the step for each item, in order, and after all that was asked for before; resolves when that is done. Steps do not throw. */
  each<Item>(items: readonly Item[], step: (item: Item) => void): Promise<void>;
}

interface Work {
  /** Takes some steps more; false when there was none left. */
  go(steps: number): boolean;
  done(): void;
}

const SLICE_MS = 8;
const STEPS_PER_LOOK_AT_THE_CLOCK = 16;

/** One queue of such work; what shares a process shares it, so that all of it together blocks no longer than one slice. */
export function openSlices(clock: Pick<Clock, 'monotonic'>): Slices {
  const queue: Work[] = [];

  function slice(): void {
    const end = clock.monotonic() + SLICE_MS;
    for (let work = queue[0]; work && clock.monotonic() < end; work = queue[0]) {
      if (work.go(STEPS_PER_LOOK_AT_THE_CLOCK)) continue;
      queue.shift();
      work.done();
    }
    if (queue.length > 0) setImmediate(slice);
  }

  return {
    each: (items, step) =>
      new Promise((done) => {
        queue.push({ go: stepper(items, step), done });
        if (queue.length === 1) setImmediate(slice);
      }),
  };
}

function stepper<Item>(items: readonly Item[], step: (item: Item) => void): Work['go'] {
  const left = items.values();
  return (steps) => {
    for (let i = 0; i < steps; i += 1) {
      const { value, done } = left.next();
      if (done === true) return false;
      step(value);
    }
    return true;
  };
}
