/** The small pieces the checkout is told in: what a step carries, and the moves that more than one of them makes. */
import type { Fact } from '@usher/contracts/contract';
import type { NewWork } from '@usher/kit/work';
import type { OrderChange } from './change-orders.ts';
import { buyerOf, type OrderRow, ofOrder } from './order.ts';

/** A step about one payment of one order. */
export interface PaymentStep {
  readonly orderId: string;
  readonly paymentId: string;
  readonly requestId: string;
}
/** A step about the hold of one order. */
export interface HoldStep {
  readonly orderId: string;
  readonly holdId: string;
  readonly requestId: string;
}

/** The work row that releases a cancelled order's hold. */
export function holdStep(order: OrderRow, requestId: string): NewWork & { payload: HoldStep } {
  return { key: order.id, requestId, payload: { orderId: order.id, holdId: order.hold_id, requestId } };
}

/** A cancellation with its fact. */
export function cancelled(reason: 'buyer' | 'capture_failed'): OrderChange<true> {
  return {
    answer: true,
    through: ['cancelled'],
    reason,
    facts: (after) => [{ name: 'order.cancelled', payload: { ...ofOrder(after), buyer: buyerOf(after), reason } }],
  };
}

/** An expiry with its fact. */
export function expired(): OrderChange<true> {
  return {
    answer: true,
    through: ['expired'],
    reason: 'hold_ended',
    facts: (after) => [
      { name: 'order.expired', payload: { ...ofOrder(after), buyer: buyerOf(after), reason: 'hold_ended' } },
    ],
  };
}

/** The work row of a payment's next step. */
export function step(fact: Fact): NewWork & { payload: PaymentStep } {
  const { orderId, paymentId } = fact.payload as { orderId: string; paymentId: string };
  const { requestId } = fact;
  return { key: paymentId, requestId, payload: { orderId, paymentId, requestId } };
}
