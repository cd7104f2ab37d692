import { systemClock } from '@usher/kit/clock';
import { eventually } from '@usher/kit/testing';
import { mayMove, orderMoves } from '@usher/orders/order-state';
import { priceOrder } from '@usher/orders/price-order';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OrderAnswer, type OrderHost, openOrders, seatOf } from './order-host.ts';

describe('orders', () => {
  let host: OrderHost;
  beforeAll(async () => {
    host = await openOrders();
  });
  afterAll(async () => {
    await host.close();
  });
  const create = async (ownerId: string, body: object, key: string = systemClock.newId()) =>
    host.call('POST /orders', {
      as: await host.tokenFor({ id: ownerId, role: 'guest' }),
      body,
      headers: { 'idempotency-key': key },
    });
  const buyer = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };

  it('takes one line per place with its full price, and names where they were given', async () => {
    const hold = host.hold(systemClock.newId());
    const order = await host.order(hold, {
      attendees: [
        { firstName: 'Grace', lastName: 'Hopper' },
        { seatId: seatOf('1'), firstName: 'Alan', lastName: 'Turing' },
      ],
    });
    expect(order).toMatchObject({
      state: 'pending',
      total: { amount: 9000, currency: 'EUR' },
      holdId: hold.id,
      paymentId: null,
      buyer: { email: 'ada@example.com' },
    });
    expect(order.lines.map((line) => line.attendee?.firstName)).toEqual(['Alan', 'Grace']);
    expect(order.lines[0]).toMatchObject({
      quantity: 1,
      unitPrice: { amount: 4500 },
      fee: { amount: 0 },
      discount: { amount: 0 },
      tax: { amount: 0 },
      total: { amount: 4500 },
    });
    expect(order.reference).toMatch(/^[2-9A-HJKMNP-Z]{8}$/);
  });

  it('makes one order of a hold, whoever asks at the same time', async () => {
    const hold = host.hold(systemClock.newId());
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => create(hold.ownerId, { holdId: hold.id, buyer })),
    );
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    for (const answer of answers.filter((one) => one.status !== 201))
      expect(answer.json()).toMatchObject({ status: 409, code: 'hold_used' });
  });

  it('answers fifty of the same key with one order, or says that it is being made', async () => {
    const hold = host.hold(systemClock.newId());
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => create(hold.ownerId, { holdId: hold.id, buyer }, 'the-same-key')),
    );
    const made = answers.filter((answer) => answer.status === 201).map((answer) => answer.json<OrderAnswer>().id);
    expect(new Set(made).size).toBe(1);
    for (const answer of answers.filter((one) => one.status !== 201))
      expect(answer.json()).toMatchObject({ code: 'request_in_progress' });
    const again = await create(hold.ownerId, { holdId: hold.id, buyer }, 'the-same-key');
    expect(again.status).toBe(201);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(
      (await create(hold.ownerId, { holdId: hold.id, buyer: { ...buyer, firstName: 'Eve' } }, 'the-same-key')).json(),
    ).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  });

  it('gives the first answer again when the hold is paid for by then, or gone', async () => {
    const hold = host.hold(systemClock.newId());
    const first = await create(hold.ownerId, { holdId: hold.id, buyer }, 'ordered-and-paid');
    for (const state of ['paying', 'sold', 'expired'] as const) {
      hold.state = state;
      const again = await create(hold.ownerId, { holdId: hold.id, buyer }, 'ordered-and-paid');
      expect(again.status).toBe(201);
      expect(again.text).toBe(first.text);
    }
    const late = await create(hold.ownerId, { holdId: hold.id, buyer }, 'ordered-too-late');
    expect(late.json()).toMatchObject({ code: 'hold_expired' });
    hold.state = 'held';
    const later = await create(hold.ownerId, { holdId: hold.id, buyer }, 'ordered-too-late');
    expect(later.json()).toMatchObject({ code: 'hold_expired' });
    expect(later.headers['idempotency-replayed']).toBe('true');
  });

  it("refuses without a key, for another person's hold, for one that ended, and for seats that are not in it", async () => {
    const hold = host.hold(systemClock.newId());
    const as = await host.tokenFor({ id: hold.ownerId, role: 'guest' });
    expect((await host.call('POST /orders', { as, body: { holdId: hold.id, buyer } })).json()).toMatchObject({
      status: 400,
      code: 'idempotency_key_required',
    });
    expect((await create(systemClock.newId(), { holdId: hold.id, buyer })).status).toBe(404);
    expect((await create(hold.ownerId, { holdId: systemClock.newId(), buyer })).status).toBe(404);
    expect(
      (
        await create(hold.ownerId, {
          holdId: hold.id,
          buyer,
          attendees: [{ seatId: seatOf('9'), firstName: 'A', lastName: 'B' }],
        })
      ).json(),
    ).toMatchObject({ status: 422, code: 'unknown_seat' });
    expect((await create(hold.ownerId, { holdId: hold.id, buyer, promoCode: 'X' })).json()).toMatchObject({
      status: 400,
      errors: [{ path: 'promoCode' }],
    });
    hold.state = 'expired';
    expect((await create(hold.ownerId, { holdId: hold.id, buyer })).json()).toMatchObject({
      status: 410,
      code: 'hold_expired',
    });
  });

  it('is cancelled by its buyer while nothing is paid, twice without harm, and lets its seats go', async () => {
    const hold = host.hold(systemClock.newId());
    const order = await host.order(hold);
    const as = await host.tokenFor({ id: hold.ownerId, role: 'guest' });
    const stranger = await host.tokenFor({ id: systemClock.newId(), role: 'guest' });
    expect((await host.call(`POST /orders/${order.id}/cancel`, { as: stranger })).status).toBe(404);
    expect((await host.call(`POST /orders/${order.id}/cancel`, { as })).json()).toMatchObject({
      state: 'cancelled',
      expiresAt: null,
    });
    expect((await host.call(`POST /orders/${order.id}/cancel`, { as })).json()).toMatchObject({ state: 'cancelled' });
    await eventually(async () => {
      expect(host.asked(hold.id)).toContain('dropHold');
    });
    const paying = await host.order(host.hold(hold.ownerId));
    await host.begin(paying.id, systemClock.newId(), hold.ownerId);
    expect((await host.call(`POST /orders/${paying.id}/cancel`, { as })).json()).toMatchObject({
      status: 409,
      code: 'payment_in_progress',
    });
  });

  it('shows orders to their buyer, their organizer and admins, and to nobody else', async () => {
    const owner = systemClock.newId();
    const orders: Awaited<ReturnType<typeof host.order>>[] = [];
    // One after the other: orders made at once have no "newest" among them.
    for (let made = 0; made < 3; made += 1) orders.push(await host.order(host.hold(owner)));
    const organizer = await host.tokenFor({
      id: systemClock.newId(),
      organizations: { [host.organizationId]: 'organizer' },
    });
    const operator = await host.tokenFor({
      id: systemClock.newId(),
      organizations: { [host.organizationId]: 'operator' },
    });
    const neighbour = await host.tokenFor({
      id: systemClock.newId(),
      organizations: { [systemClock.newId()]: 'organizer' },
    });
    const admin = await host.tokenFor({ id: systemClock.newId(), role: 'admin' });
    const first = orders[0]?.id ?? '';
    for (const [as, status] of [
      [organizer, 200],
      [admin, 200],
      [operator, 404],
      [neighbour, 404],
    ] as const) {
      expect((await host.call(`GET /orders/${first}`, { as })).status).toBe(status);
    }
    const listed = `GET /organizations/${host.organizationId}/orders`;
    expect((await host.call(listed, { as: neighbour })).status).toBe(403);
    expect((await host.call(`GET /events/${host.eventId}/report`, { as: neighbour })).status).toBe(404);
    const found = (await host.call(`${listed}?q=${orders[1]?.reference ?? ''}`, { as: organizer })).json<{
      items: OrderAnswer[];
    }>();
    expect(found.items.map((order) => order.id)).toEqual([orders[1]?.id]);
    expect((await host.call(`${listed}?q=%25_`, { as: organizer })).json<{ items: OrderAnswer[] }>().items).toEqual([]);
    const mine = await pages(await host.tokenFor({ id: owner, role: 'guest' }));
    expect(mine).toEqual(orders.map((order) => order.id).reverse());
    expect((await host.call('GET /orders?cursor=bm90IGE', { as: admin })).status).toBe(400);
  });

  it('reports how many places the event has for sale, as soon as seats told', async () => {
    const organizations = { [host.organizationId]: 'organizer' } as const;
    const as = await host.tokenFor({ id: systemClock.newId(), organizations });
    const capacity = async () =>
      (await host.call(`GET /events/${host.eventId}/report`, { as })).json<{ capacity: number | null }>().capacity;
    expect(await capacity()).toBeNull();
    await host.tellPlaces();
    await eventually(async () => {
      expect(await capacity()).toBe(308);
    });
  });

  async function pages(as: string): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: OrderAnswer[]; nextCursor: string | null } = (
        await host.call(`GET /orders?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`, { as })
      ).json();
      ids.push(...page.items.map((order) => order.id));
      cursor = page.nextCursor;
    }
    return ids;
  }

  it('tells of a lookup only where reference and address belong together, three times an hour', async () => {
    const order = await host.order(host.hold(systemClock.newId()));
    const look = (reference: string, email: string) => host.call('POST /orders/lookup', { body: { reference, email } });
    const told = async () => (await host.told(order.id)).filter((name) => name === 'order.lookup_requested').length;
    expect((await look(order.reference, 'eve@example.com')).status).toBe(202);
    expect((await look('23456789', 'ada@example.com')).status).toBe(202);
    expect(await told()).toBe(0);
    for (let i = 0; i < 5; i += 1)
      expect((await look(` ${order.reference.toLowerCase()}`, 'ADA@example.com')).status).toBe(202);
    expect(await told()).toBe(3);
  });
});

describe('the rules of orders', () => {
  it('never leave a cancelled or refunded order', () => {
    expect(orderMoves.cancelled).toEqual([]);
    expect(orderMoves.refunded).toEqual([]);
    expect(mayMove('paid', 'cancelled')).toBe(false);
  });

  it('price to the minor unit: the total is the sum of its lines', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 50 }), (amounts) => {
        const { lines, total } = priceOrder(amounts.map((amount) => ({ amount, currency: 'EUR' as const })));
        expect(total.amount).toBe(amounts.reduce((sum, amount) => sum + amount, 0));
        for (const line of lines)
          expect(line.total.amount).toBe(
            line.unitPrice.amount + line.fee.amount + line.tax.amount - line.discount.amount,
          );
      }),
    );
  });
});
