import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import {
  admin,
  type Caller,
  caller,
  customer,
  eventually,
  guest,
  newAddress,
  organizer,
  register,
} from '../callers.ts';
import { buySeats, mailsTo, mailTo, order, orderReaches, pay } from '../purchase.ts';
import type { Hold, ListOf, Order, Payment } from '../shapes.ts';
import { hold, openStage, type Stage } from '../stage.ts';

const buyer = { email: 'noor@example.com', firstName: 'Noor', lastName: 'Haddad' };
const card = { type: 'card', token: 'tok_ok' };

let stage: Stage;
let ada: Caller;
beforeAll(async () => {
  stage = await openStage();
  ada = await guest();
});

test('An unpaid order can be cancelled by its buyer, who may do so twice', async () => {
  const seats = stage.takeSeats(2);
  const email = newAddress('cancels');
  const ordered = await order(ada, await hold(ada, stage, seats), email);
  (await (await guest()).post(`/orders/${ordered.id}/cancel`)).refuses(404, 'not_found');
  const cancelled = (await ada.post(`/orders/${ordered.id}/cancel`)).is<Order>(200);
  expect(cancelled).toMatchObject({ id: ordered.id, state: 'cancelled', expiresAt: null });
  expect((await ada.post(`/orders/${ordered.id}/cancel`)).is<Order>(200).state).toBe('cancelled');
  (await ada.postOnce('/payments', { orderId: ordered.id, method: card })).refuses(409, 'order_not_payable');
  await eventually('the seats can be held again', async () => {
    const answer = await ada.post('/holds', { eventId: stage.event.id, seatIds: seats });
    return answer.status === 201 || undefined;
  });
  await mailTo(email, /order is cancelled/);
});

test('A paid order can neither be cancelled nor paid again', async () => {
  const { order: bought } = await buySeats(ada, stage);
  (await ada.post(`/orders/${bought.id}/cancel`)).refuses(409, 'order_not_cancellable');
  (await ada.postOnce('/payments', { orderId: bought.id, method: card })).refuses(409, 'already_paid');
  (await ada.delete(`/holds/${bought.holdId}`)).refuses(409, 'hold_used');
});

test('A hold makes one order', async () => {
  const held = await hold(ada, stage, stage.takeSeats(1));
  const first = await order(ada, held);
  (await ada.postOnce('/orders', { holdId: held.id, buyer })).refuses(409, 'hold_used');
  expect((await ada.get(`/orders/${first.id}`)).is<Order>(200).id).toBe(first.id);
  (await (await guest()).postOnce('/orders', { holdId: held.id, buyer })).refuses(404, 'not_found');
});

test('A hold that is let go takes its order with it', async () => {
  const held = await hold(ada, stage, stage.takeSeats(1));
  const ordered = await order(ada, held);
  (await ada.delete(`/holds/${held.id}`)).is(204);
  await orderReaches(ada, ordered, 'cancelled');
});

test('An order that is extended lasts as long as its hold', async () => {
  const held = await hold(ada, stage, stage.takeSeats(1));
  const ordered = await order(ada, held);
  const longer = (await ada.post(`/holds/${held.id}/extend`)).is<Hold>(200);
  await eventually('the order follows its hold', async () => {
    const now = (await ada.get(`/orders/${ordered.id}`)).is<Order>(200);
    return now.expiresAt === longer.expiresAt || undefined;
  });
});

test('Names of attendees must be of seats in the hold', async () => {
  const seats = stage.takeSeats(2);
  const held = await hold(ada, stage, seats);
  const [elsewhere] = stage.takeSeats(1);
  const named = (attendees: unknown[]) => ada.postOnce('/orders', { holdId: held.id, buyer, attendees });
  const name = { firstName: "Renée-Ann O'Neil", lastName: '李小龙' };
  (await named([{ seatId: elsewhere, ...name }])).refuses(422, 'unknown_seat');
  (await named([name, name, name])).refuses(400, 'invalid_request');
  const ordered = (await named([{ seatId: seats[1], ...name }])).is<Order>(201);
  expect(ordered.lines.map((line) => [line.seatId, line.attendee])).toEqual(
    expect.arrayContaining([
      [seats[0], null],
      [seats[1], name],
    ]),
  );
});

test('What costs money needs an Idempotency-Key', async () => {
  const held = await hold(ada, stage, stage.takeSeats(1));
  (await ada.post('/orders', { holdId: held.id, buyer })).refuses(400, 'idempotency_key_required');
  (await ada.post('/orders', { holdId: held.id, buyer }, { 'idempotency-key': '' })).refuses(
    400,
    'idempotency_key_required',
  );
  (await ada.post('/payments', { orderId: held.id, method: card })).refuses(400, 'idempotency_key_required');
});

test('The same key gives the same answer, another body under it is refused, and another caller has keys of their own', async () => {
  const key = randomUUID();
  const held = await hold(ada, stage, stage.takeSeats(1));
  const body = { holdId: held.id, buyer };
  const first = (await ada.postOnce('/orders', body, key)).is<Order>(201);
  const again = await ada.postOnce('/orders', { buyer, holdId: held.id }, key);
  expect(again.is<Order>(201)).toEqual(first);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  (await ada.postOnce('/orders', { ...body, buyer: { ...buyer, firstName: 'Nora' } }, key)).refuses(
    422,
    'idempotency_key_reused',
  );

  const bo = await guest();
  const others = (
    await bo.postOnce('/orders', { holdId: (await hold(bo, stage, stage.takeSeats(1))).id, buyer }, key)
  ).is<Order>(201);
  expect(others.id).not.toBe(first.id);
});

test('A key may be used again after a request that was not valid', async () => {
  const key = randomUUID();
  const held = await hold(ada, stage, stage.takeSeats(1));
  (await ada.postOnce('/orders', { holdId: held.id }, key)).refuses(400, 'invalid_request');
  (await ada.postOnce('/orders', { holdId: held.id, buyer }, key)).is(201);
});

test('Fifty orders at the same time under one key are one order', async () => {
  const key = randomUUID();
  const held = await hold(ada, stage, stage.takeSeats(1));
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => ada.postOnce('/orders', { holdId: held.id, buyer }, key)),
  );
  const made = answers.filter((answer) => answer.status === 201);
  for (const answer of answers) if (answer.status !== 201) answer.refuses(409, 'request_in_progress');
  expect(made.length).toBeGreaterThan(0);
  expect(new Set(made.map((answer) => answer.is<Order>(201).id)).size).toBe(1);
});

test('Two payments of one order at the same time charge it once', async () => {
  const ordered = await order(ada, await hold(ada, stage, stage.takeSeats(1)));
  const attempts = await Promise.all(
    Array.from({ length: 10 }, () => ada.postOnce('/payments', { orderId: ordered.id, method: card })),
  );
  const taken = attempts.filter((answer) => answer.status === 202);
  for (const answer of attempts.filter((each) => each.status !== 202)) {
    expect(['payment_in_progress', 'already_paid']).toContain(
      answer.refuses(409, (JSON.parse(answer.text) as { code: string }).code).code,
    );
  }
  expect(taken).toHaveLength(1);
  const bought = await orderReaches(ada, ordered, 'fulfilled');
  expect(bought.paymentId).toBe(taken[0]!.is<Payment>(202).id);
});

test('The same payment again is the same payment', async () => {
  const key = randomUUID();
  const ordered = await order(ada, await hold(ada, stage, stage.takeSeats(1)));
  const send = () => ada.postOnce('/payments', { orderId: ordered.id, method: card }, key);
  const first = (await send()).is<Payment>(202);
  expect((await send()).is<Payment>(202).id).toBe(first.id);
  await orderReaches(ada, ordered, 'fulfilled');
  expect((await send()).is<Payment>(202).id).toBe(first.id);
});

test('A hold sent twice under one key is one hold', async () => {
  const key = randomUUID();
  const body = { eventId: stage.event.id, seatIds: stage.takeSeats(1) };
  const first = (await ada.postOnce('/holds', body, key)).is<Hold>(201);
  expect((await ada.postOnce('/holds', body, key)).is<Hold>(201)).toEqual(first);
});

test('An order is found again by reference and address, and only its buyer hears of it', async () => {
  const email = newAddress('finds');
  const { order: bought } = await buySeats(ada, stage, 1, email);
  const lookup = (reference: string, address: string) => caller().post('/orders/lookup', { reference, email: address });
  const stranger = newAddress('stranger');
  (await lookup(bought.reference, stranger)).is(202);
  (await lookup('22222222', email)).is(202);
  (await lookup(bought.reference.toLowerCase(), email.toUpperCase())).is(202);
  const mail = await mailTo(email, new RegExp(`^Your order ${bought.reference}$`));
  const link = /https?:\/\/\S+\/api(\/downloads\/[\w-]+)/.exec(mail.text)?.[1];
  const file = await caller().get(link!);
  file.is(200);
  expect(file.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(await mailsTo(stranger)).toEqual([]);
  expect((await mailsTo(email)).filter((each) => each.subject.includes(bought.reference))).toHaveLength(1);
});

test('People see their own orders, newest first, page by page', async () => {
  const noor = await register('Noor');
  const made: Order[] = [];
  for (let i = 0; i < 3; i += 1) made.unshift(await order(noor, await hold(noor, stage, stage.takeSeats(1))));
  const first = (await noor.get('/orders?limit=2')).is<ListOf<Order>>(200);
  const second = (await noor.get(`/orders?limit=2&cursor=${first.nextCursor}`)).is<ListOf<Order>>(200);
  expect([...first.items, ...second.items].map((item) => item.id)).toEqual(made.map((item) => item.id));
  expect(second.nextCursor).toBeNull();
  (await noor.post(`/orders/${made[0]!.id}/cancel`)).is(200);
  expect((await noor.get('/orders?state=pending')).is<ListOf<Order>>(200).items.map((item) => item.id)).toEqual(
    made.slice(1).map((item) => item.id),
  );
  expect((await (await guest()).get('/orders')).is<ListOf<Order>>(200)).toEqual({ items: [], nextCursor: null });
});

test('An order is seen by its buyer, its organizer and admins, and by nobody else', async () => {
  const { order: bought, tickets } = await buySeats(ada, stage);
  for (const who of [ada, await organizer(), await admin()])
    expect((await who.get(`/orders/${bought.id}`)).is<Order>(200).id).toBe(bought.id);
  for (const stranger of [await guest(), await customer()]) {
    for (const path of [
      `/orders/${bought.id}`,
      `/orders/${bought.id}/tickets.pdf`,
      `/orders/${bought.id}/calendar.ics`,
    ]) {
      (await stranger.get(path)).refuses(404, 'not_found');
    }
    for (const path of ['', '/pdf', '/qr.svg', '/download'])
      (await stranger.get(`/tickets/${tickets[0]!.id}${path}`)).refuses(404, 'not_found');
    expect((await stranger.get(`/tickets?orderId=${bought.id}`)).is<ListOf<unknown>>(200).items).toEqual([]);
  }
  (await caller().get(`/orders/${bought.id}`)).refuses(401, 'unauthenticated');
});

test('An order without tickets has no files', async () => {
  const ordered = await order(ada, await hold(ada, stage, stage.takeSeats(1)));
  (await ada.get(`/orders/${ordered.id}/tickets.pdf`)).refuses(404, 'not_found');
  await pay(ada, ordered);
  await orderReaches(ada, ordered, 'fulfilled');
  (await ada.get(`/orders/${ordered.id}/tickets.pdf`)).is(200);
});
