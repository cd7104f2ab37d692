/** GET /payments/{id}: to its buyer, its organizer or an admin; to anybody else it is not there. */
import type { payments } from '@usher/contracts/payments';
import type { Handler } from '@usher/kit/operations';
import { worksFor } from '@usher/kit/principal';
import { refuse } from '@usher/kit/refusal';
import { answerPayment, isAgreed, paymentReader } from './payment.ts';
import type { PaymentsKit } from './payments-kit.ts';

export function getPayment(kit: PaymentsKit): Handler<typeof payments.operations.getPayment> {
  const readPayment = paymentReader(kit);
  return async (call) => {
    const payment = (await readPayment(call.params.id))?.payment;
    // One that orders never agreed to was never shown to anybody.
    if (!payment || !isAgreed(payment)) return refuse('not_found');
    const mayRead =
      payment.owner_id === call.principal.id || worksFor(call.principal, payment.organization_id, ['organizer']);
    return mayRead ? answerPayment(payment) : refuse('not_found');
  };
}
