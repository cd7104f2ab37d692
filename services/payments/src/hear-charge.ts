/**
 * What it means for a payment that the provider says how a charge stands; the same whether it came
 * as an answer, a notice, or by asking, how often and in which order. A payment never goes back, and
 * a charge that is not what we asked for moves nothing.
 */
import type { PaymentChange } from './change-payments.ts';
import { isAgreed, moneyOf, ofPayment, type AgreedPayment, type PaymentRow } from './payment.ts';
import { isOpen, isOver } from './payment-state.ts';
import type { Charge } from './provider.ts';

/** What hearing of a charge came to; kept with the notice that brought it. */
export type Heard = 'moved' | 'known' | 'mismatch' | 'unknown_payment' | 'taken_for_nothing';

/** Decides what a charge does to its payment. */
export function hearCharge(payment: PaymentRow | undefined, charge: Charge): PaymentChange<Heard> {
  // A payment without an amount was never asked of a provider: no charge of ours is for it.
  if (!payment || !isAgreed(payment)) return { answer: 'unknown_payment' };
  const wrong = mismatch(payment, charge);
  if (wrong !== undefined) return { answer: 'mismatch', set: { flagged: wrong } };
  const set = charge.id === null ? {} : { charge_id: charge.id };
  if (isOpen(payment.state)) return settle(payment, charge, set);
  if (isOver(payment.state)) return afterTheEnd(charge, set);
  if (payment.state !== 'authorized') return { answer: 'known' };
  if (charge.state === 'captured' || charge.state === 'refunded') {
    return {
      answer: 'moved',
      to: 'captured',
      set,
      fact: (after) => ({ name: 'payment.captured', payload: { ...ofPayment(after), amount: moneyOf(after) } }),
    };
  }
  if (charge.state === 'voided') return { answer: 'moved', to: 'voided', set, fact: voided };
  return { answer: 'known' };
}

/**
 * The provider will never pay what it promised: told once, and what it still keeps is let go. The promise may be
 * gone already, when its time ended at the bank while the seats were being sold: orders must hear of it all the same.
 */
export function hearCaptureRefusal(payment: PaymentRow | undefined, refusal: string): PaymentChange<Heard> {
  if (!awaitsCapture(payment)) return { answer: 'known' };
  return {
    answer: 'moved',
    set: { capture_refusal: refusal },
    fact: (after) => ({ name: 'payment.capture_failed', payload: { ...ofPayment(after), reason: refusal } }),
    letGo: payment.state === 'authorized',
  };
}

/** Promised once, neither taken nor refused since. */
export function awaitsCapture(payment: PaymentRow | undefined): payment is PaymentRow {
  return (payment?.state === 'authorized' || payment?.state === 'voided') && payment.capture_refusal === null;
}

/** A payment that nobody decided in time is over. */
export function fail(payment: PaymentRow | undefined, declineCode: string): PaymentChange<Heard> {
  if (!payment || !isOpen(payment.state)) return { answer: 'known' };
  return {
    answer: 'moved',
    to: 'failed',
    set: { decline_code: declineCode },
    fact: (after) => ({ name: 'payment.failed', payload: { ...ofPayment(after), declineCode } }),
  };
}

/** The bank, or the buyer at the bank, has decided or still has to. */
function settle(payment: AgreedPayment, charge: Charge, set: { charge_id?: string }): PaymentChange<Heard> {
  switch (charge.state) {
    case 'processing':
      return { answer: 'known', set };
    case 'requires_action':
      return {
        answer: payment.state === 'processing' ? 'moved' : 'known',
        ...(payment.state === 'processing' && { to: 'requires_action' as const }),
        set: { ...set, next_action_url: charge.nextActionUrl ?? null },
      };
    case 'declined':
    case 'voided': {
      // Only we void what is undecided, and only because its time is over.
      const failed = fail(payment, charge.declineCode ?? (charge.state === 'voided' ? 'timeout' : 'declined'));
      return { ...failed, set: { ...set, ...failed.set } };
    }
    // One that was captured behind our back was authorised first; capturing it finds that out.
    case 'authorized':
    case 'captured':
    case 'refunded':
      return {
        answer: 'moved',
        to: 'authorized',
        set,
        fact: (after) => ({ name: 'payment.authorized', payload: { ...ofPayment(after), amount: moneyOf(after) } }),
      };
  }
}

/** A failed or voided payment takes no money: what the provider still keeps for it is let go, what it took is a case for a person. */
function afterTheEnd(charge: Charge, set: { charge_id?: string }): PaymentChange<Heard> {
  switch (charge.state) {
    case 'processing':
    case 'requires_action':
    case 'authorized':
      return { answer: 'known', set, letGo: true };
    case 'captured':
      return { answer: 'taken_for_nothing', set: { ...set, flagged: 'captured after the end' } };
    default:
      return { answer: 'known' };
  }
}

const voided = (after: PaymentRow) => ({ name: 'payment.voided' as const, payload: ofPayment(after) });

function mismatch(payment: AgreedPayment, { amount, reference, id }: Charge): string | undefined {
  if (amount.amount !== payment.amount_minor) return `amount ${amount.amount} is not ${payment.amount_minor}`;
  if (amount.currency !== payment.currency) return `currency ${amount.currency} is not ${payment.currency}`;
  if (reference !== payment.reference) return 'the reference is not ours';
  if (payment.charge_id !== null && id !== null && id !== payment.charge_id) return 'a second charge under one key';
  return undefined;
}
