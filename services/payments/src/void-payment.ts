/** `order.rejected`, or a capture that is refused for good: the promised money is let go. */
import type { FactHandler } from '@usher/kit/inbox';
import { enqueue, type WorkKind } from '@usher/kit/work';
import { LEASE_SECONDS, nextAsk } from './ask-provider.ts';
import { isAgreed, paymentReader } from './payment.ts';
import type { PaymentsKit } from './payments-kit.ts';
import { chargeRequest, settleBy, type Till } from './settle-payments.ts';

/** Voids, outside this transaction. */
export const orderRejected: FactHandler = (tx, facts) =>
  enqueue(
    tx,
    'void',
    facts.map((fact) => ({
      key: (fact.payload as { paymentId: string }).paymentId,
      requestId: fact.requestId,
      payload: {},
    })),
  );

/** Lets the money go, and asks again under the same key until the provider says that it is so. */
export function voidPayment(kit: PaymentsKit, till: Till): WorkKind {
  const readPayment = paymentReader(kit);
  return {
    concurrency: 16,
    leaseSeconds: LEASE_SECONDS.oneRequest,
    attemptsMax: 1_000,
    async handle({ key, requestId }) {
      const found = await readPayment(key);
      if (!found || !isAgreed(found.payment) || found.payment.state === 'voided') return 'done';
      const charge = await till.provider.void(chargeRequest(found.payment, requestId));
      if (charge === 'unknown') return nextAsk(found.quietMs);
      await settleBy(till, { paymentId: key, requestId }, charge);
      return 'done';
    },
  };
}
