import { createHash } from 'node:crypto';
import { eventually, type TestAnswer, type TestHost } from '@usher/kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { code, openAccounts, register, type SignedIn } from './accounts-host.ts';

/** The key the web app sends: it follows from the token, so that every copy sends the same. */
const keyOf = (token: string) => createHash('sha256').update(`usher refresh ${token}`).digest('base64url');

function refresh(host: TestHost, refreshToken: string, key?: string): Promise<TestAnswer> {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  return host.call('POST /auth/refresh', { body: { refreshToken }, headers });
}

describe('a refresh token that two copies are shown at the same time', () => {
  let one: TestHost;
  let other: TestHost;
  beforeAll(async () => {
    one = await openAccounts();
    other = await openAccounts({ databases: { accounts: one.databaseUrl('accounts') } });
  });
  afterAll(async () => {
    await one.close();
    await other.close();
  });

  /** As the web app does it: asks again while the same trade is running at the other copy. */
  const trade = (host: TestHost, token: string) =>
    eventually(async () => {
      const answer = await refresh(host, token, keyOf(token));
      if (answer.status === 409) throw new Error(answer.text);
      return answer;
    });

  it('is traded once under one key: all get the same pair, and the session lives', async () => {
    for (let round = 0; round < 5; round += 1) {
      const first = await register(one);
      const answers = await Promise.all([one, other, one, other].map((host) => trade(host, first.refreshToken)));
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
      const pairs = answers.map((answer) => answer.json<SignedIn>());
      for (const pair of pairs) expect(pair).toEqual(pairs[0]);
      const next = await trade(other, pairs[0]?.refreshToken ?? '');
      const { accessToken } = next.json<SignedIn>();
      expect((await one.call('GET /auth/profile', { as: accessToken })).status).toBe(200);
    }
  });

  it('leaves no token readable in the database', async () => {
    const first = await register(one);
    const next = (await trade(one, first.refreshToken)).json<SignedIn>();
    const rows = await one.rows('accounts', 'select * from idempotency where key = $1', [keyOf(first.refreshToken)]);
    expect(rows).toEqual([expect.objectContaining({ status: 200, answer: expect.any(String) as string })]);
    const kept = JSON.stringify(rows);
    for (const secret of [first.refreshToken, next.refreshToken, next.accessToken, next.user.email])
      expect(kept).not.toContain(secret);
  });

  it.each([
    ['without a key', undefined],
    ['under another key', 'another'],
  ])('ends the session when it is shown again %s', async (_how, key) => {
    const first = await register(one);
    const next = (await trade(one, first.refreshToken)).json<SignedIn>();
    expect(code(await refresh(other, first.refreshToken, key))).toEqual([401, 'invalid_token']);
    expect(code(await trade(one, next.refreshToken))).toEqual([401, 'invalid_token']);
    // The kept answer gives back what was given, and that opens nothing any more.
    const replayed = (await trade(one, first.refreshToken)).json<SignedIn>();
    expect(replayed).toEqual(next);
    expect((await other.call('GET /auth/profile', { as: replayed.accessToken })).status).toBe(401);
  });

  it('ends the session when it is shown again after a minute, under its own key too', async () => {
    const own = await openAccounts();
    const first = await register(own);
    const next = (await trade(own, first.refreshToken)).json<SignedIn>();
    await own.moveTime(61);
    expect(code(await trade(own, first.refreshToken))).toEqual([401, 'invalid_token']);
    expect(code(await trade(own, next.refreshToken))).toEqual([401, 'invalid_token']);
    await own.close();
  });
});
