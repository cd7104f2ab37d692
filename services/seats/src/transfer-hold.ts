/** Making a hold somebody else's: its places and its time stay as they are. */
import type { seats } from '@usher/contracts/seats';
import type { Handler } from '@usher/kit/operations';
import { type Refusal, refuse } from '@usher/kit/refusal';
import { type Change, changeHolds, type Held, type HoldCall } from './change-holds.ts';
import type { SeatsKit } from './seats-kit.ts';

type Transferred = true | Refusal<'not_found' | 'hold_expired' | 'hold_used' | 'payment_in_progress'>;
interface TransferCall extends HoldCall {
  readonly fromOwnerId: string;
  readonly toOwnerId: string;
}

/** Only a live hold that nobody pays for; one that is the other's already is left as it is. */
export function transferHold(kit: SeatsKit): Handler<typeof seats.internal.transferHold> {
  return async ({ params, body, requestId }) => {
    const call: TransferCall = { holdId: params.id, ...body, requestId };
    const [done] = await changeHolds(kit, [call], decideTransfer);
    return done && done.answer !== true ? done.answer : {};
  };
}

function decideTransfer({ fromOwnerId, toOwnerId }: TransferCall, held: Held | undefined): Change<Transferred> {
  if (!held || ![fromOwnerId, toOwnerId].includes(held.hold.owner_id)) return { answer: refuse('not_found') };
  if (held.hold.owner_id === toOwnerId) return { answer: true };
  if (held.hold.state === 'paying') return { answer: refuse('payment_in_progress') };
  if (held.hold.state === 'sold') return { answer: refuse('hold_used') };
  if (held.hold.state !== 'held' || held.hold.lapsed || !held.intact) return { answer: refuse('hold_expired') };
  return { answer: true, to: 'held', set: { ownerId: toOwnerId } };
}
