/** Selling the places of a hold to its order, and giving them back when the money could not be had. */
import type { seats } from '@usher/contracts/seats';
import type { Handler } from '@usher/kit/operations';
import { type Refusal, refuse } from '@usher/kit/refusal';
import { SOLD } from './claim.ts';
import { type Change, changeHolds, type Held, type HoldCall, obtainable, ofHold } from './change-holds.ts';
import type { HoldRow } from './hold.ts';
import type { SeatsKit } from './seats-kit.ts';
import { freed } from './write-claims.ts';

interface OrderCall extends HoldCall {
  readonly orderId: string;
}
type Sold = 'sold' | Refusal<'not_found' | 'seats_taken'>;

/**
 * Sells all places of a hold, or none. The hold's own claims are sold under their fence; a hold
 * that ran out while the bank was thinking still gets the same places under a new fence if nobody
 * else has them. Asked again for the same order, it is sold already.
 */
export function sellHold(kit: SeatsKit): Handler<typeof seats.internal.sellHold> {
  const sell = kit.batch<OrderCall, { soldAt: string } | Refusal<'not_found' | 'seats_taken'>>({
    name: 'sell-hold',
    lanes: 2,
    cap: 64,
    queueMax: 5_000,
    keys: (call) => [call.holdId],
    run: async (calls) =>
      (await changeHolds(kit, calls, decideSale)).map(({ answer, hold }) =>
        answer === 'sold' ? { soldAt: soldAt(hold) } : answer,
      ),
  });
  return (call) => sell({ holdId: call.params.id, orderId: call.body.orderId, requestId: call.requestId });
}

function decideSale({ orderId }: OrderCall, held: Held | undefined): Change<Sold> {
  if (!held) return { answer: refuse('not_found') };
  const { hold } = held;
  if (hold.state === 'sold') return { answer: hold.order_id === orderId ? 'sold' : refuse('seats_taken') };
  if (!obtainable(held)) return { answer: refuse('seats_taken') };
  const changes = held.claims.map((claim, i) => {
    const own = claim.holdId === hold.id && claim.fence === hold.fences[i];
    return { claim, state: SOLD, holdId: hold.id, newFence: !own } as const;
  });
  return {
    answer: 'sold',
    to: 'sold',
    claims: changes,
    set: { orderId, fences: changes.map(({ claim, newFence }) => claim.fence + (newFence ? 1 : 0)) },
    fact: (after) => ({ name: 'seats.sold', payload: { ...ofHold(after), orderId } }),
  };
}

/** Frees what was sold to an order. Asked again, or for places that were never sold to it, it changes nothing. */
export function giveBack(kit: SeatsKit): Handler<typeof seats.internal.giveBack> {
  const give = kit.batch<OrderCall, true | Refusal<'not_found'>>({
    name: 'give-back',
    lanes: 1,
    cap: 64,
    queueMax: 5_000,
    keys: (call) => [call.holdId],
    run: async (calls) =>
      (
        await changeHolds(kit, calls, ({ orderId }, held): Change<true | Refusal<'not_found'>> => {
          if (!held) return { answer: refuse('not_found') };
          if (held.hold.state !== 'sold' || held.hold.order_id !== orderId) return { answer: true };
          const own = held.claims.filter(
            (claim, i) => claim.holdId === held.hold.id && claim.fence === held.hold.fences[i] && claim.state === SOLD,
          );
          return {
            answer: true,
            to: 'released',
            claims: own.map(freed),
            fact: (after) => ({ name: 'seats.given_back', payload: { ...ofHold(after), orderId } }),
          };
        })
      ).map((result) => result.answer),
  });
  return async (call) => {
    const answer = await give({ holdId: call.params.id, orderId: call.body.orderId, requestId: call.requestId });
    return answer === true ? {} : answer;
  };
}

function soldAt(hold: HoldRow | undefined): string {
  if (!hold?.sold_at) throw new Error('a sold hold has no time of sale');
  return hold.sold_at;
}
