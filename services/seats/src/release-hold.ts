/** Letting a hold go: by its buyer, or because its order was cancelled. */
import type { seats } from '@usher/contracts/seats';
import type { Handler } from '@usher/kit/operations';
import { type Refusal, refuse } from '@usher/kit/refusal';
import { type Change, changeHolds, type Held, type HoldCall, ofHold } from './change-holds.ts';
import type { SeatsKit } from './seats-kit.ts';
import { freed } from './write-claims.ts';

type Released = true | Refusal<'not_found' | 'payment_in_progress' | 'hold_used'>;

/** DELETE /holds/{id}: its places are free at once. Doing it twice is fine. */
export function releaseHold(kit: SeatsKit): Handler<typeof seats.operations.releaseHold> {
  const release = kit.batch<HoldCall & { ownerId: string }, Released>({
    name: 'release-hold',
    lanes: 2,
    cap: 64,
    queueMax: 2_000,
    keys: (call) => [call.holdId],
    run: async (calls) =>
      (
        await changeHolds(kit, calls, ({ ownerId }, held): Change<Released> => {
          if (!held || held.hold.owner_id !== ownerId) return { answer: refuse('not_found') };
          switch (held.hold.state) {
            case 'paying':
              return { answer: refuse('payment_in_progress') };
            case 'sold':
              return { answer: refuse('hold_used') };
            case 'released':
            case 'expired':
              return { answer: true };
            case 'held':
              return letGo(held, 'buyer');
          }
        })
      ).map((result) => result.answer),
  });
  return async (call) => {
    const answer = await release({ holdId: call.params.id, ownerId: call.principal.id, requestId: call.requestId });
    return answer === true ? undefined : answer;
  };
}

/** A cancelled order's hold; sold places stay sold. */
export function dropHold(kit: SeatsKit): Handler<typeof seats.internal.dropHold> {
  const drop = kit.batch<HoldCall, true | Refusal<'not_found'>>({
    name: 'drop-hold',
    lanes: 2,
    cap: 64,
    queueMax: 2_000,
    keys: (call) => [call.holdId],
    run: async (calls) =>
      (
        await changeHolds(kit, calls, (_call, held): Change<true | Refusal<'not_found'>> => {
          if (!held) return { answer: refuse('not_found') };
          return held.hold.state === 'held' || held.hold.state === 'paying' ? letGo(held, 'order') : { answer: true };
        })
      ).map((result) => result.answer),
  });
  return async (call) => {
    const answer = await drop({ holdId: call.params.id, requestId: call.requestId });
    return answer === true ? {} : answer;
  };
}

function letGo(held: Held, reason: 'buyer' | 'order'): Change<true> {
  // Only what is still its own: a lapsed hold's place may be another buyer's by now.
  const own = held.claims.filter((claim, i) => claim.holdId === held.hold.id && claim.fence === held.hold.fences[i]);
  return {
    answer: true,
    to: 'released',
    claims: own.map(freed),
    fact: (hold) => ({
      name: 'seats.released',
      payload: { ...ofHold(hold), places: own.map((claim) => claim.place), reason },
    }),
  };
}
