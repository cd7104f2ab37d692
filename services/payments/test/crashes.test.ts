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

  it('is that payment for a buyer whose request was overtaken by the work that takes it up', async () => {
    let openGate = (): void => undefined;
    const gate = new Promise<void>((resolve) => (openGate = resolve));
    await shop.reopen({ wrapTransport: waitingBefore('beginPayment', gate, 1) });
    const sale = await shop.order();
    const asked = shop.pay(sale, 'tok_ok');
    await expect.poll(() => shop.host().rows('payments', 'select 1 from payment')).toHaveLength(1);
    await shop.host().moveTime(60);
    await shop.untilOrder(sale, 'paid');
    openGate();
    const answer = await asked;
    expect(answer.status, answer.text).toBe(202);
    await shop.until(answer.json<PaymentAnswer>().id, 'captured');
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

  it('captures once, when the capture happened and nobody heard', async () => {
    let openGate = (): void => undefined;
    const gate = new Promise<void>((resolve) => (openGate = resolve));
    await shop.reopen({ env: { PROVIDER_TIMEOUT_MS: '300' }, wrapTransport: waitingBefore('sellHold', gate) });
    const sale = await shop.order();
    shop.cards.pauseWebhooks();
    const id = await shop.paid(sale, 'tok_ok');
    shop.cards.failNext(1, 'timeout_after_effect');
    openGate();
    await expect.poll(() => shop.cards.charges()[0]?.state, { timeout: 10_000 }).toBe('captured');
    await shop.until(id, 'authorized');
    await shop.reopen();
    await shop.until(id, 'captured');
    expect(shop.cards.charges()).toHaveLength(1);
    expect(await shop.facts('payment.captured', id)).toHaveLength(1);
    expect(await shop.host().rows('payments', 'select 1 from ledger_entry')).toHaveLength(2);
  });

  it('ends by voiding what the bank keeps, when it stood still past the deadline', async () => {
    const sale = await shop.order();
    shop.cards.pauseWebhooks();
    const id = await shop.paid(sale, 'tok_requires_action');
    const { nextAction } = await shop.until(id, 'requires_action');
    await shop.host().moveTime(3_600);
    await shop.reopen();
    await shop.until(id, 'failed');
    const late = await fetch(`${nextAction?.url ?? ''}/approve`, { method: 'POST', redirect: 'manual' });
    expect(late.status).toBe(303);
    expect(shop.cards.charges()).toMatchObject([{ state: 'voided' }]);
  });
});

/** Holds so many calls of an operation back until the gate opens. */
function waitingBefore(
  operation: string,
  gate: Promise<void>,
  calls = Number.POSITIVE_INFINITY,
): NonNullable<TestHostOptions['wrapTransport']> {
  let left = calls;
  return (_peer, transport) => async (name, path, call) => {
    if (name === operation && left > 0) {
      left -= 1;
      await gate;
    }
    return transport(name, path, call);
  };
}

const ordersAway: NonNullable<TestHostOptions['wrapTransport']> = (_peer, transport) => (name, path, call) =>
  name === 'beginPayment' ? Promise.reject(new RefusedError(refuse('unavailable'))) : transport(name, path, call);
