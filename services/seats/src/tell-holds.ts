/** What callers are told of what a batch decided about their holds. */
import type { Transaction } from '@usher/kit/database';
import { decideOnce } from '@usher/kit/once';
import { refused } from '@usher/kit/refusal';
import { arrangementOf } from './best-available.ts';
import type { HoldAnswer, HoldBody, HoldCall, HoldRefusal, Outcome, Undecided } from './hold-call.ts';
import { answerHold, readHolds } from './hold.ts';
import type { Inventories } from './inventory.ts';
import type { SeatsKit } from './seats-kit.ts';

type PlainAnswer = HoldBody | HoldRefusal | Undecided;

export interface DecidingHolds<Ready> {
  /** For all calls, while their keys are looked up. */
  prepare(tx: Transaction, calls: readonly HoldCall[]): Promise<Ready>;
  decide(tx: Transaction, calls: readonly HoldCall[], ready: Ready): Promise<readonly Outcome[]>;
}

export interface HoldTeller {
  /** Decides calls in one transaction, and keeps what their callers are told. */
  decide<Ready>(calls: readonly HoldCall[], deciding: DecidingHolds<Ready>): Promise<HoldAnswer[]>;
  /** After a commit of unknown outcome: what is told of the holds that were stored. */
  recall(calls: readonly HoldCall[]): Promise<(HoldAnswer | undefined)[]>;
}

/** Opens the teller of holds. */
export function openHoldTeller(kit: SeatsKit, inventories: Inventories): HoldTeller {
  async function tell(call: HoldCall, outcome: Outcome): Promise<PlainAnswer> {
    if (typeof outcome === 'string') return outcome;
    // Where places are chosen for somebody, there are others to try.
    if (refused(outcome)) return call.isChoice && outcome.code === 'not_enough_seats' ? 'too_few' : outcome;
    const { inventory } = call;
    // Another copy may just have made room in an area.
    const now = (await inventories.find(call.wish.eventId, outcome.places)) ?? inventory;
    const isSeated = call.isChoice && outcome.places.every((place) => place < inventory.seatCount);
    return {
      ...answerHold(outcome, now, kit.config.HOLD_SECONDS),
      ...(isSeated ? { arrangement: arrangementOf(inventory.layout.seating, outcome.places) } : {}),
    };
  }
  const tellAll = (calls: readonly HoldCall[], outcomes: readonly Outcome[]): Promise<PlainAnswer[]> =>
    Promise.all(calls.map((call, i) => tell(call, outcomes[i] as Outcome)));
  return {
    decide: (calls, { prepare, decide }) =>
      decideOnce<HoldCall, HoldBody, Undecided, Parameters<typeof decide>[2]>(kit.db, calls, {
        prepare,
        decide: async (tx, open, ready) => tellAll(open, await decide(tx, open, ready)),
      }),
    async recall(calls) {
      const stored = await readHolds(
        kit.db,
        calls.map((call) => call.wish.holdId),
      );
      return Promise.all(
        calls.map((call) => {
          const hold = stored.get(call.wish.holdId);
          return hold ? tell(call, hold) : Promise.resolve(undefined);
        }),
      );
    },
  };
}
