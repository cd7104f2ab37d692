/** What verbs and work share: the provider, and the batch in which every outcome is written. */
import type { Batch } from '@usher/kit/batch';
import { doingFor } from '@usher/kit/trace';
import { type Changed, changePayments, type PaymentCall, type PaymentChange } from './change-payments.ts';
import { type Heard, hearCharge } from './hear-charge.ts';
import { agreed, moneyOf, type PaymentRow } from './payment.ts';
import type { PaymentsKit } from './payments-kit.ts';
import type { CardProvider, Charge, ChargeRequest } from './provider.ts';

export interface SettleCall extends PaymentCall {
  decide(payment: PaymentRow | undefined): PaymentChange<Heard>;
}

export interface Till {
  readonly provider: CardProvider;
  /** Decides and writes one outcome, with others that come at the same time. Gives the payment as it is afterwards. */
  readonly settle: Batch<SettleCall, Changed<Heard>>;
}

/** Opens the till over a provider. */
export function openTill(kit: PaymentsKit, provider: CardProvider): Till {
  const settle = kit.batch<SettleCall, Changed<Heard>>({
    name: 'settle-payment',
    lanes: 2,
    cap: 64,
    queueMax: 5_000,
    keys: (call) => [call.paymentId],
    run: async (calls) => {
      const changed = await kit.db.transaction((tx) =>
        changePayments(kit, tx, calls, (call, payment) => call.decide(payment)),
      );
      tellOdd(kit, calls, changed);
      return changed;
    },
  });
  return { provider, settle };
}

/** Writes what the provider says of a payment's charge. */
export function settleBy(
  till: Till,
  call: PaymentCall,
  charge: Charge,
  options: { askSoon?: boolean } = {},
): Promise<Changed<Heard>> {
  return till.settle({ ...call, decide: (payment) => ({ ...hearCharge(payment, charge), ...options }) });
}

/** What the provider is asked about a payment. */
export function chargeRequest(payment: PaymentRow, requestId: string): ChargeRequest {
  const { id, reference, charge_id: chargeId } = agreed(payment);
  return { paymentId: id, amount: moneyOf(payment), reference, chargeId, requestId };
}

/** Where a buyer comes back to after the bank's own page. */
export function returnUrl(kit: PaymentsKit, payment: PaymentRow): string {
  return `${kit.config.PUBLIC_URL.replace(/\/+$/, '')}/checkout/${payment.order_id}/return`;
}

/** A charge that is not as we asked for it is a case for a person. */
export function tellOdd(kit: PaymentsKit, calls: readonly PaymentCall[], changed: readonly Changed<Heard>[]): void {
  for (const [i, { requestId }] of calls.entries()) {
    const { answer, payment } = changed[i] ?? {};
    if (answer !== 'mismatch' && answer !== 'taken_for_nothing') continue;
    const fields = { ...doingFor(requestId), paymentId: payment?.id, flagged: payment?.flagged };
    kit.log.error(fields, 'a charge is not what was asked for');
  }
}
