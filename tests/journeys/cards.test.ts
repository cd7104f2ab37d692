import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, inject, test } from 'vitest';
import { type Caller, caller, eventually, guest, newAddress, organizer, register } from '../callers.ts';
import { mailTo, order, orderReaches, pay, paymentReaches } from '../purchase.ts';
import type { Availability, Hold, Order, Payment } from '../shapes.ts';
import { hold, openStage, seatStates, type Stage } from '../stage.ts';

interface Charge {
  readonly reference: string;
  readonly state: string;
  readonly amount: number;
}

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});

/** A guest with one seat of the stage in an order. */
async function withOrder(email = newAddress('buyer')): Promise<{ buyer: Caller; held: Hold; ordered: Order }> {
  const buyer = await guest();
  const held = await hold(buyer, stage, stage.takeSeats(1));
  return { buyer, held, ordered: await order(buyer, held, email) };
}

test('After a declined card the order can be paid with another one', async () => {
  const email = newAddress('declined');
  const { buyer, held, ordered } = await withOrder(email);
  const declined = await paymentReaches(buyer, await pay(buyer, ordered, 'tok_declined'), 'failed');
  expect(declined.declineCode).toBe('card_declined');
  const pending = await orderReaches(buyer, ordered, 'pending');
  expect(Date.parse(pending.expiresAt!)).toBeGreaterThanOrEqual(Date.parse(held.expiresAt));
  await mailTo(email, /payment was not approved/);

  const payment = await pay(buyer, ordered, 'tok_ok');
  const bought = await orderReaches(buyer, ordered, 'fulfilled');
  expect(bought).toMatchObject({ holdId: held.id, paymentId: payment.id });
  expect(await paymentReaches(buyer, payment, 'captured')).not.toHaveProperty('nextAction');
});

test('A card that nobody issued is declined', async () => {
  const { buyer, ordered } = await withOrder();
  const declined = await paymentReaches(buyer, await pay(buyer, ordered, 'tok_invented'), 'failed');
  expect(declined.declineCode).toBe('invalid_token');
  await orderReaches(buyer, ordered, 'pending');
});

test('A card that asks its holder is charged after the holder approves', async () => {
  const { buyer, ordered } = await withOrder();
  const asked = await paymentReaches(buyer, await pay(buyer, ordered, 'tok_requires_action'), 'requires_action');
  const page = await fetch(asked.nextAction!.url);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  expect(await page.text()).toContain('Approve');
  await fetch(`${asked.nextAction!.url}/approve`, { method: 'POST', redirect: 'manual' });
  await orderReaches(buyer, ordered, 'fulfilled');
  expect(await chargesOf(ordered)).toHaveLength(1);
});

test('A holder who declines leaves the order to be paid otherwise', async () => {
  const { buyer, ordered } = await withOrder();
  const asked = await paymentReaches(buyer, await pay(buyer, ordered, 'tok_requires_action'), 'requires_action');
  await fetch(`${asked.nextAction!.url}/decline`, { method: 'POST', redirect: 'manual' });
  await paymentReaches(buyer, asked, 'failed');
  await orderReaches(buyer, ordered, 'pending');
  await pay(buyer, ordered, 'tok_ok');
  await orderReaches(buyer, ordered, 'fulfilled');
});

test('A slow card is waited for, and nothing else can be done with the order meanwhile', async () => {
  const { buyer, held, ordered } = await withOrder();
  const slow = await pay(buyer, ordered, 'tok_slow');
  expect(slow.state).toBe('processing');
  (await buyer.post(`/orders/${ordered.id}/cancel`)).refuses(409, 'payment_in_progress');
  (await buyer.delete(`/holds/${held.id}`)).refuses(409, 'payment_in_progress');
  (await buyer.postOnce('/payments', { orderId: ordered.id, method: { type: 'card', token: 'tok_ok' } })).refuses(
    409,
    'payment_in_progress',
  );
  await orderReaches(buyer, ordered, 'fulfilled');
  (await buyer.postOnce('/payments', { orderId: ordered.id, method: { type: 'card', token: 'tok_ok' } })).refuses(
    409,
    'already_paid',
  );
  expect(await chargesOf(ordered)).toHaveLength(1);
});

test('A payment whose reply is lost is charged once', async () => {
  const { buyer, ordered } = await withOrder();
  await pay(buyer, ordered, 'tok_reply_lost');
  await orderReaches(buyer, ordered, 'fulfilled');
  expect(await chargesOf(ordered)).toEqual([
    expect.objectContaining({ state: 'captured', amount: ordered.total.amount }),
  ]);
});

test('A payment the provider never tells about is found by asking', async () => {
  const { buyer, ordered } = await withOrder();
  await pay(buyer, ordered, 'tok_never_webhook');
  await orderReaches(buyer, ordered, 'fulfilled');
  expect(await chargesOf(ordered)).toHaveLength(1);
});

test('When the money cannot be captured the seats are free again and the buyer is told', async () => {
  const email = newAddress('refused');
  const { buyer, held, ordered } = await withOrder(email);
  await pay(buyer, ordered, 'tok_capture_refused');
  await orderReaches(buyer, ordered, 'cancelled');
  await eventually('the seat is free again', async () => {
    const ids = stage.seatMap.sections.flatMap((section) =>
      section.rows.flatMap((row) => row.seats.map((seat) => seat.id)),
    );
    const now = (await caller().get(`/events/${stage.event.id}/availability`)).is<Availability>(200);
    return seatStates(now, ids.length)[ids.indexOf(held.items[0]!.seatId!)] === 0 || undefined;
  });
  await mailTo(email, /order is cancelled/);
  expect((await buyer.get(`/tickets?orderId=${ordered.id}`)).is<{ items: unknown[] }>(200).items).toEqual([]);
  expect((await chargesOf(ordered)).filter((charge) => charge.state === 'captured')).toEqual([]);
});

test('A payment that is disputed later has bought its tickets all the same', async () => {
  const { buyer, ordered } = await withOrder();
  await pay(buyer, ordered, 'tok_dispute');
  await orderReaches(buyer, ordered, 'fulfilled');
  expect(await chargesOf(ordered)).toHaveLength(1);
});

test('A payment is seen by its buyer and by the organizer of its event, and by nobody else', async () => {
  const { buyer, ordered } = await withOrder();
  const { id } = await pay(buyer, ordered);
  await orderReaches(buyer, ordered, 'fulfilled');
  expect((await (await organizer()).get(`/payments/${id}`)).is<Payment>(200)).toMatchObject({
    id,
    orderId: ordered.id,
  });
  for (const stranger of [await guest(), await register()])
    (await stranger.get(`/payments/${id}`)).refuses(404, 'not_found');
  const body = { orderId: ordered.id, method: { type: 'card', token: 'tok_ok' } };
  (await (await guest()).postOnce('/payments', body)).refuses(404, 'not_found');
});

test('A notice of the provider counts only with its signature, and not when it is old', async () => {
  const event = {
    id: `evt_${randomUUID()}`,
    type: 'charge.captured',
    createdAt: new Date().toISOString(),
    data: unknownCharge(),
  };
  const seconds = Math.floor(Date.now() / 1000);
  (await notice(event, { at: seconds })).is(200);
  (await notice(event, { at: seconds })).is(200);
  (await notice(event, { at: seconds - 301 })).refuses(401, 'invalid_signature');
  // Well ahead: while the test goes on, what is a second too early now would come into its time.
  (await notice(event, { at: seconds + 360 })).refuses(401, 'invalid_signature');
  (await notice(event, { at: seconds, secret: 'a secret nobody has' })).refuses(401, 'invalid_signature');
  (await notice(event, { at: seconds, sent: JSON.stringify(event, undefined, 1) })).refuses(401, 'invalid_signature');
  const unsigned = { 'content-type': 'application/json' };
  (await caller().post('/webhooks/payments/testcard', JSON.stringify(event), unsigned)).refuses(
    401,
    'invalid_signature',
  );
  (await caller().post('/webhooks/payments/nobody', JSON.stringify(event), unsigned)).refuses(404, 'not_found');
});

/** Posts a notice as the provider would; `sent` is what goes out when that is not what was signed. */
function notice(event: unknown, { at, secret, sent }: { at: number; secret?: string; sent?: string }) {
  const signed = JSON.stringify(event);
  const digest = createHmac('sha256', secret ?? secrets().cardWebhookSecret)
    .update(`${at}.${signed}`)
    .digest('hex');
  const headers = { 'content-type': 'application/json', 'testcard-signature': `t=${at},v1=${digest}` };
  return caller().post('/webhooks/payments/testcard', sent ?? signed, headers);
}

function unknownCharge() {
  return {
    id: `ch_${randomUUID().replaceAll('-', '')}`,
    reference: randomUUID(),
    state: 'captured',
    amount: 4500,
    currency: 'EUR',
  };
}

function secrets(): { cardProviderKey: string; cardWebhookSecret: string } {
  return JSON.parse(readFileSync(path.join(inject('world').dataDir, 'secrets.json'), 'utf8')) as ReturnType<
    typeof secrets
  >;
}

/** What the provider itself knows of an order. Where it listens is told by the page of a card that asks its holder. */
async function chargesOf({ reference }: Order): Promise<Charge[]> {
  provider ??= providerOrigin();
  const headers = { authorization: `Bearer ${secrets().cardProviderKey}` };
  const answer = await fetch(`${await provider}/v1/charges?reference=${reference}`, { headers });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { items: Charge[] }).items;
}

let provider: Promise<string> | undefined;
async function providerOrigin(): Promise<string> {
  const { buyer, ordered } = await withOrder();
  const asked = await paymentReaches(buyer, await pay(buyer, ordered, 'tok_requires_action'), 'requires_action');
  return new URL(asked.nextAction!.url).origin;
}
