/**
 * orders.beginPayment: the order and its hold move to paying together, or neither does for long.
 * The order moves first, in its own transaction; then seats is asked. If this process dies between
 * the two, payments asks again with the same payment id, finds the order paying for it, and goes on.
 */
import type { orders } from '@usher/contracts/orders';
import type { Handler } from '@usher/kit/operations';
import { refuse, refused, type Refusal } from '@usher/kit/refusal';
import { changeOrders, type Changed, type OrderCall, type OrderChange } from './change-orders.ts';
import { ofOrder, buyerOf, type OrderRow } from './order.ts';
import { isBought, type OrderState } from './order-state.ts';
import type { OrdersKit } from './orders-kit.ts';

interface BeginCall extends OrderCall {
  readonly paymentId: string;
  readonly principalId: string;
  readonly failedPaymentIds: readonly string[];
}
type Begun =
  | 'paying'
  | Refusal<'not_found' | 'hold_expired' | 'payment_in_progress' | 'already_paid' | 'order_not_payable'>;

export function beginPayment(kit: OrdersKit): Handler<typeof orders.internal.beginPayment> {
  const begin = kit.batch<BeginCall, Changed<Begun>>({
    name: 'begin-payment',
    lanes: 2,
    cap: 64,
    queueMax: 2_000,
    keys: (call) => [call.orderId],
    run: (calls) => kit.db.transaction((tx) => changeOrders(kit, tx, calls, decideBegin)),
  });
  return async (call) => {
    const orderId = call.params.id;
    const { answer, order } = await begin({ orderId, requestId: call.requestId, ...call.body });
    if (answer !== 'paying') return answer;
    if (!order) throw new Error(`order ${orderId} moved and vanished`);
    const held = await kit.peers.seats.beginPaying({
      params: { id: order.hold_id },
      body: { orderId, deadlineSeconds: kit.config.PAYING_SECONDS },
      requestId: call.requestId,
    });
    if (refused(held)) {
      await expireUnpaid(kit, order, call.body.paymentId, call.requestId);
      return refuse('hold_expired');
    }
    return {
      amount: { amount: order.total_minor, currency: order.currency },
      reference: order.reference,
      organizationId: order.organization_id,
      eventId: order.event_id,
      holdId: order.hold_id,
      deadline: held.expiresAt,
    };
  };
}

function decideBegin(call: BeginCall, order: OrderRow | undefined): OrderChange<Begun> {
  if (!order || order.owner_id !== call.principalId) return { answer: refuse('not_found') };
  if (isBought(order.state)) return { answer: refuse('already_paid') };
  switch (order.state) {
    case 'pending':
      return { answer: 'paying', through: ['paying'], paymentId: call.paymentId };
    case 'paying':
      return decideAgain(call, order);
    case 'expired':
      return { answer: refuse('hold_expired') };
    default:
      return { answer: refuse('order_not_payable') };
  }
}

function decideAgain(call: BeginCall, order: OrderRow): OrderChange<Begun> {
  if (order.payment_id === call.paymentId) return { answer: 'paying' };
  // Payments knows that the running one came to nothing; the fact that says so is still on its way.
  if (order.payment_id !== null && call.failedPaymentIds.includes(order.payment_id)) {
    return { answer: 'paying', through: ['pending', 'paying'], paymentId: call.paymentId, reason: 'declined' };
  }
  return { answer: refuse('payment_in_progress') };
}

/** Seats says the hold is gone: so is the order, unless something else happened to it meanwhile. */
async function expireUnpaid(kit: OrdersKit, order: OrderRow, paymentId: string, requestId: string): Promise<void> {
  const through: readonly OrderState[] = ['pending', 'expired'];
  await kit.db.transaction((tx) =>
    changeOrders(kit, tx, [{ orderId: order.id, requestId }], (_call, now): OrderChange<true> => {
      if (now?.state !== 'paying' || now.payment_id !== paymentId) return { answer: true };
      return {
        answer: true,
        through,
        reason: 'hold_ended',
        facts: (after) => [
          { name: 'order.expired', payload: { ...ofOrder(after), buyer: buyerOf(after), reason: 'hold_ended' } },
        ],
      };
    }),
  );
}
