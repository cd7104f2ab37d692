import { systemClock } from '@usher/kit/clock';
import { signWebhook } from '@usher/stand-ins/card/signature';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShop, type PaymentAnswer, PRICE, type Shop, type Sale, WEBHOOK_SECRET } from './shop.ts';

const nowSeconds = () => Math.floor(systemClock.now() / 1_000);
const sign = (bytes: string, at = nowSeconds()) => signWebhook(WEBHOOK_SECRET, bytes, at);

describe("the provider's webhooks", () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.close());

  const notice = (
    payment: { id: string },
    sale: Sale,
    type: string,
    change: Record<string, unknown> = {},
    eventId: string = systemClock.newId(),
  ) => {
    const charge = shop.cards.charges().find((c) => c.idempotencyKey === payment.id);
    const state = type.replace('charge.', '');
    const data = {
      id: charge?.id ?? 'ch_1',
      state,
      amount: PRICE,
      currency: 'EUR',
      reference: sale.reference,
      idempotencyKey: payment.id,
      ...change,
    };
    return JSON.stringify({ id: `evt_${eventId}`, type, createdAt: '2027-01-01T00:00:00.000Z', data });
  };
  const waiting = async () => {
    const sale = await shop.order();
    const payment = (await shop.pay(sale, 'tok_requires_action')).json<PaymentAnswer>();
    return { sale, payment };
  };

  it('refuses a wrong signature, none, an old and a future one, and stores nothing', async () => {
    const { sale, payment } = await waiting();
    const bytes = notice(payment, sale, 'charge.authorized');
    const wrong = [
      signWebhook('another secret', bytes, nowSeconds()),
      sign(`${bytes} `),
      '',
      't=1,v1=00',
      sign(bytes, nowSeconds() - 302),
      sign(bytes, nowSeconds() + 302),
      `t=${nowSeconds()},v1=${'0'.repeat(64)}`,
    ];
    for (const signature of wrong) {
      const answer = await shop.notify(bytes, signature);
      expect([signature, answer.status, answer.json<{ code: string }>().code]).toEqual([
        signature,
        401,
        'invalid_signature',
      ]);
    }
    expect(
      await shop.host().rows('payments', 'select 1 from webhook_inbox where payment_id = $1', [payment.id]),
    ).toEqual([]);
    await shop.until(payment.id, 'requires_action');
  });

  it('knows no other provider, and refuses what is signed but cannot be read', async () => {
    const headers = { 'content-type': 'application/json', 'testcard-signature': sign('{') };
    expect((await shop.host().call('POST /webhooks/payments/nobody', { body: '{', headers })).status).toBe(404);
    const unreadable = await shop.notify('{', sign('{'));
    expect([unreadable.status, unreadable.json<{ code: string }>().code]).toEqual([400, 'invalid_json']);
  });

  it('has one effect however often and in whatever order it comes', async () => {
    shop.cards.duplicateWebhooks(4);
    const sale = await shop.order();
    const id = await shop.paid(sale, 'tok_ok');
    await shop.until(id, 'captured');
    for (const type of ['charge.captured', 'charge.authorized', 'charge.authorized']) {
      const bytes = notice({ id }, sale, type, {}, type);
      const same = await Promise.all([shop.notify(bytes, sign(bytes)), shop.notify(bytes, sign(bytes))]);
      expect(same.map((answer) => answer.status)).toEqual([200, 200]);
    }
    await shop.until(id, 'captured');
    expect(await shop.facts('payment.authorized', id)).toHaveLength(1);
    expect(await shop.facts('payment.captured', id)).toHaveLength(1);
    expect(
      await shop
        .host()
        .rows(
          'payments',
          "select 1 from webhook_inbox where event_id in ('evt_charge.captured', 'evt_charge.authorized')",
        ),
    ).toHaveLength(2);
    expect(await shop.host().rows('payments', 'select 1 from ledger_entry where txn = $1', [id])).toHaveLength(2);
  });

  it("has one effect when it comes before the provider's own reply", async () => {
    const sale = await shop.order();
    shop.cards.failNext(1, { slowMs: 700 });
    const paying = shop.pay(sale, 'tok_ok');
    await shop.untilOrder(sale, 'paid');
    const answer = (await paying).json<PaymentAnswer>();
    expect(await shop.facts('payment.authorized', answer.id)).toHaveLength(1);
    expect(await shop.facts('payment.captured', answer.id)).toHaveLength(1);
    expect(shop.cards.charges().filter((charge) => charge.reference === sale.reference)).toHaveLength(1);
  });

  it.each([
    ['another amount', { amount: 1 }],
    ['another currency', { currency: 'USD' }],
    ['another reference', { reference: 'NOT-OURS' }],
    ['another charge', { id: 'ch_somebody_elses' }],
  ])('moves nothing when it speaks of %s, and flags the payment', async (_what, change) => {
    const { sale, payment } = await waiting();
    const bytes = notice(payment, sale, 'charge.authorized', change);
    expect((await shop.notify(bytes, sign(bytes))).status).toBe(200);
    await shop.until(payment.id, 'requires_action');
    const [row] = await shop
      .host()
      .rows<{ flagged: string | null }>('payments', 'select flagged from payment where id = $1', [payment.id]);
    expect(row?.flagged).toEqual(expect.any(String));
    expect(await shop.facts('payment.authorized', payment.id)).toEqual([]);
  });

  it('keeps a notice about a payment nobody made', async () => {
    const sale = await shop.order();
    const bytes = notice({ id: systemClock.newId() }, sale, 'charge.authorized', {}, 'stray');
    expect((await shop.notify(bytes, sign(bytes))).status).toBe(200);
    const kept = await shop.host().rows('payments', "select outcome from webhook_inbox where event_id = 'evt_stray'");
    expect(kept).toEqual([{ outcome: 'unknown_payment' }]);
  });

  it('has the money of a payment that is over let go when the bank approves late', async () => {
    const { sale, payment } = await waiting();
    const declined = notice(payment, sale, 'charge.declined', { declineCode: 'card_declined' });
    await shop.notify(declined, sign(declined));
    await shop.until(payment.id, 'failed');
    await fetch(`${payment.nextAction?.url ?? ''}/approve`, { method: 'POST', redirect: 'manual' });
    await expect
      .poll(() => shop.cards.charges().find((charge) => charge.idempotencyKey === payment.id)?.state, {
        timeout: 10_000,
      })
      .toBe('voided');
    await shop.until(payment.id, 'failed');
    expect(await shop.facts('payment.voided', payment.id)).toEqual([]);
  });
});
