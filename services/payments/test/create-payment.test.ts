import { systemClock } from '@usher/kit/clock';
import { eventually } from '@usher/kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShop, type PaymentAnswer, PRICE, type Shop } from './shop.ts';

describe('paying an order', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.close());
  const chargesOf = (reference: string) => shop.cards.charges().filter((charge) => charge.reference === reference);

  it('authorises at once, captures once the seats are sold, and books it', async () => {
    const sale = await shop.order();
    const answer = await shop.pay(sale, 'tok_ok');
    expect(answer.status).toBe(202);
    const payment = answer.json<PaymentAnswer>();
    expect(payment).toMatchObject({
      orderId: sale.orderId,
      state: 'authorized',
      amount: { amount: PRICE, currency: 'EUR' },
    });
    await shop.until(payment.id, 'captured');
    await shop.untilOrder(sale, 'paid');
    expect(chargesOf(sale.reference)).toMatchObject([{ state: 'captured', capturedAmount: PRICE }]);
    const entries = await shop
      .host()
      .rows(
        'payments',
        'select account, amount_minor::int as amount from ledger_entry where txn = $1 order by amount_minor',
        [payment.id],
      );
    expect(entries).toEqual([
      { account: `organization:${shop.organizationId}`, amount: -PRICE },
      { account: 'provider:testcard', amount: PRICE },
    ]);
  });

  it('says why a card was declined, forgets the card, and lets the buyer try again at once', async () => {
    const sale = await shop.order();
    const declined = (await shop.pay(sale, 'tok_declined')).json<PaymentAnswer>();
    expect(declined).toMatchObject({ state: 'failed', declineCode: 'card_declined' });
    const again = await shop.pay(sale, 'tok_ok');
    expect(again.status, again.text).toBe(202);
    await shop.until(again.json<PaymentAnswer>().id, 'captured');
    await shop.untilOrder(sale, 'paid');
    expect(
      await shop
        .host()
        .rows('payments', 'select 1 from payment where order_id = $1 and token is not null', [sale.orderId]),
    ).toEqual([]);
  });

  it('declines a token nobody issued', async () => {
    const sale = await shop.order();
    const answer = (await shop.pay(sale, 'tok_made_up')).json<PaymentAnswer>();
    expect(answer).toMatchObject({ state: 'failed', declineCode: 'invalid_token' });
  });

  it.each(['approve', 'decline'])('sends the buyer to the bank, who may %s', async (decision) => {
    const sale = await shop.order();
    const payment = (await shop.pay(sale, 'tok_requires_action')).json<PaymentAnswer>();
    expect(payment.state).toBe('requires_action');
    const url = payment.nextAction?.url ?? '';
    const back = await fetch(`${url}/${decision}`, { method: 'POST', redirect: 'manual' });
    expect(back.headers.get('location')).toBe(`http://localhost:3000/checkout/${sale.orderId}/return`);
    await shop.until(payment.id, decision === 'approve' ? 'captured' : 'failed');
    await shop.untilOrder(sale, decision === 'approve' ? 'paid' : 'pending');
  });

  it('waits for a bank that answers later', async () => {
    const sale = await shop.order();
    const payment = (await shop.pay(sale, 'tok_slow')).json<PaymentAnswer>();
    expect(payment.state).toBe('processing');
    await shop.until(payment.id, 'captured');
  });

  it('finds out by asking what the provider tells nobody', async () => {
    const sale = await shop.order();
    const id = await shop.paid(sale, 'tok_never_webhook');
    await shop.until(id, 'captured');
    expect(chargesOf(sale.reference)).toHaveLength(1);
  });

  it('charges once when the reply is lost', async () => {
    const sale = await shop.order();
    const id = await shop.paid(sale, 'tok_reply_lost');
    await shop.until(id, 'captured');
    expect(chargesOf(sale.reference)).toHaveLength(1);
  });

  it('lets the money and the seats go when the capture is refused for good', async () => {
    const sale = await shop.order();
    const id = await shop.paid(sale, 'tok_capture_refused');
    await shop.until(id, 'voided');
    await shop.untilOrder(sale, 'cancelled');
    expect(await shop.facts('payment.capture_failed', id)).toMatchObject([{ payload: { reason: 'capture_refused' } }]);
    expect(await shop.facts('payment.voided', id)).toHaveLength(1);
    await eventually(async () => {
      expect(chargesOf(sale.reference)).toMatchObject([{ state: 'voided' }]);
    });
  });

  it('charges once when a buyer pays twice at the same time', async () => {
    const sale = await shop.order();
    const answers = await Promise.all([shop.pay(sale, 'tok_ok'), shop.pay(sale, 'tok_ok')]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([202, 409]);
    await shop.untilOrder(sale, 'paid');
    expect(chargesOf(sale.reference)).toHaveLength(1);
    const third = await shop.pay(sale, 'tok_ok');
    expect([third.status, third.json<{ code: string }>().code]).toEqual([409, 'already_paid']);
  });

  it('gives the same answer to the same Idempotency-Key and asks for one', async () => {
    const sale = await shop.order();
    const key = systemClock.newId();
    const first = await shop.pay(sale, 'tok_ok', key);
    const second = await shop.pay(sale, 'tok_ok', key);
    expect(second.json()).toEqual(first.json());
    expect((await shop.pay(sale, 'tok_declined', key)).status).toBe(422);
    const unkeyed = await shop.host().call('POST /payments', {
      as: await shop.host().tokenFor({ id: sale.buyerId }),
      body: { orderId: sale.orderId, method: { type: 'card', token: 'tok_ok' } },
    });
    expect([unkeyed.status, unkeyed.json<{ code: string }>().code]).toEqual([400, 'idempotency_key_required']);
  });

  it("never asks the provider for another person's order, nor shows its payment to strangers", async () => {
    const sale = await shop.order();
    const stranger = { ...sale, buyerId: systemClock.newId() };
    expect((await shop.pay(stranger, 'tok_ok')).status).toBe(404);
    expect(chargesOf(sale.reference)).toEqual([]);
    const id = await shop.paid(sale, 'tok_ok');
    const show = async (as: string) => (await shop.host().call(`GET /payments/${id}`, { as })).status;
    const organizer = (organizationId: string) =>
      shop
        .host()
        .tokenFor({ id: systemClock.newId(), role: 'organizer', organizations: { [organizationId]: 'organizer' } });
    expect(await show(await shop.host().tokenFor({ id: sale.buyerId }))).toBe(200);
    expect(await show(await organizer(shop.organizationId))).toBe(200);
    expect(await show(await organizer(systemClock.newId()))).toBe(404);
    expect(await show(await shop.host().tokenFor({ id: stranger.buyerId }))).toBe(404);
  });

  it('asks no provider for nothing: a free order is paid at once', async () => {
    const free = await openShop({ price: 0 });
    try {
      const sale = await free.order();
      const id = await free.paid(sale, 'tok_declined');
      await free.until(id, 'captured');
      await free.untilOrder(sale, 'paid');
      expect(free.cards.charges()).toEqual([]);
      expect(await free.host().rows('payments', 'select 1 from ledger_entry')).toEqual([]);
    } finally {
      await free.close();
    }
  });

  it('ends a payment nobody decided at its deadline, with nothing left at the bank', async () => {
    const late = await openShop();
    try {
      const sale = await late.order();
      const id = await late.paid(sale, 'tok_requires_action');
      await late.host().moveTime(700);
      expect(await late.until(id, 'failed')).toMatchObject({ declineCode: 'timeout' });
      expect(late.cards.charges()).toMatchObject([{ state: 'voided' }]);
      expect(await late.facts('payment.failed', id)).toHaveLength(1);
    } finally {
      await late.close();
    }
  });
});
