import { createServer } from 'node:http';
import { once } from 'node:events';
import { systemClock } from '@usher/kit/clock';
import { sql } from '@usher/kit/database';
import { openHost } from '@usher/kit/host';
import { createMetrics } from '@usher/kit/metrics';
import { eventually } from '@usher/kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCopy } from './copy-of-a-peer.ts';
import { silent } from './jars.ts';
import { createSigner, type TestSigner } from './signer.ts';
import { everyService, listenTo, type OneHost } from './two-hosts.ts';

describe('a host without accounts', () => {
  it('opens while accounts is away, says that it is not ready, and is as soon as accounts answers', async () => {
    const signer = await createSigner();
    // A port that is free now, and taken later by accounts.
    const later = await startCopy();
    await later.stop();
    const host = await openHost({
      services: [],
      all: everyService,
      env: {},
      log: silent,
      clock: systemClock,
      metrics: createMetrics({ defaults: false }),
      databaseUrl: () => '',
      peerUrl: (service) => (service === 'accounts' ? later.url : undefined),
      connectionsPerService: 1,
    });
    expect(await host.unready()).toEqual(['accounts has not said yet whose tokens are good']);
    await expect(host.verifyUser(await signer.token())).rejects.toMatchObject({ refusal: { code: 'unavailable' } });
    const trust = JSON.stringify(await signer.trust());
    const accounts = createServer((request, response) => {
      response.writeHead(['/internal/accounts/trust', '/ready'].includes(request.url ?? '') ? 200 : 404).end(trust);
    });
    accounts.listen(later.port, '127.0.0.1');
    await once(accounts, 'listening');
    await eventually(async () => {
      expect(await host.unready()).toEqual([]);
    });
    expect(await host.verifyUser(await signer.token())).toMatchObject({ role: 'customer' });
    await host.close();
    accounts.close();
  });
});

describe('a host and two copies of its peer', () => {
  let signer: TestSigner;
  let first: OneHost;
  let second: OneHost;
  let tasting: OneHost;
  beforeAll(async () => {
    signer = await createSigner();
    const peers = { tickets: () => tasting.url };
    first = await listenTo({ signer, services: everyService.slice(0, 1), peers });
    second = await listenTo({
      signer,
      services: everyService.slice(0, 1),
      databases: first.databases,
      peers,
    });
    tasting = await listenTo({
      signer,
      services: everyService.slice(1),
      peers: { seats: () => `${first.url}, ${second.url}` },
    });
  });
  afterAll(async () => {
    await Promise.all([tasting.close(), first.close(), second.close()]);
  });
  const taste = async () =>
    fetch(`${tasting.url}/api/tastings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await signer.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ label: 'plum' }),
    });

  it('know the copies of what is elsewhere, and none of what is here or nowhere', async () => {
    expect(await tasting.host.copiesOf('seats')?.urls()).toEqual([first.url, second.url]);
    expect([tasting.host.copiesOf('tickets'), tasting.host.copiesOf('orders')]).toEqual([undefined, undefined]);
  });

  it('reach either copy of a peer, and the other one when one is gone', async () => {
    for (let i = 0; i < 4; i += 1) expect((await taste()).status).toBe(201);
    await first.close();
    for (let i = 0; i < 10; i += 1) expect((await taste()).status).toBe(201);
    const jars = await second.host.running.get('seats')?.db.query(sql`select count(*)::int as filled from jar`);
    expect(jars).toEqual([{ filled: 14 }]);
  });

  it('tell an admin how a service is, and nobody else', async () => {
    const ask = async (headers: Record<string, string>) => {
      const response = await fetch(`${second.url}/internal/seats/health`, { headers });
      return [response.status, (await response.json()) as object] as const;
    };
    const as = async (role: string) => ({ authorization: `Bearer ${await signer.token({ role })}` });
    const [status, health] = await ask(await as('admin'));
    expect(status).toBe(200);
    expect(health).toMatchObject({ name: 'seats', state: 'working' });
    const cookie = `usher-access=${await signer.token({ role: 'admin' })}`;
    expect((await ask({ cookie }))[0]).toBe(200);
    expect(await ask(await as('organizer'))).toMatchObject([403, { code: 'forbidden' }]);
    expect(await ask({})).toMatchObject([401, { code: 'unauthenticated' }]);
    expect(await ask({ authorization: 'Bearer made.up.token' })).toMatchObject([401, { code: 'invalid_token' }]);
  });
});
