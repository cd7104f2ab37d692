import { systemClock } from '@usher/kit/clock';
import { RefusedError, refuse } from '@usher/kit/refusal';
import { loseReplies, type TestHostOptions } from '@usher/kit/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openShop, type PaymentAnswer, type Shop } from './shop.ts';

describe('a payment whose process ends between two steps', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  it('goes on from the intent, when orders was never heard', async () => {
    const sale = await shop.order();
    await shop.reopen({ wrapTransport: ordersAway });
    expect((await shop.pay(sale, 'tok_ok')).status).toBe(503);
    await shop.reopen();
    await shop.host().moveTime(60);
    await shop.untilOrder(sale, 'paid');
    expect(shop.cards.charges()).toMatchObject([{ state: 'captured' }]);
  });

  it('is the same payment when the buyer tries again under the same key', async () => {
    const sale = await shop.order();
    await shop.reopen({ wrapTransport: loseReplies('beginPayment', 1) });
    const key = systemClock.newId();
    expect((await shop.pay(sale, 'tok_ok', key)).status).toBe(503);
    const again = await shop.pay(sale, 'tok_ok', key);
    expect(again.status, again.text).toBe(202);
    await shop.until(again.json<PaymentAnswer>().id, 'captured');
    expect(await shop.host().rows('payments', 'select 1 from payment')).toHaveLength(1);
    expect(shop.cards.charges()).toHaveLength(1);
  });

  it('asks the provider under the same key, when the provider was never heard', async () => {
    const sale = await shop.order();
    shop.cards.failNext(3, 'drop');
    const id = await shop.paid(sale, 'tok_ok');
    await shop.reopen();
    await shop.until(id, 'captured');
    expect(shop.cards.charges()).toHaveLength(1);
  });

  it('finds what the provider did and nobody heard', async () => {
    const sale = await shop.order();
    shop.cards.pauseWebhooks();
    const id = await shop.paid(sale, 'tok_reply_lost');
    await shop.reopen();
    await shop.until(id, 'captured');
    expect(shop.cards.charges()).toHaveLength(1);
  });

  it('captures once, when the reply to the capture is lost', async () => {
    const sale = await shop.order();
    shop.cards.pauseWebhooks();
    const id = await shop.paid(sale, 'tok_requires_action');
    const waiting = await shop.until(id, 'requires_action');
    await fetch(`${waiting.nextAction?.url ?? ''}/approve`, { method: 'POST', redirect: 'manual' });
    await shop.until(id, 'authorized').catch(() => undefined);
    shop.cards.failNext(1, 'drop');
    await shop.reopen();
    await shop.until(id, 'captured');
    expect(shop.cards.charges()).toMatchObject([{ state: 'captured' }]);
    expect(await shop.facts('payment.captured', id)).toHaveLength(1);
    expect(await shop.host().rows('payments', 'select 1 from ledger_entry')).toHaveLength(2);
  });
});

const ordersAway: NonNullable<TestHostOptions['wrapTransport']> = (_peer, transport) => (name, path, call) =>
  name === 'beginPayment' ? Promise.reject(new RefusedError(refuse('unavailable'))) : transport(name, path, call);
