import { createHmac } from 'node:crypto';
import { appendFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CardProvider } from '../src/card-provider.ts';
import { signWebhook } from '../src/card/signature.ts';
import { act, call, look, type Merchant, open, startMerchant, startProvider, webhookSecret } from './merchant.ts';

let merchant: Merchant;
let provider: CardProvider;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'card-provider-'));
  merchant = await startMerchant();
  provider = await startProvider(merchant, { store: join(folder, 'charges.jsonl') });
});

afterEach(async () => {
  await provider.close();
  merchant.close();
  await rm(folder, { recursive: true });
});

async function restart() {
  await provider.close();
  provider = await startProvider(merchant, { store: join(folder, 'charges.jsonl') });
}

it('lets nobody else on the machine read its journal', async () => {
  expect((await stat(join(folder, 'charges.jsonl'))).mode & 0o077).toBe(0);
});

describe('an Idempotency-Key', () => {
  it('has one effect and one answer, also for requests at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => open(provider, 'tok_ok', {}, 'key-1')));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(provider.charges()).toHaveLength(1);
    expect(provider.statistics().replays).toBe(19);
  });

  it('answers with the first answer, even when the charge has moved on', async () => {
    const { body } = await open(provider, 'tok_ok', {}, 'key-1');
    await act(provider, body.id, 'capture', {}, 'key-2');
    expect((await open(provider, 'tok_ok', {}, 'key-1')).body.state).toBe('authorized');
    expect((await act(provider, body.id, 'capture', {}, 'key-2')).body.state).toBe('captured');
  });

  it('cannot be used for another request', async () => {
    const { body } = await open(provider, 'tok_ok', {}, 'key-1');
    const other = await open(provider, 'tok_ok', { amount: 9 }, 'key-1');
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    expect((await act(provider, body.id, 'capture', {}, 'key-1')).status).toBe(422);
  });

  it('is free again after a refusal that changed nothing', async () => {
    const { body } = await open(provider, 'tok_slow');
    expect((await act(provider, body.id, 'capture', {}, 'key-2')).status).toBe(409);
    await expect.poll(async () => (await look(provider, body.id)).body.state).toBe('authorized');
    expect((await act(provider, body.id, 'capture', {}, 'key-2')).body.state).toBe('captured');
  });
});

describe('webhooks', () => {
  it('are signed over their time and raw body', async () => {
    await open(provider, 'tok_ok');
    await expect.poll(() => merchant.deliveries.length).toBe(1);
    const [delivery] = merchant.deliveries;
    const [, t = '', v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(delivery?.signature ?? '') ?? [];
    const expected = createHmac('sha256', webhookSecret)
      .update(`${t}.${delivery?.rawBody ?? ''}`)
      .digest('hex');
    expect(v1).toBe(expected);
    expect(signWebhook(webhookSecret, delivery?.rawBody ?? '', Number(t))).toBe(delivery?.signature);
    expect(delivery?.event.id).toMatch(/^evt_[0-9a-f]{32}$/);
  });

  it('are tried again until the merchant takes them', async () => {
    merchant.answerWith(500, 404, 302);
    const { body } = await open(provider, 'tok_ok');
    await expect.poll(() => provider.statistics().webhooks.delivered).toBe(1);
    expect(merchant.told(body.id)).toHaveLength(4);
    expect(new Set(merchant.deliveries.map(({ event }) => event.id)).size).toBe(1);
  });

  it('are parked and listed after the eighth try, also over a restart', async () => {
    merchant.answerWith(...Array.from({ length: 8 }, () => 503));
    const { body } = await open(provider, 'tok_ok');
    await expect.poll(() => provider.parkedWebhooks().length).toBe(1);
    expect(merchant.told(body.id)).toHaveLength(8);
    await restart();
    expect(provider.parkedWebhooks()).toMatchObject([{ reason: 'answered 503', event: { data: { id: body.id } } }]);
    expect(provider.statistics().webhooks.waiting).toBe(0);
  });

  it('wait while paused and are sent after resuming', async () => {
    provider.pauseWebhooks();
    const { body } = await open(provider, 'tok_ok');
    expect(provider.statistics().webhooks).toMatchObject({ waiting: 1, delivered: 0 });
    expect(merchant.deliveries).toEqual([]);
    provider.resumeWebhooks();
    await expect.poll(() => merchant.told(body.id)).toEqual(['charge.authorized']);
  });

  it('are sent twice under one id on request', async () => {
    provider.duplicateWebhooks(1);
    await open(provider, 'tok_ok');
    await expect.poll(() => merchant.deliveries.length).toBe(2);
    expect(merchant.deliveries[0]?.rawBody).toBe(merchant.deliveries[1]?.rawBody);
  });
});

describe('a restart', () => {
  it('keeps charges, answers and undelivered webhooks, and finishes what was processing', async () => {
    provider.pauseWebhooks();
    const ok = (await open(provider, 'tok_ok', {}, 'key-1')).body;
    const slow = (await open(provider, 'tok_slow')).body;
    await restart();
    expect((await open(provider, 'tok_ok', {}, 'key-1')).body).toEqual(ok);
    await expect.poll(() => merchant.told(ok.id)).toEqual(['charge.authorized']);
    await expect.poll(() => merchant.told(slow.id)).toEqual(['charge.authorized']);
    await expect.poll(() => provider.statistics().webhooks.waiting).toBe(0);
    const toldBefore = merchant.deliveries.length;
    await restart();
    expect(provider.statistics().webhooks.waiting).toBe(0);
    expect(provider.charges().map((charge) => charge.state)).toEqual(['authorized', 'authorized']);
    expect(merchant.deliveries).toHaveLength(toldBefore);
  });

  it('forgets a change whose line was torn, and reads on after it the next time', async () => {
    await open(provider, 'tok_ok');
    await provider.close();
    await appendFile(join(folder, 'charges.jsonl'), '[{"kind":"charge","record":{"char');
    await restart();
    await open(provider, 'tok_ok');
    await restart();
    expect(provider.charges()).toHaveLength(2);
  });
});

describe('faults on order', () => {
  it('drop and error_500 happen before the effect', async () => {
    provider.failNext(1, 'drop');
    await expect(open(provider, 'tok_ok')).rejects.toThrow('fetch failed');
    provider.failNext(1, 'error_500');
    expect((await open(provider, 'tok_ok')).status).toBe(500);
    expect(provider.charges()).toEqual([]);
    expect((await open(provider, 'tok_ok')).status).toBe(201);
  });

  it('timeout_after_effect leaves the caller waiting for a charge that stands', async () => {
    provider.failNext(1, 'timeout_after_effect');
    const never = open(provider, 'tok_ok', {}, 'key-1');
    never.catch(() => undefined);
    await expect.poll(() => provider.charges().length).toBe(1);
    expect((await open(provider, 'tok_ok', {}, 'key-1')).body.id).toBe(provider.charges()[0]?.id);
    await provider.close();
    await expect(never).rejects.toThrow('fetch failed');
    provider = await startProvider(merchant);
  });

  it('can be ordered over HTTP, for a provider in a process of its own', async () => {
    const control = (path: string, body?: object) =>
      call<Record<string, unknown>>(`${provider.url}/control/${path}`, body && { body });
    expect((await control('fail-next', { times: 1, fault: 'error_500' })).status).toBe(200);
    expect((await open(provider, 'tok_ok')).status).toBe(500);
    expect((await control('fail-next', { times: 1, fault: { slowMs: 1 } })).status).toBe(200);
    expect((await open(provider, 'tok_ok')).status).toBe(201);
    expect((await control('fail-next', { times: 1, fault: 'earthquake' })).status).toBe(400);
    expect((await control('pause-webhooks', {})).status).toBe(200);
    expect((await control('resume-webhooks', {})).status).toBe(200);
    expect((await control('duplicate-webhooks', { times: 1 })).status).toBe(200);
    expect((await control('statistics')).body).toMatchObject({ requests: { 'POST /v1/charges': 2 } });
    expect((await control('parked-webhooks')).body).toEqual({ items: [] });
  });
});
