/**
 * Who is inside is served before who wants in. While many are at work inside, holds wait in a line at the door, and are let
 * in by groups, as a lift takes people: those who come in together hold, order and pay together, so that each statement of
 * the database serves many of them, and the rounds of the event loop stay short. Let in one by one, the same crowd was served
 * a sixth more slowly, and its longest rounds took twice as long. The next group does not wait for the last of those before
 * it: while the database holds seats for one half, the other half is read (docs/performance.md).
 *
 * While the first of the line has been waiting too long, new guests and new holds are refused at once: a sale that takes
 * everybody in sells to nobody. What counts is how long the first has been waiting, not how many wait: a crowd that comes
 * at one moment and is served in time is no reason to refuse anybody.
 */
import type { LimitClass, Operation } from '@usher/contracts/contract';
import type { Clock } from './clock.ts';
import { type Refusal, refuse } from './refusal.ts';

/** The first of the line may wait so long before others are refused, in milliseconds. */
export const LINE_MS_MAX = 1_500;
/** However quickly they come, no more wait. */
const LINE_MAX = 10_000;
/** Holds, orders and payments at work before holds wait: a batch, and half of one that is read meanwhile. */
export const INSIDE_MAX = 96;
/** The next group is let in when no more are left at their first step, and at later ones: who has seats is served before who wants some. */
export const INSIDE_FEW = { first: 48, later: 24 } as const;
/** Whatever those inside are waiting for, a group comes in at least so often, in milliseconds. */
const GROUP_MS_MAX = 1_000;
/** Those who are refused are asked to come back in one to so many seconds, one after the other: not all at once. */
const RETRY_SECONDS_MAX = 4;

/** A request that is inside. */
export interface Turn {
  /** Waits for somebody else's machine, and meanwhile leaves its room to others. */
  readonly aside: <T>(wait: () => Promise<T>) => Promise<T>;
}

export interface Crowding {
  /** Whether there is no room for a request: asked before anything of it is read. */
  refusal(limit: LimitClass): Refusal<'overloaded'> | undefined;
  /**
   * Works on a request; on a hold when its turn comes. What is no step of buying takes no room: those who join the
   * waiting room must not keep others from holding seats.
   */
  inside<T>(operation: Pick<Operation, 'limit' | 'inside'>, work: (turn: Turn) => Promise<T>): Promise<T>;
}

/** The door of one process. */
export function createCrowding(clock: Pick<Clock, 'monotonic'>): Crowding {
  const house = new House(clock);
  let refused = 0;
  const turnAt = (step: Step): Turn => ({
    aside: async (wait) => {
      house.leave(step);
      try {
        return await wait();
      } finally {
        house.comeIn(step);
      }
    },
  });
  const turns: Record<Step, Turn> = { first: turnAt('first'), later: turnAt('later') };
  return {
    refusal(limit) {
      if ((limit !== 'hold' && limit !== 'guest') || !house.isFull()) return undefined;
      refused += 1;
      return refuse('overloaded', {
        detail: 'Too many people want seats this moment.',
        retryAfterSeconds: 1 + (refused % RETRY_SECONDS_MAX),
      });
    },
    async inside(operation, work) {
      const step: Step = operation.limit === 'hold' ? 'first' : 'later';
      if (step === 'first') await house.line();
      else if (operation.inside === true) house.comeIn(step);
      else return work(noTurn);
      try {
        return await work(turns[step]);
      } finally {
        house.leave(step);
      }
    },
  };
}

/** For what takes none, and for calls in place, whose caller has one. */
export const noTurn: Turn = { aside: (wait) => wait() };

/** What somebody inside is at: getting seats, or what comes after. */
type Step = keyof typeof INSIDE_FEW;

interface Waiting {
  readonly since: number;
  /** It is inside already when it hears of it. */
  letIn(): void;
}

/** How many are inside, and who waits for them to leave. */
class House {
  readonly #clock: Pick<Clock, 'monotonic'>;
  /** In the order they came; a set, since its first is removed at no cost. */
  readonly #line = new Set<Waiting>();
  readonly #at: Record<Step, number> = { first: 0, later: 0 };
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  isFull(): boolean {
    if (this.#line.size >= LINE_MAX) return true;
    const [first] = this.#line;
    return first !== undefined && this.#clock.monotonic() - first.since > LINE_MS_MAX;
  }

  comeIn(step: Step): void {
    this.#at[step] += 1;
  }

  /** Comes in at once where there is room, else with a group. */
  async line(): Promise<void> {
    if (this.#room() > 0 && this.#line.size === 0) {
      this.comeIn('first');
      return;
    }
    this.#timer ??= setInterval(() => {
      this.#letIn(INSIDE_MAX);
    }, GROUP_MS_MAX);
    await new Promise<void>((resolve) => this.#line.add({ since: this.#clock.monotonic(), letIn: resolve }));
  }

  leave(step: Step): void {
    this.#at[step] -= 1;
    if (this.#line.size > 0 && this.#at.first <= INSIDE_FEW.first && this.#at.later <= INSIDE_FEW.later)
      this.#letIn(this.#room());
  }

  #room(): number {
    return INSIDE_MAX - this.#at.first - this.#at.later;
  }

  #letIn(count: number): void {
    let left = count;
    for (const next of this.#line) {
      if (left === 0) break;
      left -= 1;
      this.#line.delete(next);
      this.comeIn('first');
      next.letIn();
    }
    if (this.#line.size > 0) this.#timer?.refresh();
    else {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }
}
