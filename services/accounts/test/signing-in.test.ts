import { afterAll, beforeAll, expect, test } from 'vitest';
import { PLAIN_SESSION_COOKIE } from '@usher/kit/session-cookie';
import type { TestHost } from '@usher/kit/testing';
import { code, facts, GOOD_PASSWORD, login, openAccounts, person, register, tryLogin } from './accounts-host.ts';

let host: TestHost;
beforeAll(async () => {
  host = await openAccounts();
});
afterAll(() => host.close());

const profile = (as: string) => host.call('GET /auth/profile', { as });
const refresh = (refreshToken: string) => host.call('POST /auth/refresh', { body: { refreshToken } });

const decodedClaims = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

test('registering signs in, and the token opens the profile', async () => {
  const body = person('New.Person');
  const answer = await host.call('POST /auth/register', { body });
  expect(answer.status).toBe(201);
  const { user, accessToken, expiresIn } = answer.json<{ user: object; accessToken: string; expiresIn: number }>();
  expect(user).toMatchObject({
    email: body.email.toLowerCase(),
    role: 'customer',
    locale: 'en',
    marketingConsent: false,
    organizations: [],
  });
  expect(expiresIn).toBe(900);
  expect((await profile(accessToken)).json()).toEqual(user);
  expect(answer.text).not.toContain('argon2');
});

test('an address is taken once, whatever its case, and its owner hears of later tries at most once an hour', async () => {
  const own = await openAccounts();
  const [body, other, disabled] = [person(), person(), person()];
  for (const each of [body, other, disabled]) await register(own, each);
  await own.rows('accounts', 'update account set disabled = true where email = $1', [disabled.email]);
  const again = { ...body, email: body.email.toUpperCase(), firstName: 'Stranger', locale: 'sv' };
  const tryAgain = async (times: number) => {
    const answers = await Promise.all(
      Array.from({ length: times }, () => own.call('POST /auth/register', { body: again })),
    );
    for (const answer of answers) expect(code(answer)).toEqual([409, 'email_taken']);
  };
  const told = async () => (await facts(own, 'registration.repeated')).map(({ payload }) => payload);
  const owner = { email: body.email, firstName: body.firstName, locale: 'en' };
  await tryAgain(4);
  await own.moveTime(3_500);
  await tryAgain(1);
  expect(await told()).toEqual([owner]);
  await own.moveTime(3_700);
  await tryAgain(2);
  expect(await told()).toEqual([owner, owner]);
  // Each address is counted for itself, and a disabled account has nothing to log in to.
  for (const each of [other, disabled]) {
    expect(code(await own.call('POST /auth/register', { body: each }))).toEqual([409, 'email_taken']);
  }
  expect((await told()).map(({ email }) => email)).toEqual([body.email, body.email, other.email]);
  await own.close();
});

test('two registrations of one address at once make one account', async () => {
  const body = person();
  const answers = await Promise.all([1, 2, 3].map(() => host.call('POST /auth/register', { body })));
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409]);
  expect(await host.rows('accounts', 'select id from account where email = $1', [body.email])).toHaveLength(1);
});

test('a guest who registers keeps the id, and the guest token ends', async () => {
  const guest = (await host.call('POST /auth/guest')).json<{ accessToken: string; expiresIn: number }>();
  expect(guest.expiresIn).toBe(86_400);
  const { sub } = JSON.parse(Buffer.from(guest.accessToken.split('.')[1] ?? '', 'base64url').toString()) as {
    sub: string;
  };
  expect(code(await profile(guest.accessToken))).toEqual([403, 'forbidden']);
  const { user, accessToken } = await register(host, person(), guest.accessToken);
  expect(user.id).toBe(sub);
  expect((await profile(accessToken)).status).toBe(200);
  expect(code(await profile(guest.accessToken))).toEqual([401, 'invalid_token']);
});

test('a guest known by the session cookie keeps the id just as well', async () => {
  const guest = (await host.call('POST /auth/guest')).json<{ accessToken: string }>();
  const cookie = `${PLAIN_SESSION_COOKIE}=${guest.accessToken}`;
  const made = await host.call('POST /auth/register', { body: person(), headers: { cookie } });
  const { user, accessToken } = made.json<{ user: { id: string }; accessToken: string }>();
  expect(decodedClaims(guest.accessToken)).toMatchObject({ sub: user.id, role: 'guest' });
  expect((await profile(accessToken)).status).toBe(200);
  expect(code(await host.call('GET /auth/profile', { headers: { cookie } }))).toEqual([401, 'unauthenticated']);
});

test.each([
  'password',
  '12345678',
  'qwertyuiop',
  'aaaaaaaa',
  'abcabcabc',
  'Password1!',
  'Usher2026',
  'iloveyou1',
  'ines.okafor',
  'abcdefgh',
])('the password %s is too easy to guess', async (password) => {
  const answer = await host.call('POST /auth/register', { body: { ...person(), password } });
  expect(code(answer)).toEqual([400, 'weak_password']);
  expect(answer.json()['errors']).toMatchObject([{ path: 'password' }]);
});

test('a password is counted in characters: four emoji are too short, two hundred are fine, spaces belong to it', async () => {
  expect(code(await host.call('POST /auth/register', { body: { ...person(), password: '🎭🎟🎬🎤' } }))).toEqual([
    400,
    'invalid_request',
  ]);
  expect(code(await host.call('POST /auth/register', { body: { ...person(), password: 'x9'.repeat(129) } }))).toEqual([
    400,
    'invalid_request',
  ]);
  const body = { ...person(), password: ` ${'🎭🎟🎬🎤🎫'.repeat(40)} ` };
  await register(host, body);
  expect((await tryLogin(host, body.email, body.password)).status).toBe(200);
  expect((await tryLogin(host, body.email, body.password.trim())).status).toBe(401);
});

test('signing in says the same for an unknown address, a wrong password and a disabled account', async () => {
  const { user } = await register(host);
  await host.rows('accounts', 'update account set disabled = true where id = $1', [user.id]);
  const answers = [
    await tryLogin(host, user.email, GOOD_PASSWORD),
    await tryLogin(host, user.email, 'wrong'),
    await tryLogin(host, 'nobody@example.com', 'wrong'),
  ];
  for (const answer of answers) {
    expect(code(answer)).toEqual([401, 'invalid_credentials']);
    expect({ ...answer.json(), instance: '' }).toEqual({ ...answers[0]?.json(), instance: '' });
  }
});

test('a refresh token is traded once; using it again later ends the whole session', async () => {
  const first = await register(host);
  const second = (await refresh(first.refreshToken)).json<typeof first>();
  expect(second.refreshToken).not.toBe(first.refreshToken);
  const third = (await refresh(second.refreshToken)).json<typeof first>();
  expect((await profile(third.accessToken)).status).toBe(200);
  expect(code(await refresh(first.refreshToken))).toEqual([401, 'invalid_token']);
  expect(code(await refresh(third.refreshToken))).toEqual([401, 'invalid_token']);
  expect(code(await profile(third.accessToken))).toEqual([401, 'invalid_token']);
  expect((await profile((await login(host, first.user.email)).accessToken)).status).toBe(200);
});

test('a refresh token used again at once ends the session, also when nobody used what it was traded for', async () => {
  const own = await openAccounts();
  const again = (refreshToken: string) => own.call('POST /auth/refresh', { body: { refreshToken } });
  const first = await register(own);
  const next = (await again(first.refreshToken)).json<typeof first>();
  expect(code(await again(first.refreshToken))).toEqual([401, 'invalid_token']);
  expect(code(await again(next.refreshToken))).toEqual([401, 'invalid_token']);
  expect(await own.rows('accounts', 'select 1 from session where ended_at is null')).toHaveLength(0);
  await own.close();
});

test('a session is over after thirty days, and refresh tokens are stored as hashes only', async () => {
  const own = await openAccounts();
  const first = await register(own);
  expect(
    JSON.stringify(await own.rows('accounts', 'select encode(hash, $1) as hash from refresh_token', ['base64'])),
  ).not.toContain(first.refreshToken);
  await own.moveTime(30 * 86_400 + 1);
  expect((await own.call('POST /auth/refresh', { body: { refreshToken: first.refreshToken } })).status).toBe(401);
  await own.close();
});

test('logging out ends this session and no other, and is fine with an unknown token', async () => {
  const here = await register(host);
  const there = await login(host, here.user.email);
  expect((await host.call('POST /auth/logout', { body: { refreshToken: here.refreshToken } })).status).toBe(204);
  expect((await profile(here.accessToken)).status).toBe(401);
  expect((await refresh(here.refreshToken)).status).toBe(401);
  expect((await profile(there.accessToken)).status).toBe(200);
  const sessionId = decodedClaims(here.accessToken)['sid'];
  const told = (await facts(host, 'tokens.revoked')).filter(({ payload }) => payload['subjectId'] === sessionId);
  expect(told).toHaveLength(1);
  expect((await host.call('POST /auth/logout', { body: { refreshToken: 'unknown' } })).status).toBe(204);
  expect((await host.call('POST /auth/logout', { body: { refreshToken: here.refreshToken } })).status).toBe(204);
});

test('the profile changes only what is named', async () => {
  const { accessToken, user } = await register(host);
  const answer = await host.call('PATCH /auth/profile', {
    as: accessToken,
    body: { locale: 'pt-BR', marketingConsent: true },
  });
  expect(answer.json()).toEqual({ ...user, locale: 'pt-BR', marketingConsent: true });
  expect(code(await host.call('PATCH /auth/profile', { as: accessToken, body: { role: 'admin' } }))).toEqual([
    400,
    'invalid_request',
  ]);
});
