/** States in words. What a person reads is a sentence or a word of theirs, never the name of a state. */
import type { EventStatus } from '@usher/contracts/catalog-shapes';
import type { OrderState } from '@usher/contracts/orders';
import type { PaymentState } from '@usher/contracts/payments';
import type { Ticket } from '@usher/contracts/tickets';
import type { z } from 'zod';

/** What a colour may say beside the words: nothing, news, good, take care, bad. */
export type Tone = 'plain' | 'info' | 'success' | 'warning' | 'danger';
export interface StateWords {
  readonly label: string;
  readonly tone: Tone;
}
type Words<State extends string> = Readonly<Record<State, StateWords>>;

export const eventStates: Words<z.infer<typeof EventStatus>> = {
  draft: { label: 'Draft', tone: 'plain' },
  scheduled: { label: 'Coming soon', tone: 'info' },
  on_sale: { label: 'On sale', tone: 'success' },
  sold_out: { label: 'Sold out', tone: 'plain' },
  sales_closed: { label: 'Sales ended', tone: 'plain' },
  cancelled: { label: 'Cancelled', tone: 'danger' },
};

export const orderStates: Words<z.infer<typeof OrderState>> = {
  pending: { label: 'Waiting for payment', tone: 'warning' },
  paying: { label: 'Payment being confirmed', tone: 'info' },
  confirmed: { label: 'Confirmed', tone: 'success' },
  paid: { label: 'Paid', tone: 'success' },
  fulfilled: { label: 'Tickets ready', tone: 'success' },
  expired: { label: 'Ran out of time', tone: 'plain' },
  cancelled: { label: 'Cancelled', tone: 'plain' },
  refund_due: { label: 'Refund on its way', tone: 'info' },
  refunded: { label: 'Refunded', tone: 'plain' },
  partially_refunded: { label: 'Partly refunded', tone: 'info' },
};

/** The same states as the sentence an order's page opens with. */
export const orderSentences: Readonly<Record<z.infer<typeof OrderState>, string>> = {
  pending: 'Your seats are held. Pay to make them yours.',
  paying: 'Your payment is being confirmed. Please don’t pay again.',
  confirmed: 'The seats are yours. We are taking the payment now.',
  paid: 'Your payment is safe. Your tickets are being made.',
  fulfilled: 'Your tickets are ready.',
  expired: 'The time to pay ran out, so the seats went back on sale. Nothing was charged.',
  cancelled: 'This order was cancelled. Money your bank set aside is released; that can take a few days to show.',
  refund_due: 'Your money is on its way back to the card you paid with. That takes 3 to 5 working days.',
  refunded: 'Your money went back to the card you paid with.',
  partially_refunded: 'Part of your money went back to the card you paid with. The other tickets stay valid.',
};

export const paymentStates: Words<z.infer<typeof PaymentState>> = {
  processing: { label: 'Waiting for your bank', tone: 'info' },
  requires_action: { label: 'Confirm with your bank', tone: 'warning' },
  authorized: { label: 'Approved', tone: 'success' },
  captured: { label: 'Paid', tone: 'success' },
  failed: { label: 'Not approved', tone: 'danger' },
  voided: { label: 'Released', tone: 'plain' },
  refunded: { label: 'Refunded', tone: 'plain' },
  partially_refunded: { label: 'Partly refunded', tone: 'info' },
};

export const ticketStates: Words<z.infer<typeof Ticket>['state']> = {
  valid: { label: 'Valid', tone: 'success' },
  used: { label: 'Used', tone: 'plain' },
  void: { label: 'No longer valid', tone: 'danger' },
  replaced: { label: 'Replaced by a newer ticket', tone: 'warning' },
};

/** What a bank's no means for the buyer: never the bank's own code, never a suspicion. */
export function declineSentence(declineCode: string | undefined): string {
  switch (declineCode) {
    case 'insufficient_funds':
    case 'limit_exceeded':
      return 'Try another card, or ask your bank about your limit.';
    case 'expired_card':
      return 'This card has ended. Try another one.';
    case 'incorrect_number':
    case 'incorrect_cvc':
    case 'invalid_token':
      return 'Please check the details of your card.';
    case 'authentication_failed':
      return 'The payment was not confirmed with your bank. You can confirm it again or use another card.';
    case 'timeout':
      return 'Your bank took too long to answer. You can try again.';
    case undefined:
    default:
      return 'Your bank gives no reason. Another card usually works.';
  }
}
