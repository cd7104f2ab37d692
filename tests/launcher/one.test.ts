/** One service as a process of its own, on a real Postgres. */
import { accounts } from '@usher/contracts/accounts';
import { freePort } from '@usher/kit/testing-programs';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase } from '../../run/create-database.ts';
import { build } from '../../run/prepare.mjs';
import { gone, ready, runBundle } from './bundles.ts';

const GONE_MS = 4_000;

beforeAll(() => build({ web: false }), 60_000);

describe('one service alone', () => {
  it('serves what its contract promises, describes nothing else, and is gone soon after SIGTERM', async () => {
    const database = await createDatabase(inject('postgresUrl'), `usher_one_${process.pid}`);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const { child } = runBundle('one', ['accounts'], { ACCOUNTS_DATABASE_URL: database, PORT: String(port) });
    await ready(child, url);
    const guest = await fetch(`${url}/api/auth/guest`, { method: 'POST' });
    expect(guest.status).toBe(201);
    expect(guest.headers.get('ratelimit')).toContain('guest');
    expect(guest.headers.get('x-frame-options')).toBe('DENY');

    const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as { paths: Record<string, object> };
    const described = Object.entries(document.paths).flatMap(([at, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${at.replace('/api', '')}`),
    );
    const promised = Object.values(accounts.operations).map(({ route }) => route);
    expect(described.sort()).toEqual(promised.sort());
    expect((await fetch(`${url}/api/documentation/`)).headers.get('content-type')).toContain('text/html');
    const nowhere = await fetch(`${url}/api/documentation/static/nothing.js`);
    expect(nowhere.headers.get('content-type')).toContain('application/problem+json');
    expect(await nowhere.json()).toMatchObject({ status: 404, code: 'not_found' });
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('process_cpu');
    expect((await fetch(`${url}/internal/accounts/keys`)).status).toBe(200);
    expect((await fetch(`${url}/api/events`)).status).toBe(404);

    const asked = performance.now();
    child.kill('SIGTERM');
    await gone(child);
    expect(performance.now() - asked).toBeLessThan(GONE_MS);
    expect(child.exitCode).toBe(0);
  });

  it('believes a proxy of this machine about who is calling', async () => {
    const database = await createDatabase(inject('postgresUrl'), `usher_one_proxied_${process.pid}`);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const { child } = runBundle('one', ['accounts'], { ACCOUNTS_DATABASE_URL: database, PORT: String(port) });
    await ready(child, url);
    const left = async (address: string) => {
      const headers = { 'x-forwarded-for': address };
      const answer = await fetch(`${url}/api/auth/guest`, { method: 'POST', headers });
      return Number(/r=(\d+)/.exec(answer.headers.get('ratelimit') ?? '')?.[1]);
    };
    const first = await left('198.51.100.1');
    expect(await left('198.51.100.1')).toBe(first - 1);
    expect(await left('198.51.100.2')).toBe(first);
  });

  it('ends with a sentence when it has no database', async () => {
    const { child, said } = runBundle('one', ['seats'], {});
    await gone(child);
    expect(child.exitCode).toBe(1);
    expect(said()).toContain('seats has no database: set SEATS_DATABASE_URL, or DATABASE_URL');
  });

  it('ends with a sentence that names all services when it is told to be another one', async () => {
    for (const name of ['tickts', '']) {
      const { child, said } = runBundle('one', name === '' ? [] : [name], {});
      await gone(child);
      expect(child.exitCode).toBe(1);
      expect(said()).toContain(
        'gateway, accounts, catalog, seats, orders, payments, tickets, notifications, waiting-room',
      );
    }
  });

  it('says which setting is missing before it looks for its database', async () => {
    const { child, said } = runBundle('one', ['payments'], {
      PAYMENTS_DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none',
    });
    await gone(child);
    expect(child.exitCode).toBe(1);
    expect(said()).toContain('CARD_PROVIDER_URL');
  });
});
