/** POST /orders/{id}/cancel: an unpaid order and its hold are let go. */
import type { orders } from '@usher/contracts/orders';
import type { Handler } from '@usher/kit/operations';
import { type Refusal, refuse } from '@usher/kit/refusal';
import { enqueue } from '@usher/kit/work';
import { changeOrders, type OrderChange } from './change-orders.ts';
import { cancelled, holdStep } from './checkout-steps.ts';
import { answerOrders, type OrderRow } from './order.ts';
import type { OrdersKit } from './orders-kit.ts';

type Cancelled = true | Refusal<'not_found' | 'payment_in_progress' | 'order_not_cancellable'>;

export function cancelOrder(kit: OrdersKit): Handler<typeof orders.operations.cancelOrder> {
  return async (call) => {
    const [changed] = await kit.db.transaction(async (tx) => {
      const results = await changeOrders(
        kit,
        tx,
        [{ orderId: call.params.id, requestId: call.requestId }],
        (_call, order) => decide(order, call.principal.id),
      );
      for (const { answer, order } of results) {
        if (answer === true && order) await enqueue(tx, 'drop-hold', [holdStep(order, call.requestId)]);
      }
      return results;
    });
    if (!changed?.order || changed.answer !== true)
      return changed && changed.answer !== true ? changed.answer : refuse('not_found');
    const [answer] = await answerOrders(kit.db, [changed.order]);
    return answer ?? refuse('not_found');
  };
}

function decide(order: OrderRow | undefined, callerId: string): OrderChange<Cancelled> {
  if (!order || order.owner_id !== callerId) return { answer: refuse('not_found') };
  switch (order.state) {
    case 'pending':
      return cancelled('buyer');
    case 'cancelled':
      return { answer: true };
    case 'paying':
      return { answer: refuse('payment_in_progress') };
    default:
      return { answer: refuse('order_not_cancellable') };
  }
}
