/**
 * The checkout, read from top to bottom (design section 5, steps 3 to 6):
 *
 *   payment.authorized  -> sell the seats          undo: give them back
 *     sold              -> confirmed, order.confirmed (payments captures)
 *     seats are gone    -> cancelled, order.rejected  (payments voids)
 *   payment.failed      -> reopen the hold, the order is pending again
 *   payment.captured    -> paid, order.paid        (tickets issues)
 *   payment.capture_failed -> cancelled, give the seats back
 *   tickets.issued      -> fulfilled
 *   hold.expired        -> expired, if nothing is being paid
 *
 * Facts move orders and write work in one transaction; work calls seats outside any transaction.
 * A process that dies anywhere finds its work due again, and every step asked twice answers the same.
 */
import { sql } from '@usher/kit/database';
import type { FactHandler } from '@usher/kit/inbox';
import { refused } from '@usher/kit/refusal';
import { enqueue, type WorkItem, type WorkKind } from '@usher/kit/work';
import { changeOrders, type Changed, type OrderCall, type OrderChange } from './change-orders.ts';
import { buyerOf, ofOrder, orderReader, type OrderRow } from './order.ts';
import { isBought } from './order-state.ts';
import type { OrdersKit } from './orders-kit.ts';
import { paidFacts } from './paid-order.ts';
import { endLateOrders, holdExpired, seatsReleased } from './end-orders.ts';
import { cancelled, expired, type HoldStep, holdStep, type PaymentStep, step } from './checkout-steps.ts';

/** The money is promised: the seats are sold next. */
const paymentAuthorized: FactHandler = (tx, facts) =>
  enqueue(
    tx,
    'sell',
    facts.map((fact) => step(fact)),
  );

/** The money is not coming: the buyer may try again. */
const paymentFailed: FactHandler = (tx, facts) =>
  enqueue(
    tx,
    'reopen',
    facts.map((fact) => step(fact)),
  );

/** The money is here. */
const paymentCaptured =
  (kit: OrdersKit): FactHandler =>
  async (tx, facts) => {
    const paying = facts.map((fact) => step(fact).payload);
    const prepared = await paidFacts(
      tx,
      paying.map((payment) => payment.orderId),
    );
    await changeOrders(kit, tx, paying, (payment, order): OrderChange<true> => {
      if (order?.state !== 'confirmed' || order.payment_id !== payment.paymentId) return { answer: true };
      return { answer: true, through: ['paid'], facts: (after) => [{ name: 'order.paid', payload: prepared(after) }] };
    });
  };

/** The money was promised and will never come: the seats go back. */
const paymentCaptureFailed =
  (kit: OrdersKit): FactHandler =>
  async (tx, facts) => {
    const changed = await changeOrders(
      kit,
      tx,
      facts.map((fact) => step(fact).payload),
      (payment, order): OrderChange<true> => {
        if (order?.state !== 'confirmed' || order.payment_id !== payment.paymentId) return { answer: true };
        return cancelled('capture_failed');
      },
    );
    await enqueue(
      tx,
      'give-back',
      changed.flatMap(({ order }, i) =>
        order?.state === 'cancelled' ? [holdStep(order, facts[i]?.requestId ?? order.id)] : [],
      ),
    );
  };

const ticketsIssued =
  (kit: OrdersKit): FactHandler =>
  async (tx, facts) => {
    await changeOrders(
      kit,
      tx,
      facts.map((fact) => ({ orderId: (fact.payload as { orderId: string }).orderId, requestId: fact.requestId })),
      (_call, order): OrderChange<true> =>
        order?.state === 'paid'
          ? {
              answer: true,
              through: ['fulfilled'],
              facts: (after) => [{ name: 'order.fulfilled', payload: ofOrder(after) }],
            }
          : { answer: true },
    );
  };

const holdExtended: FactHandler = async (tx, facts) => {
  for (const fact of facts) {
    const { holdId, expiresAt } = fact.payload as { holdId: string; expiresAt: string };
    await tx.send(
      sql`update orders set expires_at = ${expiresAt} where hold_id = ${holdId} and expires_at < ${expiresAt}`,
    );
  }
};

/** Sells the seats of an authorised payment, and says whether to capture or to void it. */
function sell(kit: OrdersKit, move: Mover): WorkKind['handle'] {
  const readOrder = orderReader(kit);
  return async ({ payload }) => {
    const { orderId, paymentId, requestId } = payload as PaymentStep;
    const order = await readOrder(orderId);
    if (!order) throw new Error(`payment ${paymentId} is for order ${orderId}, which does not exist`);
    if (isBought(order.state) && order.payment_id === paymentId) return 'done';
    const wanted = order.payment_id === paymentId && (order.state === 'paying' || order.state === 'expired');
    const sold = wanted
      ? await kit.peers.seats.sellHold({ params: { id: order.hold_id }, body: { orderId }, requestId })
      : undefined;
    const { answer } = await move({
      orderId,
      requestId,
      decide: (now) => decideSale(now, paymentId, sold !== undefined && !refused(sold)),
    });
    // The order was cancelled while its seats were being sold: they must not stay sold to nobody.
    if (answer === 'too late') await giveBackNow(kit, order, requestId);
    return 'done';
  };
}

function decideSale(order: OrderRow | undefined, paymentId: string, sold: boolean): OrderChange<string> {
  if (!order) return { answer: 'gone' };
  if (isBought(order.state) && order.payment_id === paymentId) return { answer: 'done' };
  const reject = (after: OrderRow, reason: 'seats_taken' | 'buyer' | 'hold_ended') => ({
    name: 'order.rejected' as const,
    payload: { ...ofOrder(after), paymentId, reason },
  });
  if (order.payment_id === paymentId && (order.state === 'paying' || order.state === 'expired')) {
    if (sold)
      return {
        answer: 'sold',
        through: ['confirmed'],
        facts: (after) => [{ name: 'order.confirmed', payload: { ...ofOrder(after), paymentId } }],
      };
    return {
      answer: 'seats taken',
      through: ['cancelled'],
      reason: 'seats_taken',
      facts: (after) => [
        reject(after, 'seats_taken'),
        { name: 'order.cancelled', payload: { ...ofOrder(after), buyer: buyerOf(after), reason: 'seats_taken' } },
      ],
    };
  }
  // Another payment won, or the order ended otherwise: this one is given back.
  return {
    answer: sold && !isBought(order.state) ? 'too late' : 'unwanted',
    through: [],
    facts: (after) => [reject(after, order.state === 'expired' ? 'hold_ended' : 'buyer')],
  };
}

/** Returns the hold to its buyer; where it is gone, the order has expired. */
function reopen(kit: OrdersKit, move: Mover): WorkKind['handle'] {
  const readOrder = orderReader(kit);
  return async ({ payload }) => {
    const { orderId, paymentId, requestId } = payload as PaymentStep;
    const order = await readOrder(orderId);
    if (order?.state !== 'paying') return 'done';
    if (order.payment_id !== paymentId) return keepPaying(kit, order, requestId);
    const held = await kit.peers.seats.endPaying({
      params: { id: order.hold_id },
      body: { orderId, graceSeconds: kit.config.DECLINED_GRACE_SECONDS },
      requestId,
    });
    const eventName =
      (await kit.db.query<{ name: string }>(sql`select name from event_summary where event_id = ${order.event_id}`))[0]
        ?.name ?? '';
    const { answer, order: now } = await move({
      orderId,
      requestId,
      decide: (current): OrderChange<string> => {
        if (current?.state !== 'paying' || current.payment_id !== paymentId) return { answer: 'moved on' };
        if (refused(held)) return { ...expired(), through: ['pending', 'expired'], answer: 'expired' };
        return {
          answer: 'pending',
          through: ['pending'],
          reason: 'declined',
          expiresAt: held.expiresAt,
          facts: (after) => [
            {
              name: 'order.payment_failed',
              payload: { ...ofOrder(after), buyer: buyerOf(after), eventName, payUntil: held.expiresAt },
            },
          ],
        };
      },
    });
    return answer === 'moved on' && now?.state === 'paying' ? keepPaying(kit, now, requestId) : 'done';
  };
}

/** Another payment began meanwhile: should its hold have been returned under it, it is being paid again. */
async function keepPaying(kit: OrdersKit, order: OrderRow, requestId: string): Promise<'done'> {
  const body = { orderId: order.id, deadlineSeconds: kit.config.PAYING_SECONDS };
  await kit.peers.seats.beginPaying({ params: { id: order.hold_id }, body, requestId });
  return 'done';
}

function giveBack(kit: OrdersKit): WorkKind['handle'] {
  return async ({ payload }: WorkItem<unknown>) => {
    const { orderId, holdId, requestId } = payload as HoldStep;
    await giveBackNow(kit, { id: orderId, hold_id: holdId }, requestId);
    return 'done';
  };
}

async function giveBackNow(kit: OrdersKit, order: Pick<OrderRow, 'id' | 'hold_id'>, requestId: string): Promise<void> {
  await kit.peers.seats.giveBack({ params: { id: order.hold_id }, body: { orderId: order.id }, requestId });
}

/** A cancelled order lets its hold go. */
function dropHold(kit: OrdersKit): WorkKind['handle'] {
  return async ({ payload }) => {
    const { orderId, holdId, requestId } = payload as HoldStep;
    await kit.peers.seats.dropHold({ params: { id: holdId }, body: { orderId }, requestId });
    return 'done';
  };
}

interface MoveCall extends OrderCall {
  decide(order: OrderRow | undefined): OrderChange<string>;
}
type Mover = (call: MoveCall) => Promise<Changed<string>>;

/** What the service follows and works off. */
export function checkoutSaga(kit: OrdersKit): {
  follows: Record<string, Record<string, FactHandler>>;
  work: Record<string, WorkKind>;
} {
  const move: Mover = kit.batch<MoveCall, Changed<string>>({
    name: 'move-order',
    lanes: 2,
    cap: 64,
    queueMax: 5_000,
    keys: (call) => [call.orderId],
    run: async (calls) => {
      const changed = await kit.db.transaction((tx) =>
        changeOrders(kit, tx, calls, (call, order) => call.decide(order)),
      );
      return changed;
    },
  });
  const kind = (handle: WorkKind['handle']): WorkKind => ({
    concurrency: 128,
    leaseSeconds: 8, // More than a call to seats may take; nobody waits 10 s for a process that was killed.
    attemptsMax: 1_000,
    handle,
  });
  return {
    follows: {
      payments: {
        'payment.authorized': paymentAuthorized,
        'payment.failed': paymentFailed,
        'payment.captured': paymentCaptured(kit),
        'payment.capture_failed': paymentCaptureFailed(kit),
      },
      seats: { 'hold.expired': holdExpired(kit), 'hold.extended': holdExtended, 'seats.released': seatsReleased(kit) },
      tickets: { 'tickets.issued': ticketsIssued(kit) },
    },
    work: {
      sell: kind(sell(kit, move)),
      reopen: kind(reopen(kit, move)),
      'give-back': kind(giveBack(kit)),
      'drop-hold': kind(dropHold(kit)),
      'end-late-orders': kind(endLateOrders(kit)),
    },
  };
}
