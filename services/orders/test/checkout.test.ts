import { systemClock } from '@usher/kit/clock';
import { eventually } from '@usher/kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OrderHost, openOrders } from './order-host.ts';

describe('the checkout', () => {
  let host: OrderHost;
  beforeAll(async () => {
    host = await openOrders();
  });
  afterAll(async () => {
    await host.close();
  });

  const state = async (orderId: string) =>
    (await host.rows<{ state: string }>('orders', 'select state from orders where id = $1', [orderId]))[0]?.state;
  const becomes = (orderId: string, wanted: string) =>
    eventually(async () => {
      expect(await state(orderId)).toBe(wanted);
    });
  const tells = (orderId: string, fact: string, times = 1) =>
    eventually(async () => {
      expect((await host.told(orderId)).filter((name) => name === fact)).toHaveLength(times);
    });

  async function paying() {
    const owner = systemClock.newId();
    const hold = host.hold(owner);
    const order = await host.order(hold);
    const paymentId = systemClock.newId();
    expect((await host.begin(order.id, paymentId, owner)).status).toBe(200);
    return { owner, hold, order, paymentId };
  }

  it('goes from pending to fulfilled by the facts of the others, each step once however often it is told', async () => {
    const { order, paymentId, hold } = await paying();
    await host.tellPayment('payment.authorized', order.id, paymentId);
    await host.tellPayment('payment.authorized', order.id, paymentId);
    await becomes(order.id, 'confirmed');
    await host.tellPayment('payment.captured', order.id, paymentId);
    await host.tellPayment('payment.captured', order.id, paymentId);
    await becomes(order.id, 'paid');
    await host.tellIssued(order);
    await host.tellIssued(order);
    await becomes(order.id, 'fulfilled');
    expect(await host.told(order.id)).toEqual(['order.created', 'order.confirmed', 'order.paid', 'order.fulfilled']);
    expect(host.asked(hold.id).filter((name) => name === 'giveBack')).toEqual([]);
    const log = await host.rows<{ move: string }>(
      'orders',
      `select from_state || ' ' || to_state as move from order_state_log where order_id = $1 order by seq`,
      [order.id],
    );
    expect(log.map((row) => row.move)).toEqual([
      'pending paying',
      'paying confirmed',
      'confirmed paid',
      'paid fulfilled',
    ]);
  });

  it('cancels and has the payment voided when the seats are gone by the time the bank says yes', async () => {
    const { order, paymentId, hold } = await paying();
    hold.sells = false;
    await host.tellPayment('payment.authorized', order.id, paymentId);
    await becomes(order.id, 'cancelled');
    expect(await host.told(order.id)).toEqual(['order.created', 'order.rejected', 'order.cancelled']);
    // A second yes for the cancelled order is rejected again, so that no money stays with nobody.
    await host.tellPayment('payment.authorized', order.id, systemClock.newId());
    await tells(order.id, 'order.rejected', 2);
  });

  it('reopens the hold after a decline, and lets the buyer try again at once', async () => {
    const { order, paymentId, owner } = await paying();
    expect((await host.begin(order.id, systemClock.newId(), owner)).body).toMatchObject({
      code: 'payment_in_progress',
    });
    const second = systemClock.newId();
    expect((await host.begin(order.id, second, owner, [paymentId])).status).toBe(200);
    // The late fact of the first payment does not disturb the second.
    await host.tellPayment('payment.failed', order.id, paymentId);
    await host.tellPayment('payment.failed', order.id, second);
    await becomes(order.id, 'pending');
    await tells(order.id, 'order.payment_failed');
    expect((await host.read(order.id, owner)).expiresAt).toBe('2099-01-01T00:00:00Z');
  });

  it('keeps the seats for a second payment that begins while the first is being taken back', async () => {
    const { order, paymentId, owner, hold } = await paying();
    const second = systemClock.newId();
    hold.meanwhile = () => host.begin(order.id, second, owner, [paymentId]);
    await host.tellPayment('payment.failed', order.id, paymentId);
    await eventually(async () => {
      expect(host.asked(hold.id)).toEqual(['beginPaying', 'beginPaying', 'endPaying', 'beginPaying']);
    });
    expect(await host.read(order.id, owner)).toMatchObject({ state: 'paying', paymentId: second });
  });

  it('expires after a decline when the hold is gone', async () => {
    const { order, paymentId, hold } = await paying();
    hold.state = 'expired';
    await host.tellPayment('payment.failed', order.id, paymentId);
    await becomes(order.id, 'expired');
    await tells(order.id, 'order.expired');
  });

  it('gives the seats back when the money is refused at the end', async () => {
    const { order, paymentId, hold } = await paying();
    await host.tellPayment('payment.authorized', order.id, paymentId);
    await becomes(order.id, 'confirmed');
    await host.tellPayment('payment.capture_failed', order.id, paymentId);
    await becomes(order.id, 'cancelled');
    await eventually(async () => {
      expect(host.asked(hold.id)).toContain('giveBack');
    });
    await tells(order.id, 'order.cancelled');
  });

  it('ends a pending order with its hold, but not one whose bank is still thinking', async () => {
    const owner = systemClock.newId();
    const hold = host.hold(owner);
    const pending = await host.order(hold);
    const waiting = await paying();
    await host.tellHold('hold.expired', hold);
    await host.tellHold('hold.expired', waiting.hold);
    await becomes(pending.id, 'expired');
    expect((await host.begin(pending.id, systemClock.newId(), owner)).body).toMatchObject({ code: 'hold_expired' });
    await host.tellPayment('payment.authorized', waiting.order.id, waiting.paymentId);
    await becomes(waiting.order.id, 'confirmed');
  });

  it("refuses to begin a payment of an order that is another's, paid, cancelled, or whose hold is gone", async () => {
    const { order, paymentId, owner } = await paying();
    expect((await host.begin(order.id, paymentId, owner)).status).toBe(200);
    expect((await host.begin(order.id, systemClock.newId(), systemClock.newId())).body).toMatchObject({
      code: 'not_found',
    });
    await host.tellPayment('payment.authorized', order.id, paymentId);
    await becomes(order.id, 'confirmed');
    expect((await host.begin(order.id, systemClock.newId(), owner)).body).toMatchObject({ code: 'already_paid' });
    const hold = host.hold(owner);
    const late = await host.order(hold);
    hold.state = 'expired';
    expect((await host.begin(late.id, systemClock.newId(), owner)).body).toMatchObject({ code: 'hold_expired' });
    expect(await state(late.id)).toBe('expired');
  });
});
