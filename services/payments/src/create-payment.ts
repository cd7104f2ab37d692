/**
 * POST /payments: the intent, then orders' word, then the provider; each stored before the next.
 * Whatever dies, or does not answer, is taken up by the work written with the intent.
 */
import type { payments } from '@usher/contracts/payments';
import type { Handler } from '@usher/kit/operations';
import { type Refusal, refuse, refused } from '@usher/kit/refusal';
import { agreed, answerPayment, isAgreed, type PaymentRow } from './payment.ts';
import type { Intents } from './payment-intents.ts';
import type { PaymentsKit } from './payments-kit.ts';
import { chargeRequest, returnUrl, settleBy, type Till } from './settle-payments.ts';

/** What is not decided by then is answered as it stands, and found out later. */
const ANSWER_WITHIN_MS = 6_000;
const PROVIDER_MS_MIN = 1_000;

type Begun = Refusal<(typeof payments.operations.createPayment.refusals)[number]>;

export function createPayment(
  kit: PaymentsKit,
  till: Till,
  intents: Intents,
): Handler<typeof payments.operations.createPayment> {
  return async (call) => {
    const begunAt = kit.clock.monotonic();
    const { requestId, body } = call;
    const requestKey = call.header('idempotency-key') ?? call.madeId;
    const intent = { id: call.madeId, orderId: body.orderId, ownerId: call.principal.id, token: body.method.token };
    const { payment: kept, failed } = await intents.keep({ ...intent, requestKey, requestId });
    const refusedBefore = refusalOf(kept);
    if (refusedBefore) return refusedBefore;
    const payment = isAgreed(kept) ? kept : await intents.agree(kept, failed, requestId);
    if (refused(payment)) return payment;
    // One that was taken up before has its charge already, or somebody who asks about it.
    if (payment.token === null || payment.charge_id !== null) return answerPayment(agreed(payment));
    const patienceMs = ANSWER_WITHIN_MS - (kit.clock.monotonic() - begunAt);
    const asked = { ...chargeRequest(payment, requestId), token: payment.token, returnUrl: returnUrl(kit, payment) };
    const charge = await call.aside(() => till.provider.authorise(asked, Math.max(PROVIDER_MS_MIN, patienceMs)));
    const outcome = { paymentId: payment.id, requestId };
    const { payment: after } =
      charge === 'unknown'
        ? await till.settle({ ...outcome, decide: () => ({ answer: 'known', askSoon: true }) })
        : await settleBy(till, outcome, charge, { askSoon: true });
    return answerPayment(agreed(after ?? payment));
  };
}

/** The no of an earlier try that died before it could say so. */
function refusalOf(payment: PaymentRow): Begun | undefined {
  if (payment.state !== 'failed' || isAgreed(payment)) return undefined;
  return refuse(payment.decline_code as Begun['code']);
}
