/** POST /holds/{id}/extend: the full time on top of the end, once. */
import type { seats } from '@usher/contracts/seats';
import type { Handler } from '@usher/kit/operations';
import { type Refusal, refuse } from '@usher/kit/refusal';
import { HELD } from './claim.ts';
import { type Change, changeHolds, type HoldCall } from './change-holds.ts';
import { answerHold, extendedEnd, type HoldRow } from './hold.ts';
import type { Inventories } from './inventory.ts';
import type { SeatsKit } from './seats-kit.ts';

type Extended =
  | 'extended'
  | Refusal<'not_found' | 'hold_expired' | 'hold_used' | 'payment_in_progress' | 'already_extended'>;

export function extendHold(kit: SeatsKit, inventories: Inventories): Handler<typeof seats.operations.extendHold> {
  const extend = kit.batch<HoldCall & { ownerId: string }, Extended | HoldRow>({
    name: 'extend-hold',
    lanes: 1,
    cap: 64,
    queueMax: 2_000,
    keys: (call) => [call.holdId],
    run: async (calls) =>
      (
        await changeHolds(kit, calls, ({ ownerId }, held): Change<Extended> => {
          if (!held || held.hold.owner_id !== ownerId) return { answer: refuse('not_found') };
          if (held.hold.state === 'sold') return { answer: refuse('hold_used') };
          if (held.hold.state === 'paying') return { answer: refuse('payment_in_progress') };
          if (held.hold.state !== 'held' || held.hold.lapsed || !held.intact) return { answer: refuse('hold_expired') };
          if (held.hold.extended) return { answer: refuse('already_extended') };
          const at = extendedEnd(held.hold, kit.config.HOLD_SECONDS);
          return {
            answer: 'extended',
            to: 'held',
            set: { extended: true, expiresAt: at },
            claims: held.claims.map((claim) => ({
              claim,
              state: HELD,
              holdId: held.hold.id,
              newFence: false,
              expires: { at },
            })),
            fact: (hold) => ({
              name: 'hold.extended',
              payload: {
                eventId: hold.event_id,
                organizationId: hold.organization_id,
                holdId: hold.id,
                expiresAt: hold.expires_at,
              },
            }),
          };
        })
      ).map(({ answer, hold }) => (answer === 'extended' && hold ? hold : answer)),
  });
  return async (call) => {
    const result = await extend({ holdId: call.params.id, ownerId: call.principal.id, requestId: call.requestId });
    if (result === 'extended') throw new Error('an extended hold was not read back');
    if ('code' in result) return result;
    const inventory = await inventories.find(result.event_id, result.places);
    return inventory ? answerHold(result, inventory, kit.config.HOLD_SECONDS) : refuse('not_found');
  };
}
