/** Who is at this browser: what cookies say, how they are renewed, and what an answer carries back. */
import { systemClock } from '@usher/kit/clock';
import { RouterContextProvider } from 'react-router';
import { describe, expect, it } from 'vitest';
import { askApi } from '../../app/api/server.ts';
import { safeNext } from '../../app/paths.ts';
import { createRenewals } from '../../app/session/renewal.ts';
import { requireViewer, sessionMiddleware, sessionOf } from '../../app/session/session.ts';
import { visitContext } from '../../app/visit.ts';

describe('session', () => {
  it('knows the viewer from the cookie, and asks nobody while the token is good', async () => {
    const visit = visiting({ cookies: { 'usher-access': token({ role: 'customer' }) } });
    await visit.pass();
    expect(sessionOf(visit.context).viewer).toMatchObject({ id: 'someone', role: 'customer' });
    expect(visit.asked).toEqual([]);
  });

  it('trades the refresh token when the access token has run out, and gives the browser both new ones', async () => {
    const old = token({ role: 'customer', exp: 1 });
    const visit = visiting({ cookies: { 'usher-access': old, 'usher-refresh': 'r1' } });
    const response = await visit.pass();
    expect(visit.asked).toEqual(['r1']);
    expect(sessionOf(visit.context).viewer?.role).toBe('customer');
    const cookies = response.headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) expect(cookie).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
    expect(cookies[1]).toMatch(/^usher-refresh=r1-next;/);
  });

  it('spends a refresh token once however many pages ask with it at the same time or shortly after', async () => {
    const visit = visiting({ cookies: { 'usher-refresh': 'r1' } });
    await Promise.all([visit.pass(), visit.pass(), visit.pass()]);
    await visit.pass();
    expect(visit.asked).toEqual(['r1']);
  });

  it('asks again while another copy trades the same token, under the key both send', async () => {
    const visits = [1, 2].map(() => visiting({ cookies: { 'usher-refresh': 'r1' }, runningElsewhere: 2 }));
    for (const visit of visits) {
      const response = await visit.pass();
      expect(visit.asked).toEqual(['r1', 'r1', 'r1']);
      expect(response.headers.getSetCookie()[1]).toMatch(/^usher-refresh=r1-next;/);
    }
    const keys = new Set(visits.flatMap((visit) => visit.keys));
    expect([...keys]).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
    const other = visiting({ cookies: { 'usher-refresh': 'r2' } });
    await other.pass();
    expect(keys).not.toContain(other.keys[0]);
  });

  it('keeps a session whose token another copy trades for too long', async () => {
    const visit = visiting({ cookies: { 'usher-refresh': 'r1' }, runningElsewhere: 1_000 });
    expect((await visit.pass()).headers.getSetCookie()).toEqual([]);
  });

  it('forgets a session that accounts refuses, and keeps one it cannot be asked about', async () => {
    const refused = visiting({ cookies: { 'usher-refresh': 'void' }, status: 401 });
    const cookies = (await refused.pass()).headers.getSetCookie();
    expect(cookies).toEqual([expect.stringContaining('usher-access=; '), expect.stringContaining('usher-refresh=; ')]);
    for (const cookie of cookies) expect(cookie).toContain('Max-Age=0');
    const away = visiting({ cookies: { 'usher-refresh': 'good' }, status: 503 });
    expect((await away.pass()).headers.getSetCookie()).toEqual([]);
    await away.pass();
    expect(away.asked).toEqual(['good', 'good']);
  });

  it('names and guards its cookies by how people reach the site', async () => {
    const visit = visiting({
      publicUrl: 'https://tickets.example',
      cookies: { 'usher-access': token({ role: 'admin' }) },
    });
    await visit.pass();
    // Over TLS the plain name is anybody's of the domain: it counts for nothing.
    expect(sessionOf(visit.context).viewer).toBeNull();
    const response = await visit.pass((session) =>
      session.signIn({ accessToken: 'a', expiresIn: 900, refreshToken: 'r' }),
    );
    for (const cookie of response.headers.getSetCookie()) expect(cookie).toMatch(/^__Host-usher-.*; Secure$/);
  });

  it('lets a guest in where guests may be, and sends them to log in and back where not', async () => {
    const visit = visiting({ cookies: { 'usher-access': token({ role: 'guest' }) } });
    await visit.pass();
    const request = new Request('http://localhost/account.data?tab=mail');
    const thrown = caught(() => requireViewer(visit.context, request));
    expect(thrown.status).toBe(302);
    expect(thrown.headers.get('location')).toBe('/login?next=%2Faccount%3Ftab%3Dmail');
  });

  it('answers 403 to who is signed in and may not', async () => {
    const visit = visiting({ cookies: { 'usher-access': token({ role: 'customer' }) } });
    await visit.pass();
    const request = new Request('http://localhost/admin');
    expect(caught(() => requireViewer(visit.context, request, ({ role }) => role === 'admin')).status).toBe(403);
    expect(requireViewer(visit.context, request).role).toBe('customer');
  });

  it('asks again after a token was taken back: with a new one, or as nobody when there is none to be had', async () => {
    const visit = visiting({ cookies: { 'usher-access': token({ role: 'customer' }), 'usher-refresh': 'r1' } });
    const answers = [Response.json({ code: 'invalid_token' }, { status: 401 }), Response.json({ items: [] })];
    const authorizations: (string | null)[] = [];
    visit.answer((request) => {
      authorizations.push(request.headers.get('authorization'));
      return answers.shift();
    });
    const response = await visit.pass(async () => {
      expect(
        (await askApi(visit.context, { method: 'GET', path: '/events', headers: {}, body: undefined })).status,
      ).toBe(200);
    });
    expect(visit.asked).toEqual(['r1']);
    expect(authorizations).toHaveLength(2);
    expect(response.headers.getSetCookie()).toHaveLength(2);

    const guest = visiting({ cookies: { 'usher-access': token({ role: 'guest' }) } });
    guest.answer((request) =>
      request.headers.has('authorization')
        ? Response.json({ code: 'invalid_token' }, { status: 401 })
        : new Response('{}'),
    );
    const cleared = await guest.pass(async () => {
      expect(
        (await askApi(guest.context, { method: 'GET', path: '/events', headers: {}, body: undefined })).status,
      ).toBe(200);
    });
    expect(cleared.headers.getSetCookie()[0]).toContain('Max-Age=0');
  });

  it('reads no token that is not one', async () => {
    for (const access of [
      '',
      'x',
      'a.b.c',
      `a.${Buffer.from('[]').toString('base64url')}.c`,
      `a.${Buffer.from('null').toString('base64url')}.c`,
    ]) {
      const visit = visiting({ cookies: { 'usher-access': access } });
      await visit.pass();
      expect(sessionOf(visit.context).viewer).toBeNull();
    }
  });
});

describe('next page after signing in', () => {
  it('is one of ours, or home', () => {
    expect(safeNext('/events/jazz?page=2')).toBe('/events/jazz?page=2');
    for (const bad of [
      null,
      '',
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      'javascript:alert(1)',
      '/a\nb',
    ])
      expect(safeNext(bad)).toBe('/');
  });
});

interface Visiting {
  readonly cookies: Readonly<Record<string, string>>;
  readonly publicUrl?: string;
  readonly status?: number;
  /** How often accounts says that the same request is still running. */
  readonly runningElsewhere?: number;
}

/** A browser with cookies, in front of an accounts service that answers every refresh token once. */
function visiting({ cookies, publicUrl = 'http://localhost:3000', status = 200, runningElsewhere = 0 }: Visiting) {
  const asked: string[] = [];
  const keys: (string | null)[] = [];
  let other: (request: Request) => Response | undefined = () => undefined;
  const api = async (request: Request): Promise<Response> => {
    if (!request.url.endsWith('/api/auth/refresh')) return other(request) ?? new Response(null, { status: 500 });
    const { refreshToken } = (await request.json()) as { refreshToken: string };
    asked.push(refreshToken);
    keys.push(request.headers.get('idempotency-key'));
    if (asked.length <= runningElsewhere) return new Response(null, { status: 409 });
    if (status !== 200) return new Response(null, { status });
    return Response.json({
      accessToken: token({ role: 'customer' }),
      refreshToken: `${refreshToken}-next`,
      expiresIn: 900,
    });
  };
  const surroundings = { api, clock: systemClock, publicUrl };
  const renewOnce = createRenewals(surroundings);
  const context = new RouterContextProvider();
  context.set(visitContext, { ...surroundings, renewOnce, nonce: 'n', address: '127.0.0.1', requestId: 'a-request' });
  const cookie = Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
  const pass = (work: (session: ReturnType<typeof sessionOf>) => void | Promise<void> = () => undefined) =>
    sessionMiddleware({ request: new Request(publicUrl, { headers: { cookie } }), context }, async () => {
      await work(sessionOf(context));
      return new Response(null);
    });
  const answer = (next: typeof other) => {
    other = next;
  };
  return { context, asked, keys, pass, answer };
}

function token(claims: { role: string; exp?: number }): string {
  const payload = { sub: 'someone', exp: Math.floor(systemClock.now() / 1000) + 600, organizations: {}, ...claims };
  return `head.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.signature`;
}

function caught(work: () => unknown): Response {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}
