/** The time of a payment: a hold being paid keeps its places until one bounded, later deadline. */
import type { seats } from '@usher/contracts/seats';
import type { Handler } from '@usher/kit/operations';
import { type Refusal, refuse } from '@usher/kit/refusal';
import { HELD } from './claim.ts';
import { type Change, changeHolds, type Held, type HoldCall } from './change-holds.ts';
import type { HoldRow } from './hold.ts';
import type { SeatsKit } from './seats-kit.ts';

type Paying = 'until' | Refusal<'not_found' | 'hold_expired'>;
interface PayCall extends HoldCall {
  readonly orderId: string;
  readonly seconds: number;
}

/** Moves a live hold to `paying`. Asked again for the same order, it answers the deadline it set. */
export function beginPaying(kit: SeatsKit): Handler<typeof seats.internal.beginPaying> {
  const begin = payBatch(kit, 'begin-paying', ({ orderId, seconds }, held) => {
    if (!held) return { answer: refuse('not_found') };
    const { hold } = held;
    if (hold.state === 'paying' && hold.order_id === orderId && held.intact) return { answer: 'until' };
    if (hold.state !== 'held' || hold.lapsed || !held.intact) return { answer: refuse('hold_expired') };
    return {
      answer: 'until',
      to: 'paying',
      set: { orderId, expiresInSeconds: seconds },
      claims: held.claims.map((claim) => ({
        claim,
        state: HELD,
        holdId: hold.id,
        newFence: false,
        expires: { inSeconds: seconds },
      })),
    };
  });
  return async (call) =>
    begin({
      holdId: call.params.id,
      orderId: call.body.orderId,
      seconds: call.body.deadlineSeconds,
      requestId: call.requestId,
    });
}

/** Returns a hold to its buyer after a declined payment: its own time, or the grace if that is later. */
export function endPaying(kit: SeatsKit): Handler<typeof seats.internal.endPaying> {
  const end = payBatch(kit, 'end-paying', ({ orderId, seconds }, held) => {
    if (!held || held.hold.order_id !== orderId) return { answer: refuse('hold_expired') };
    const { hold } = held;
    if (hold.state === 'held' && !hold.lapsed) return { answer: 'until' };
    if (hold.state !== 'paying' || hold.lapsed || !held.intact) return { answer: refuse('hold_expired') };
    const ownSecondsLeft = (Date.parse(hold.own_expires_at) - Date.parse(hold.now)) / 1000;
    const left = Math.max(ownSecondsLeft, seconds);
    return {
      answer: 'until',
      to: 'held',
      set: { expiresInSeconds: left },
      claims: held.claims.map((claim) => ({
        claim,
        state: HELD,
        holdId: hold.id,
        newFence: false,
        expires: { inSeconds: left },
      })),
    };
  });
  return async (call) => {
    const answer = await end({
      holdId: call.params.id,
      orderId: call.body.orderId,
      seconds: call.body.graceSeconds,
      requestId: call.requestId,
    });
    return 'code' in answer && answer.code === 'not_found' ? refuse('hold_expired') : answer;
  };
}

function payBatch(kit: SeatsKit, name: string, decide: (call: PayCall, held: Held | undefined) => Change<Paying>) {
  return kit.batch<PayCall, { expiresAt: string } | Refusal<'not_found' | 'hold_expired'>>({
    name,
    lanes: 2,
    cap: 64,
    queueMax: 2_000,
    keys: (call) => [call.holdId],
    run: async (calls) => (await changeHolds(kit, calls, decide)).map(({ answer, hold }) => untilOf(answer, hold)),
  });
}

function untilOf(
  answer: Paying,
  hold: HoldRow | undefined,
): { expiresAt: string } | Refusal<'not_found' | 'hold_expired'> {
  if (answer !== 'until') return answer;
  if (!hold) throw new Error('a hold being paid was not read back');
  return { expiresAt: hold.expires_at };
}
