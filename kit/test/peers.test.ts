import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { sql } from '@usher/kit/database';
import { eventually, loseReplies, openTestHost, type TestHost } from '@usher/kit/testing';
import { peerTokens, peerVerifier } from '@usher/kit/peers';
import { movableClock, systemClock } from '@usher/kit/clock';
import { RefusedError, refuse } from '@usher/kit/refusal';
import { currentKey, type SigningKey } from '@usher/kit/signing-keys';
import type { ServiceDefinition } from '@usher/kit/service';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createSigner, type TestSigner } from './signer.ts';
import { everyService, listenTo, type OneHost } from './two-hosts.ts';

const [jarsDefinition, tastingDefinition] = everyService as [ServiceDefinition, ServiceDefinition];

describe('two hosts', () => {
  let signer: TestSigner;
  let token: string;
  let jars: OneHost;
  let tasting: OneHost;
  let seatsUrl = '';
  beforeAll(async () => {
    signer = await createSigner();
    token = await signer.token();
    jars = await listenTo({ signer, services: [jarsDefinition], peers: { tickets: () => tasting.url } });
    seatsUrl = jars.url;
    tasting = await listenTo({ signer, services: [tastingDefinition], peers: { seats: () => seatsUrl } });
  });
  afterAll(async () => {
    await tasting.close();
    await jars.close();
  });

  const post = (to: string, body: unknown) =>
    fetch(to, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const fill = async (label: string) => (await bodyOf(await post(`${jars.url}/api/jars`, { label, spoons: 2 }))).id;
  const look = (id: string) => fetch(`${tasting.url}/api/tastings/${id}`);
  const serviceKey = () => currentKey(tasting.host.running.get('tickets')!.db, 'service');
  const askInside = async (claims: { caller?: string; audience?: string; key?: SigningKey; token?: string }) => {
    const given =
      claims.token ??
      (await peerTokens({
        caller: claims.caller ?? 'tickets',
        audience: claims.audience ?? 'seats',
        key: async () => claims.key ?? (await serviceKey()),
        clock: systemClock,
      })());
    const response = await fetch(`${jars.url}/internal/seats/jars/${systemClock.newId()}`, {
      headers: { authorization: `Bearer ${given}` },
    });
    return [response.status, (await bodyOf(response)).code];
  };

  it('speak over HTTP: an answer, a refusal, and facts', async () => {
    const id = await fill('plum');
    expect(await (await look(id)).json()).toEqual({ id, label: 'plum', spoons: 2 });
    const unknown = await look(systemClock.newId());
    expect([unknown.status, (await bodyOf(unknown)).code]).toEqual([404, 'not_found']);
    await eventually(async () => {
      const { db } = tasting.host.running.get('tickets')!;
      expect(await db.query(sql`select label, spoons from tasted where label = 'plum'`)).toEqual([
        { label: 'plum', spoons: 2 },
      ]);
    });
  });

  it('admit a peer that says it needs them, and nobody else', async () => {
    expect(await askInside({})).toEqual([404, 'not_found']);
    const stranger = await jarsKey(jars);
    // Properly signed by a service that does not list this one in its needs.
    expect(await askInside({ caller: 'seats', key: stranger })).toEqual([403, 'forbidden']);
    expect(await askInside({ audience: 'orders' })).toEqual([401, 'invalid_token']);
    expect(await askInside({ key: stranger })).toEqual([401, 'invalid_token']);
    expect(await askInside({ caller: 'orders' })).toEqual([401, 'invalid_token']);
    expect(await askInside({ token })).toEqual([401, 'invalid_token']);
    const bare = await fetch(`${jars.url}/internal/seats/jars/${systemClock.newId()}`);
    expect([bare.status, (await bodyOf(bare)).code]).toEqual([401, 'unauthenticated']);
  });

  it('do not take a service token for a user, nor give their log to a user', async () => {
    const key = serviceKey;
    const service = await peerTokens({ caller: 'tickets', audience: 'seats', key, clock: systemClock })();
    const asUser = await fetch(`${jars.url}/api/jars`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service}` },
    });
    expect(asUser.status).toBe(401);
    const log = await fetch(`${jars.url}/internal/seats/log?after=0`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(log.status).toBe(401);
  });

  it('give up on a peer that takes longer than the call may, wherever it runs', async () => {
    const late = await post(`${tasting.url}/api/tastings`, { label: 'slow', afterMs: 3_000, timeoutMs: 100 });
    expect([late.status, (await bodyOf(late)).code]).toEqual([503, 'unavailable']);
    expect(late.headers.get('retry-after')).toBe('1');
  });

  it('say that a peer is away when nothing, or something else, answers at its address', async () => {
    const stranger = createServer((_request, response) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
    });
    stranger.listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const strangersUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    for (const url of [strangersUrl, 'http://127.0.0.1:1']) {
      const lonely = await listenTo({ signer, services: [tastingDefinition], peers: { seats: () => url } });
      const response = await fetch(`${lonely.url}/api/tastings/${systemClock.newId()}`);
      expect([response.status, (await bodyOf(response)).code]).toEqual([503, 'unavailable']);
      await lonely.close();
    }
    stranger.close();
  });
});

describe('one host', () => {
  const open = (options: { lose?: number } = {}): Promise<TestHost> =>
    openTestHost({
      postgresUrl: inject('postgresUrl'),
      services: everyService,
      ...(options.lose === undefined ? {} : { wrapTransport: loseReplies('fillSlowly', options.lose) }),
    });

  it('makes one thing of a call whose reply was lost and that was sent again under its key', async () => {
    const host = await open({ lose: 2 });
    const as = await host.tokenFor({ id: systemClock.newId() });
    const send = () =>
      host.call('POST /tastings', { as, body: { label: 'plum' }, headers: { 'idempotency-key': 'first-order' } });
    const statuses = [(await send()).status, (await send()).status, (await send()).status];
    expect(statuses).toEqual([503, 503, 201]);
    expect(await host.rows('seats', 'select label from jar')).toEqual([{ label: 'plum' }]);
    await host.close();
  });

  it('gives up on a peer in the same process as it would on one far away', async () => {
    const host = await open();
    const as = await host.tokenFor({ id: systemClock.newId() });
    const late = await host.call('POST /tastings', { as, body: { label: 'slow', afterMs: 1_000, timeoutMs: 50 } });
    expect([late.status, late.json()['code']]).toEqual([503, 'unavailable']);
    await host.close();
  });

  it('calls no peer from inside a transaction', async () => {
    const host = await open();
    const answer = await host.call(`GET /tastings/${systemClock.newId()}/locked`);
    expect([answer.status, answer.json()['code']]).toEqual([500, 'internal_error']);
    await host.close();
  });
});

describe('the verifier of peers', () => {
  it('takes a new key as soon as it is used, and does not ask again for each made-up one', async () => {
    const clock = movableClock(Date.parse('2030-01-01T00:00:00Z'));
    const [old, fresh, forged] = [await createSigner(), await createSigner(), await createSigner()];
    let published = [old.publicJwk];
    let reads = 0;
    const verify = peerVerifier({
      audience: 'seats',
      clock,
      keysOf: async () => {
        reads += 1;
        return { keys: published };
      },
    });
    const tokenBy = ({ privateKey, publicJwk }: TestSigner) =>
      peerTokens({
        caller: 'tickets',
        audience: 'seats',
        clock,
        key: async () => ({ id: publicJwk.kid ?? '', privateKey, publicJwk }),
      })();
    expect(await verify(await tokenBy(old))).toBe('tickets');
    published = [fresh.publicJwk, old.publicJwk];
    clock.advance(2_000);
    expect(await verify(await tokenBy(fresh))).toBe('tickets');
    expect(reads).toBe(2);
    for (let i = 0; i < 20; i += 1) expect(await verify(await tokenBy(forged))).toBeUndefined();
    expect(reads).toBe(2);
  });

  it('cannot tell while a caller does not give its keys, and goes on with those it knows', async () => {
    const clock = movableClock(Date.parse('2030-01-01T00:00:00Z'));
    const { privateKey, publicJwk } = await createSigner();
    let away = true;
    const verify = peerVerifier({
      audience: 'seats',
      clock,
      keysOf: async () => {
        if (away) throw new RefusedError(refuse('unavailable'));
        return { keys: [publicJwk] };
      },
    });
    const key = async () => ({ id: publicJwk.kid ?? '', privateKey, publicJwk });
    const token = peerTokens({ caller: 'tickets', audience: 'seats', clock, key });
    await expect(verify(await token())).rejects.toThrow(RefusedError);
    away = false;
    expect(await verify(await token())).toBe('tickets');
    away = true;
    clock.advance(60_000);
    expect(await verify(await token())).toBe('tickets');
    clock.advance(300_000);
    await expect(verify(await token())).rejects.toThrow(RefusedError);
  });
});

function jarsKey(of: OneHost): Promise<SigningKey> {
  return currentKey(of.host.running.get('seats')!.db, 'service');
}

async function bodyOf(response: Response): Promise<{ id: string; code: string }> {
  return (await response.json()) as { id: string; code: string };
}
