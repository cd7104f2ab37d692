import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, type TestHost } from '@usher/kit/testing';
import { code, facts, GOOD_PASSWORD, login, loginAs, openAccounts, register, seed, tryLogin } from './accounts-host.ts';

let host: TestHost;
beforeAll(async () => {
  host = await openAccounts();
  await seed(host);
});
afterAll(() => host.close());

const NEXT = 'meadow-compass-41';

async function resetToken(email: string): Promise<string> {
  const before = (await resets(email)).length;
  expect((await host.call('POST /auth/password-reset', { body: { email } })).status).toBe(202);
  return eventually(async () => {
    const mails = await resets(email);
    if (mails.length === before) throw new Error('no mail yet');
    return String(mails.at(-1)?.payload['token']);
  });
}

async function resets(email: string) {
  return (await facts(host, 'password_reset.requested')).filter(({ payload }) => payload['email'] === email);
}

const confirm = (token: string, password: string) =>
  host.call('POST /auth/password-reset/confirm', { body: { token, password } });

test('changing the password ends every session and the old password', async () => {
  const here = await register(host);
  const there = await login(host, here.user.email);
  const change = (current: string, next: string) =>
    host.call('POST /auth/password', { as: here.accessToken, body: { current, new: next } });
  expect(code(await change('wrong', NEXT))).toEqual([401, 'invalid_credentials']);
  const weak = await change(GOOD_PASSWORD, 'password');
  expect([...code(weak), weak.json()['errors']]).toMatchObject([400, 'weak_password', [{ path: 'new' }]]);
  expect((await change(GOOD_PASSWORD, NEXT)).status).toBe(204);
  for (const { accessToken, refreshToken } of [here, there]) {
    expect((await host.call('GET /auth/profile', { as: accessToken })).status).toBe(401);
    expect((await host.call('POST /auth/refresh', { body: { refreshToken } })).status).toBe(401);
  }
  expect((await tryLogin(host, here.user.email, GOOD_PASSWORD)).status).toBe(401);
  const fresh = await login(host, here.user.email, NEXT);
  expect((await host.call('GET /auth/profile', { as: fresh.accessToken })).status).toBe(200);
});

test('a revocation lies after the newest token, and the next token not before it, even when the clock was set back', async () => {
  const { user, accessToken } = await register(host);
  await host.rows('accounts', `update session set issued_at = issued_at + interval '1 hour' where account_id = $1`, [
    user.id,
  ]);
  await host.call('POST /auth/password', { as: accessToken, body: { current: GOOD_PASSWORD, new: NEXT } });
  const fresh = await login(host, user.email, NEXT);
  const [times] = await host.rows<{ after: boolean; reached: boolean }>(
    'accounts',
    `select bool_and(tokens_from > issued_at) filter (where ended_at is not null) as after,
      bool_and(issued_at >= tokens_from) filter (where ended_at is null) as reached
     from session join account on account.id = account_id where account_id = $1`,
    [user.id],
  );
  expect(times).toEqual({ after: true, reached: true });
  expect((await host.call('GET /auth/profile', { as: fresh.accessToken })).status).toBe(200);
});

test('staff choose passwords of fifteen characters or more', async () => {
  const as = await loginAs(host, 'operator');
  const answer = await host.call('POST /auth/password', {
    as,
    body: { current: 'usher-demo-2026', new: 'lantern-harb-9' },
  });
  expect(code(answer)).toEqual([400, 'weak_password']);
});

test('a reset answers the same for an address nobody has, and writes nothing about it', async () => {
  const answer = await host.call('POST /auth/password-reset', { body: { email: 'nobody@example.com' } });
  expect([answer.status, answer.text]).toEqual([202, '']);
  await eventually(async () => {
    expect(await host.rows('accounts', `select 1 from work where kind = 'password-reset'`)).toHaveLength(0);
  });
  expect(await resets('nobody@example.com')).toHaveLength(0);
});

test('the mailed link sets a new password once, ends all sessions and proves the address', async () => {
  const before = await register(host);
  const other = await resetToken(before.user.email);
  const token = await resetToken(before.user.email);
  expect(code(await confirm(token, 'password'))).toEqual([400, 'weak_password']);
  expect((await confirm(token, NEXT)).status).toBe(204);
  expect((await host.call('GET /auth/profile', { as: before.accessToken })).status).toBe(401);
  expect((await login(host, before.user.email, NEXT)).user['emailVerified']).toBe(true);
  expect(code(await confirm(token, NEXT))).toEqual([410, 'token_expired']);
  expect(code(await confirm(other, NEXT))).toEqual([410, 'token_expired']);
  expect(code(await confirm('made-up', NEXT))).toEqual([410, 'token_expired']);
});

test('three reset mails an hour reach an address', async () => {
  const { user } = await register(host);
  for (let i = 0; i < 3; i += 1) await resetToken(user.email);
  await host.call('POST /auth/password-reset', { body: { email: user.email } });
  await eventually(async () => {
    expect(await host.rows('accounts', `select 1 from work where kind = 'password-reset'`)).toHaveLength(0);
  });
  expect(await resets(user.email)).toHaveLength(3);
});

test('the link is good for half an hour', async () => {
  const { user } = await register(host);
  const token = await resetToken(user.email);
  await host.moveTime(1_801);
  const late = await confirm(token, NEXT);
  await host.moveTime(0);
  expect(code(late)).toEqual([410, 'token_expired']);
});

test('wrong passwords slow the next try and say for how long, for unknown addresses just the same', async () => {
  const own = await openAccounts();
  const { user } = await register(own);
  for (const email of [user.email, 'unknown@example.com']) {
    for (let i = 0; i < 6; i += 1) {
      const answer = await tryLogin(own, email, `wrong ${i}`);
      expect(answer.status).toBe(i < 5 ? 401 : 429);
      if (i === 5) expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    }
  }
  expect(code(await tryLogin(own, user.email, GOOD_PASSWORD))).toEqual([429, 'rate_limited']);
  await own.moveTime(3);
  expect((await tryLogin(own, user.email, GOOD_PASSWORD)).status).toBe(200);
  await own.close();
});

test("strangers' failures from many networks slow strangers, and let the owner in from a known network", async () => {
  const own = await openAccounts();
  const { user } = await register(own);
  await own.rows(
    'accounts',
    `insert into login_failure select email_hash, '*', 40, usher_now() from
    (select translate(encode(sha256($1::bytea), 'base64'), '+/=', '-_') as email_hash) owner`,
    [user.email],
  );
  expect((await tryLogin(own, user.email, GOOD_PASSWORD)).status).toBe(200);
  await own.rows('accounts', 'delete from known_network');
  expect(code(await tryLogin(own, user.email, GOOD_PASSWORD))).toEqual([429, 'rate_limited']);
  await own.close();
});

test('a crowd beyond the password lane is told at once that it is too busy', async () => {
  const own = await openAccounts({ env: { PASSWORD_HASHES_AT_ONCE: '1', PASSWORD_HASHES_WAITING_MAX: '2' } });
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, i) => tryLogin(own, `crowd.${i}@example.com`, 'wrong')),
  );
  const busy = answers.filter((answer) => answer.status === 503);
  expect(busy.length).toBeGreaterThanOrEqual(1);
  expect(answers.every((answer) => answer.status === 401 || answer.status === 503)).toBe(true);
  expect(busy[0]?.headers['retry-after']).toBeDefined();
  await own.close();
});
