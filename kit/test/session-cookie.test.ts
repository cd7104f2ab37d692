import { createEdge } from '@usher/kit/edge';
import { systemClock } from '@usher/kit/clock';
import { PLAIN_SESSION_COOKIE, SECURE_SESSION_COOKIE } from '@usher/kit/session-cookie';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silent } from './jars.ts';
import { createSigner, type TestSigner } from './signer.ts';
import { everyService, listenTo, type OneHost } from './two-hosts.ts';

describe('the session cookie', () => {
  let host: OneHost;
  let signer: TestSigner;
  let token: string;
  beforeAll(async () => {
    signer = await createSigner();
    token = await signer.token();
    host = await listenTo({ signer, services: everyService, trustedProxies: ['127.0.0.1'] });
  });
  afterAll(async () => {
    await host.close();
  });

  const fill = (headers: Record<string, string>) =>
    fetch(`${host.url}/api/jars`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ label: 'plum', spoons: 1 }),
    });
  const look = (headers: Record<string, string>) =>
    fetch(`${host.url}/api/tastings/${systemClock.newId()}`, { headers });
  const answered = async (asking: Promise<Response>) => {
    const answer = await asking;
    return [answer.status, ((await answer.json()) as { code?: string }).code];
  };
  const plain = (value: string) => `${PLAIN_SESSION_COOKIE}=${value}`;
  const secure = (value: string) => `${SECURE_SESSION_COOKIE}=${value}`;
  const overTls = { 'x-forwarded-proto': 'https' };

  it('says who is calling, wherever it stands among other cookies', async () => {
    expect((await fill({ cookie: plain(token) })).status).toBe(201);
    expect((await fill({ cookie: `theme=dark; ${plain(token)};lang=en` })).status).toBe(201);
    expect((await fill({ cookie: secure(token) })).status).toBe(201);
    expect((await fill({ ...overTls, cookie: secure(token) })).status).toBe(201);
  });

  it('counts over TLS only when it is the one that came over TLS', async () => {
    expect(await answered(fill({ ...overTls, cookie: plain(token) }))).toEqual([401, 'unauthenticated']);
    expect(await answered(fill({ cookie: `${plain(token)}; ${secure('a.b.c')}` }))).toEqual([401, 'unauthenticated']);
    expect((await fill({ cookie: `${plain('a.b.c')}; ${secure(token)}` })).status).toBe(201);
  });

  it.each([
    ['forged', async () => (await createSigner()).token()],
    ['expired', () => signer.token({ expiresInSeconds: -10 })],
    ['none', async () => 'not "a" token'],
    ['empty', async () => ''],
  ])('is as none when its token is %s', async (_, make) => {
    const cookie = plain(await make());
    expect(await answered(fill({ cookie }))).toEqual([401, 'unauthenticated']);
    expect(await answered(look({ cookie }))).toEqual([404, 'not_found']);
  });

  it('never speaks against the Authorization header', async () => {
    const bad = { authorization: 'Bearer a.b.c', cookie: plain(token) };
    expect(await answered(fill(bad))).toEqual([401, 'invalid_token']);
    expect((await fill({ authorization: `Bearer ${token}`, cookie: plain('a.b.c') })).status).toBe(201);
  });

  it('changes nothing for a page that is not ours, and reads for whoever brings it', async () => {
    const cookie = plain(token);
    expect(await answered(fill({ cookie, origin: 'https://evil.example' }))).toEqual([403, 'forbidden']);
    expect(await answered(fill({ cookie, 'sec-fetch-site': 'cross-site' }))).toEqual([403, 'forbidden']);
    expect((await fill({ cookie, origin: host.url })).status).toBe(201);
    expect((await fill({ cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(201);
    expect(await answered(look({ cookie, origin: 'https://evil.example' }))).toEqual([404, 'not_found']);
  });

  it('opens nothing between services', async () => {
    const url = `${host.url}/internal/seats/jars/${systemClock.newId()}`;
    expect((await fetch(url, { headers: { cookie: plain(token) } })).status).toBe(401);
  });
});

describe('a page behind the edge', () => {
  it('may say in its own headers what a browser may load, use and keep', async () => {
    const app = createEdge({ log: silent, clock: systemClock, trustedProxies: [], corsOrigins: [] });
    const own = {
      'content-security-policy': "default-src 'self'",
      'permissions-policy': 'camera=(self)',
      'cache-control': 'public, max-age=60',
    };
    app.get('/page', (_request, reply) => reply.headers(own).type('text/html').send('<h1>Hello</h1>'));
    const { headers } = await app.inject('/page');
    expect(headers).toMatchObject({ ...own, 'x-content-type-options': 'nosniff' });
    await app.close();
  });
});
