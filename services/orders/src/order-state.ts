/** The one table of legal moves of an order. Nobody else decides by comparing states. */
import type { OrderState as OrderStates } from '@usher/contracts/orders';
import type { z } from 'zod';

export type OrderState = z.infer<typeof OrderStates>;

export const orderMoves: Readonly<Record<OrderState, readonly OrderState[]>> = {
  pending: ['paying', 'expired', 'cancelled'],
  paying: ['pending', 'confirmed', 'cancelled'],
  // A late payment whose seats are still free is honoured; one whose seats are gone is voided.
  expired: ['confirmed', 'cancelled'],
  confirmed: ['paid', 'cancelled'],
  paid: ['fulfilled', 'refund_due'],
  fulfilled: ['partially_refunded', 'refund_due'],
  partially_refunded: ['refund_due'],
  refund_due: ['refunded'],
  refunded: [],
  cancelled: [],
};

/** True when an order may go from one state to the other. */
export function mayMove(from: OrderState, to: OrderState): boolean {
  return orderMoves[from].includes(to);
}

/** The seats are sold and the money is ours or about to be. */
export function isBought(state: OrderState): boolean {
  return ['confirmed', 'paid', 'fulfilled', 'partially_refunded', 'refund_due', 'refunded'].includes(state);
}

/** Orders whose tickets a buyer has, or is about to have: what a limit for each buyer counts. */
export const countingStates: readonly OrderState[] = [
  'pending',
  'paying',
  'confirmed',
  'paid',
  'fulfilled',
  'partially_refunded',
];

/** Something is still awaited from the buyer. */
export function isOpen(state: OrderState): boolean {
  return state === 'pending' || state === 'paying';
}

/** Every state can be reached from `pending`; checked when the service opens, so that a typing slip cannot ship. */
export function assertReachable(): void {
  const seen = new Set<OrderState>(['pending']);
  for (const state of seen) for (const next of orderMoves[state]) seen.add(next);
  const lost = (Object.keys(orderMoves) as OrderState[]).filter((state) => !seen.has(state));
  if (lost.length > 0) throw new Error(`order states that nothing leads to: ${lost.join(', ')}`);
}
