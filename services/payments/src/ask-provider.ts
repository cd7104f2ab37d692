/**
 * The work of every undecided payment: go on where a dead process stopped, ask the provider under the
 * payment's own key, and end it at its deadline. It asks again after as long as nothing has changed:
 * 1, 2, 4, 8, … seconds, at most 30.
 */
import { refused } from '@usher/kit/refusal';
import { continueTrace } from '@usher/kit/trace';
import type { WorkKind, WorkResult } from '@usher/kit/work';
import { fail } from './hear-charge.ts';
import { isAgreed, type PaymentRow, paymentReader } from './payment.ts';
import { failedPayments, type Intents } from './payment-intents.ts';
import { isOpen } from './payment-state.ts';
import type { PaymentsKit } from './payments-kit.ts';
import type { Charge } from './provider.ts';
import { chargeRequest, returnUrl, settleBy, type Till } from './settle-payments.ts';

/** Leases just outlast the provider's own time-outs, so that what a dead process held is soon taken up. */
export const LEASE_SECONDS = { oneRequest: 8, twoRequests: 12 };
const WAIT_MS_MIN = 1_000;
const WAIT_MS_MAX = 30_000;

/** How long to wait before the provider is asked again. */
export function nextAsk(quietMs: number, leftMs = Number.POSITIVE_INFINITY): WorkResult {
  const untilDeadlineMs = leftMs > 0 ? leftMs + 1 : WAIT_MS_MAX;
  return { againInMs: Math.min(Math.max(WAIT_MS_MIN, Math.min(quietMs, WAIT_MS_MAX)), untilDeadlineMs) };
}

export function askProvider(kit: PaymentsKit, till: Till, intents: Intents): WorkKind {
  const readPayment = paymentReader(kit);
  return {
    concurrency: 32,
    leaseSeconds: LEASE_SECONDS.twoRequests,
    attemptsMax: 1_000,
    async handle({ key, requestId }) {
      const found = await readPayment(key);
      if (!found || !isOpen(found.payment.state)) return 'done';
      if (found.payment.hold_id) continueTrace(requestId, found.payment.hold_id);
      const call = { paymentId: key, requestId };
      const payment = isAgreed(found.payment)
        ? found.payment
        : await intents.agree(found.payment, await failedPayments(kit.db, [found.payment.order_id]), requestId);
      if (refused(payment)) return 'done';
      if (found.leftMs !== null && found.leftMs <= 0) return endOverdue(till, call, payment, found.quietMs);
      const charge = await findOrAuthorise(kit, till, payment, requestId);
      if (charge === 'unknown') return nextAsk(found.quietMs, found.leftMs ?? undefined);
      const { payment: after } = await settleBy(till, call, charge);
      return after && isOpen(after.state) ? nextAsk(found.quietMs, found.leftMs ?? undefined) : 'done';
    },
  };
}

/** A provider that never saw the payment is asked under the same key: it cannot become two charges. */
async function findOrAuthorise(
  kit: PaymentsKit,
  till: Till,
  payment: PaymentRow,
  requestId: string,
): Promise<Charge | 'unknown'> {
  const request = chargeRequest(payment, requestId);
  const charge = await till.provider.find(request);
  if (charge !== 'none') return charge;
  if (payment.token === null) throw new Error(`payment ${payment.id} is open and has no token`);
  return till.provider.authorise({ ...request, token: payment.token, returnUrl: returnUrl(kit, payment) });
}

/** Its time is over: what the provider keeps is let go first, so that nothing is taken from a buyer who was told no. */
async function endOverdue(
  till: Till,
  call: { paymentId: string; requestId: string },
  payment: PaymentRow,
  quietMs: number,
): Promise<WorkResult> {
  const request = chargeRequest(payment, call.requestId);
  const charge = await till.provider.find(request);
  if (charge === 'unknown') return nextAsk(quietMs);
  if (charge === 'none') {
    await till.settle({ ...call, decide: (now) => fail(now, 'timeout') });
    return 'done';
  }
  const ended = charge.id === null ? charge : await till.provider.void({ ...request, chargeId: charge.id });
  if (ended === 'unknown') return nextAsk(quietMs);
  // Whatever else is odd about it, a charge that takes nothing ends the payment.
  if (ended.state === 'voided' || ended.state === 'declined') {
    await till.settle({ ...call, decide: (now) => fail(now, ended.declineCode ?? 'timeout') });
    return 'done';
  }
  const { payment: after } = await settleBy(till, call, ended);
  return after && isOpen(after.state) ? nextAsk(quietMs) : 'done';
}
