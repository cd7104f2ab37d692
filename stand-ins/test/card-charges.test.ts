import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CardProvider } from '../src/card-provider.ts';
import type { Charge } from '../src/card/charge.ts';
import { act, apiKey, call, look, type Merchant, open, startMerchant, startProvider, wanted } from './merchant.ts';

let merchant: Merchant;
let provider: CardProvider;

beforeEach(async () => {
  merchant = await startMerchant();
  provider = await startProvider(merchant);
});

afterEach(async () => {
  await provider.close();
  merchant.close();
});

const stateOf = async (id: string) => (await look(provider, id)).body.state;

describe('each test token', () => {
  it('tok_ok authorizes at once, and can then be captured and refunded in parts', async () => {
    const { status, body: charge } = await open(provider, 'tok_ok');
    expect(status).toBe(201);
    expect(charge).toMatchObject({ state: 'authorized', amount: 4_500, currency: 'EUR', reference: 'order-1' });

    expect((await act(provider, charge.id, 'capture')).body).toMatchObject({
      state: 'captured',
      capturedAmount: 4_500,
    });
    expect((await act(provider, charge.id, 'refunds', { amount: 1_000, reference: 'r-1' })).status).toBe(201);
    expect(await stateOf(charge.id)).toBe('partially_refunded');
    expect((await act(provider, charge.id, 'refunds', { amount: 3_501 })).body.code).toBe('refund_exceeds_charge');
    await act(provider, charge.id, 'refunds', { amount: 3_500 });
    expect((await look(provider, charge.id)).body).toMatchObject({ state: 'refunded', refundedAmount: 4_500 });

    const told = ['charge.authorized', 'charge.captured', 'charge.refunded', 'charge.refunded'];
    await expect.poll(() => merchant.told(charge.id).sort()).toEqual(told);
  });

  it('tok_declined is declined with a reason', async () => {
    const { status, body } = await open(provider, 'tok_declined');
    expect(status).toBe(201);
    expect(body).toMatchObject({ state: 'declined', declineCode: 'card_declined' });
    await expect.poll(() => merchant.told(body.id)).toEqual(['charge.declined']);
  });

  it.each(['tok_of_nobody', 'constructor', '__proto__'])(
    'a token nobody issued, %s, is declined as invalid',
    async (token) => {
      const { status, body } = await open(provider, token);
      expect(status).toBe(402);
      expect(body).toMatchObject({ code: 'invalid_token', state: 'declined', declineCode: 'invalid_token' });
      expect(await stateOf(body.id)).toBe('declined');
    },
  );

  it('tok_slow answers processing and authorizes later, by webhook', async () => {
    const { body } = await open(provider, 'tok_slow');
    expect(body.state).toBe('processing');
    expect((await act(provider, body.id, 'capture')).body.code).toBe('charge_is_processing');
    await expect.poll(() => merchant.told(body.id)).toEqual(['charge.authorized']);
    expect(await stateOf(body.id)).toBe('authorized');
  });

  it('a tok_slow charge voided while it is processing is never authorized', async () => {
    await provider.close();
    // Long enough for a busy machine to come with the void in time.
    const delays = { settleMs: 1_000, disputeMs: 30, webhookRetryStartMs: 5, webhookRetryMaxMs: 20 };
    provider = await startProvider(merchant, { delays });
    const slow = (await open(provider, 'tok_slow')).body;
    expect((await act(provider, slow.id, 'void')).body.state).toBe('voided');
    const later = (await open(provider, 'tok_slow')).body;
    await expect.poll(() => merchant.told(later.id), { timeout: 10_000 }).toEqual(['charge.authorized']);
    expect(await stateOf(slow.id)).toBe('voided');
    expect(merchant.told(slow.id)).toEqual(['charge.voided']);
  });

  it('tok_reply_lost authorizes and breaks the connection; the retry under the same key gets the answer', async () => {
    await expect(open(provider, 'tok_reply_lost', {}, 'key-1')).rejects.toThrow('fetch failed');
    expect(provider.charges()).toHaveLength(1);
    const retried = await open(provider, 'tok_reply_lost', {}, 'key-1');
    expect(retried.status).toBe(201);
    expect(retried.body).toMatchObject({ id: provider.charges()[0]?.id, state: 'authorized' });
    expect(provider.charges()).toHaveLength(1);
  });

  it('tok_never_webhook authorizes later and never tells: only asking finds out', async () => {
    const silent = (await open(provider, 'tok_never_webhook')).body;
    expect(silent.state).toBe('processing');
    await expect.poll(() => stateOf(silent.id)).toBe('authorized');
    await act(provider, silent.id, 'capture');
    const loud = (await open(provider, 'tok_ok')).body;
    await expect.poll(() => merchant.told(loud.id)).toEqual(['charge.authorized']);
    expect(merchant.told(silent.id)).toEqual([]);
    expect(provider.statistics().webhooks.waiting).toBe(0);
  });

  it('tok_capture_refused authorizes but never pays', async () => {
    const { body } = await open(provider, 'tok_capture_refused');
    for (const key of ['c-1', 'c-1', 'c-2']) {
      const refused = await act(provider, body.id, 'capture', {}, key);
      expect([refused.status, refused.body.code]).toEqual([402, 'capture_refused']);
    }
    expect((await act(provider, body.id, 'void')).body.state).toBe('voided');
  });

  it('tok_dispute is disputed after its capture and can still be refunded', async () => {
    const { body } = await open(provider, 'tok_dispute');
    expect((await act(provider, body.id, 'capture')).body.disputed).toBe(false);
    await expect.poll(() => merchant.told(body.id)).toContain('charge.disputed');
    expect((await look(provider, body.id)).body.disputed).toBe(true);
    expect((await act(provider, body.id, 'refunds', { amount: 4_500 })).status).toBe(201);
  });
});

describe('the action page of tok_requires_action', () => {
  const choose = (charge: Charge, verb: string) =>
    fetch(`${charge.nextAction?.url ?? ''}/${verb}`, { method: 'POST', redirect: 'manual' });

  it('shows the price with an approve and a decline form, and escapes the reference', async () => {
    const reference = '<script>alert(1)</script>';
    const { body } = await open(provider, 'tok_requires_action', {
      reference,
      returnUrl: 'https://shop.test/orders/1',
    });
    expect(body.state).toBe('requires_action');
    const response = await fetch(body.nextAction?.url ?? '');
    const page = await response.text();
    expect(page).toContain('€45.00');
    expect(page).toMatch(/<form method="post" action="act_[0-9a-f]+\/approve">/);
    expect(page).toMatch(/<form method="post" action="act_[0-9a-f]+\/decline">/);
    expect(page).not.toContain('<script>');
    expect(response.headers.get('content-security-policy')).toContain("form-action 'self' https://shop.test;");
  });

  it('authorizes on approve, sends the cardholder back, and stays decided', async () => {
    const { body } = await open(provider, 'tok_requires_action', { returnUrl: 'https://shop.test/orders/1' });
    const approved = await choose(body, 'approve');
    expect([approved.status, approved.headers.get('location')]).toEqual([303, 'https://shop.test/orders/1']);
    await choose(body, 'decline');
    const after = (await look(provider, body.id)).body;
    expect(after.state).toBe('authorized');
    expect(after.nextAction).toBeUndefined();
    await expect.poll(() => merchant.told(body.id)).toEqual(['charge.authorized']);
  });

  it('declines on decline, and ends on a page of its own when no address was given', async () => {
    const { body } = await open(provider, 'tok_requires_action');
    const declined = await choose(body, 'decline');
    expect(declined.status).toBe(200);
    expect(await declined.text()).toContain('You can close this page');
    expect((await look(provider, body.id)).body).toMatchObject({
      state: 'declined',
      declineCode: 'authentication_failed',
    });
  });

  it('changes nothing when the charge was voided before', async () => {
    const { body } = await open(provider, 'tok_requires_action');
    await act(provider, body.id, 'void');
    await choose(body, 'approve');
    expect(await stateOf(body.id)).toBe('voided');
  });

  it('knows no page for a secret nobody was given', async () => {
    expect((await fetch(`${provider.url}/actions/act_${'0'.repeat(32)}`)).status).toBe(404);
  });
});

describe('the rules of the API', () => {
  it('refuses every move the table of states does not have', async () => {
    const { body } = await open(provider, 'tok_ok');
    expect((await act(provider, body.id, 'refunds', { amount: 1 })).body.code).toBe('charge_is_authorized');
    await act(provider, body.id, 'void');
    const captured = await act(provider, body.id, 'capture');
    expect([captured.status, captured.body.code]).toEqual([409, 'charge_is_voided']);
    expect((await act(provider, body.id, 'void')).status).toBe(409);
  });

  it.each([
    [{ amount: 0 }, 'invalid_amount'],
    [{ amount: 10.5 }, 'invalid_amount'],
    [{ amount: '4500' }, 'invalid_amount'],
    [{ currency: 'EURO' }, 'invalid_currency'],
    [{ currency: 'eur' }, 'invalid_currency'],
    [{ reference: '' }, 'invalid_request'],
    [{ capture: true }, 'invalid_request'],
    [{ returnUrl: 'javascript:alert(1)' }, 'invalid_request'],
  ])('refuses a charge with %o', async (more, code) => {
    const { status, body } = await open(provider, 'tok_ok', more);
    expect([status, body.code]).toEqual([400, code]);
    expect(provider.charges()).toEqual([]);
  });

  it('refuses a capture of another amount or currency than was authorized', async () => {
    const { body } = await open(provider, 'tok_ok');
    expect((await act(provider, body.id, 'capture', { amount: 4_499 })).body.code).toBe('invalid_amount');
    expect((await act(provider, body.id, 'capture', { currency: 'USD' })).body.code).toBe('invalid_currency');
    expect((await act(provider, body.id, 'capture', { amount: 4_500, currency: 'EUR' })).body.state).toBe('captured');
  });

  it('answers nobody without the key', async () => {
    const request = {
      method: 'POST',
      body: JSON.stringify(wanted('tok_ok')),
      headers: { authorization: `Bearer ${apiKey}x` },
    };
    expect((await fetch(`${provider.url}/v1/charges`, request)).status).toBe(401);
    expect((await fetch(`${provider.url}/control/statistics`)).status).toBe(401);
  });

  it('refuses what is no JSON object, and what is too long', async () => {
    expect((await call(`${provider.url}/v1/charges`, { body: [] })).body.code).toBe('invalid_json');
    const long = await call(`${provider.url}/v1/charges`, { body: { reference: 'x'.repeat(100_000) } });
    expect(long.status).toBe(413);
  });

  it('lists charges page by page, and by reference and key', async () => {
    for (const n of [1, 2, 3]) await open(provider, 'tok_ok', { reference: `order-${n}` }, `key-${n}`);
    interface Page {
      items: Charge[];
      nextCursor: string | null;
    }
    const list = async (query: string) => (await call<Page>(`${provider.url}/v1/charges?${query}`)).body;
    const first = await list('limit=2');
    const second = await list(`limit=2&cursor=${first.nextCursor ?? ''}`);
    expect([...first.items, ...second.items].map((charge) => charge.reference)).toEqual([
      'order-1',
      'order-2',
      'order-3',
    ]);
    expect(second.nextCursor).toBeNull();
    expect((await list('idempotencyKey=key-2')).items.map((charge) => charge.reference)).toEqual(['order-2']);
    expect((await list('reference=order-3')).items.map((charge) => charge.idempotencyKey)).toEqual(['key-3']);
    expect((await list('reference=order-3&idempotencyKey=key-2')).items).toEqual([]);
    expect((await list('idempotencyKey=unknown')).items).toEqual([]);
  });
});
