/** The one table of legal moves of a payment. Nobody else decides by comparing states. */
import type { PaymentState as PaymentStates } from '@usher/contracts/payments';
import type { z } from 'zod';

export type PaymentState = z.infer<typeof PaymentStates>;

export const paymentMoves: Readonly<Record<PaymentState, readonly PaymentState[]>> = {
  processing: ['requires_action', 'authorized', 'failed'],
  requires_action: ['authorized', 'failed'],
  // A capture that is refused for good ends as voided too: the promise is let go.
  authorized: ['captured', 'voided'],
  captured: ['partially_refunded', 'refunded'],
  partially_refunded: ['refunded'],
  failed: [],
  voided: [],
  refunded: [],
};

/** True when a payment may go from one state to the other. */
export function mayMove(from: PaymentState, to: PaymentState): boolean {
  return paymentMoves[from].includes(to);
}

/** The bank, or the buyer, has not decided yet. */
export function isOpen(state: PaymentState): boolean {
  return state === 'processing' || state === 'requires_action';
}

/** Nothing was taken and nothing will be: whatever a provider still keeps reserved for it is let go. */
export function isOver(state: PaymentState): boolean {
  return state === 'failed' || state === 'voided';
}

/** Every state can be reached from `processing`; checked when the service opens, so that a typing slip cannot ship. */
export function assertReachable(): void {
  const seen = new Set<PaymentState>(['processing']);
  for (const state of seen) for (const next of paymentMoves[state]) seen.add(next);
  const lost = (Object.keys(paymentMoves) as PaymentState[]).filter((state) => !seen.has(state));
  if (lost.length > 0) throw new Error(`payment states that nothing leads to: ${lost.join(', ')}`);
}
