/**
 * Who is inside is served before who wants in. While holds take too long, new guests and new holds are refused at the
 * door, early and cheaply, so that those who have seats can order and pay: a sale that takes everybody in sells to
 * nobody. What counts is how long the oldest hold under way has been waiting, not how many there are: a crowd that comes
 * at one moment and is served in time is no reason to refuse anybody.
 */
import type { LimitClass } from '@usher/contracts/contract';
import type { Clock } from './clock.ts';
import { type Refusal, refuse } from './refusal.ts';

/** The oldest hold under way may wait so long before others are refused, in milliseconds. */
export const UNDER_WAY_MS_MAX = 1_500;
/** Those who are refused are asked to come back in one to so many seconds, one after the other: not all at once. */
const RETRY_SECONDS_MAX = 4;

export interface Crowding {
  /** A request comes in: refused, or let in until the function that is given is called. */
  enter(limit: LimitClass): Refusal<'overloaded'> | (() => void);
}

const STAYS_UNCOUNTED = (): void => undefined;

/** The door of one process. */
export function createCrowding(clock: Pick<Clock, 'monotonic'>): Crowding {
  const underWay = new Set<{ readonly since: number }>();
  let refused = 0;
  return {
    enter(limit) {
      if (limit !== 'hold' && limit !== 'guest') return STAYS_UNCOUNTED;
      const now = clock.monotonic();
      // A set keeps the order of arrival.
      const [oldest] = underWay;
      if (oldest && now - oldest.since > UNDER_WAY_MS_MAX) {
        refused += 1;
        return refuse('overloaded', {
          detail: 'Too many people want seats this moment.',
          retryAfterSeconds: 1 + (refused % RETRY_SECONDS_MAX),
        });
      }
      if (limit === 'guest') return STAYS_UNCOUNTED;
      const arrival = { since: now };
      underWay.add(arrival);
      return () => underWay.delete(arrival);
    },
  };
}
