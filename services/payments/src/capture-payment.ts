/** `order.confirmed`: the seats are sold, so the promised money is taken. */
import type { FactHandler } from '@usher/kit/inbox';
import { enqueue, type WorkKind } from '@usher/kit/work';
import { LEASE_SECONDS, nextAsk } from './ask-provider.ts';
import { awaitsCapture, hearCaptureRefusal } from './hear-charge.ts';
import { paymentReader } from './payment.ts';
import type { PaymentsKit } from './payments-kit.ts';
import { chargeRequest, settleBy, type Till } from './settle-payments.ts';

/** Captures, outside this transaction. */
export const orderConfirmed: FactHandler = (tx, facts) =>
  enqueue(
    tx,
    'capture',
    facts.map((fact) => ({
      key: (fact.payload as { paymentId: string }).paymentId,
      requestId: fact.requestId,
      payload: {},
    })),
  );

/** Takes the money. A no is for good and is told; no answer is asked again under the same key, for as long as it takes. */
export function capturePayment(kit: PaymentsKit, till: Till): WorkKind {
  const readPayment = paymentReader(kit);
  return {
    concurrency: 64,
    leaseSeconds: LEASE_SECONDS.oneRequest,
    attemptsMax: 1_000,
    async handle({ key, requestId }) {
      const found = await readPayment(key);
      if (!found || !awaitsCapture(found.payment)) return 'done';
      const call = { paymentId: key, requestId };
      const charge = await till.provider.capture(chargeRequest(found.payment, requestId));
      // One that is still only promised was not captured, nor refused: an earlier asking may be under way.
      if (charge === 'unknown' || ('state' in charge && charge.state === 'authorized')) return nextAsk(found.quietMs);
      const refusal =
        'refusal' in charge ? charge.refusal : charge.state === 'captured' ? undefined : `charge is ${charge.state}`;
      if (refusal !== undefined)
        await till.settle({ ...call, decide: (payment) => hearCaptureRefusal(payment, refusal) });
      else if (!('refusal' in charge)) await settleBy(till, call, charge);
      return 'done';
    },
  };
}
