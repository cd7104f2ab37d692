import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestAnswer, TestHost } from '@usher/kit/testing';
import { demoOrganizations, demoUsers } from '@usher/accounts/seed-accounts';
import { code, facts, login, loginAs, openAccounts, register, seed, type SignedIn } from './accounts-host.ts';

let host: TestHost;
let admin: string;
let organizer: string;
beforeAll(async () => {
  host = await openAccounts();
  await seed(host);
  await seed(host);
  admin = await loginAs(host, 'admin');
  organizer = await loginAs(host, 'organizer');
});
afterAll(() => host.close());

const NORTHERN = demoOrganizations.northernStage.id;
const QUAYSIDE = demoOrganizations.quayside.id;
const NOWHERE = '0192f0c0-0000-7000-8000-00000000ffff';
const members = (organization: string, rest = '') => `/organizations/${organization}/members${rest}`;
const profile = async (as: string) => (await host.call('GET /auth/profile', { as })).json<SignedIn['user']>();

test('the demo seed makes its people once, each with the role its address says', async () => {
  for (const [role, { email, id }] of Object.entries(demoUsers)) {
    const user = await profile(await loginAs(host, role as keyof typeof demoUsers));
    expect(user).toMatchObject({ id, email, role });
  }
  expect(await facts(host, 'organization.created')).toHaveLength(2);
  expect(await facts(host, 'member.changed')).toHaveLength(2);
});

test('an admin lists and finds accounts page by page; nobody else may', async () => {
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await host.call(`GET /users?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`, { as: admin });
    const { items, nextCursor } = page.json<{ items: { email: string }[]; nextCursor: string | null }>();
    seen.push(...items.map(({ email }) => email));
    cursor = nextCursor;
  }
  expect(seen.slice(0, 4)).toEqual(Object.values(demoUsers).map(({ email }) => email));
  expect(new Set(seen).size).toBe(seen.length);
  const found = async (query: string) =>
    (await host.call(`GET /users?${query}`, { as: admin })).json<{ items: unknown[] }>().items;
  expect(await found('q=olu%20berg')).toMatchObject([{ email: 'organizer@usher.test' }]);
  expect(await found('q=%25')).toEqual([]);
  expect(await found('role=operator')).toMatchObject([{ email: 'operator@usher.test' }]);
  expect(code(await host.call('GET /users?cursor=bm8', { as: admin }))).toEqual([400, 'invalid_request']);
  expect(code(await host.call('GET /users', { as: organizer }))).toEqual([403, 'forbidden']);
  expect(code(await host.call('GET /users'))).toEqual([401, 'unauthenticated']);
});

test('a disabled account is out at once and in again when enabled', async () => {
  const somebody = await register(host);
  const set = (disabled: boolean) => host.call(`PATCH /users/${somebody.user.id}`, { as: admin, body: { disabled } });
  expect((await set(true)).json()).toMatchObject({ disabled: true });
  expect((await host.call('GET /auth/profile', { as: somebody.accessToken })).status).toBe(401);
  expect((await host.call('POST /auth/refresh', { body: { refreshToken: somebody.refreshToken } })).status).toBe(401);
  expect((await set(false)).json()).toMatchObject({ disabled: false });
  expect((await login(host, somebody.user.email)).user.id).toBe(somebody.user.id);
});

test('a new role voids the old token, and comes with the next one', async () => {
  const somebody = await register(host);
  expect(
    (await host.call(`PATCH /users/${somebody.user.id}`, { as: admin, body: { role: 'admin' } })).json(),
  ).toMatchObject({ role: 'admin' });
  expect((await host.call('GET /auth/profile', { as: somebody.accessToken })).status).toBe(401);
  const next = (
    await host.call('POST /auth/refresh', { body: { refreshToken: somebody.refreshToken } })
  ).json<SignedIn>();
  expect((await host.call('GET /users', { as: next.accessToken })).status).toBe(200);
});

test('admins cannot demote or disable themselves, and unknown accounts are not found', async () => {
  const me = `PATCH /users/${demoUsers.admin.id}`;
  expect(code(await host.call(me, { as: admin, body: { disabled: true } }))).toEqual([403, 'forbidden']);
  expect(code(await host.call(me, { as: admin, body: { role: 'customer' } }))).toEqual([403, 'forbidden']);
  expect(code(await host.call(`PATCH /users/${NOWHERE}`, { as: admin, body: { disabled: true } }))).toEqual([
    404,
    'not_found',
  ]);
});

test('of two admins who demote each other at once, one stays', async () => {
  const own = await openAccounts();
  await seed(own);
  const first = await login(own, demoUsers.admin.email, 'usher-demo-2026');
  await own.rows('accounts', `update account set role = 'admin' where id = $1`, [demoUsers.customer.id]);
  const second = await login(own, demoUsers.customer.email, 'usher-demo-2026');
  const demote = (id: string, as: string) => own.call(`PATCH /users/${id}`, { as, body: { role: 'customer' } });
  await Promise.all([demote(second.user.id, first.accessToken), demote(first.user.id, second.accessToken)]);
  expect(await own.rows('accounts', `select 1 from account where role = 'admin'`)).toHaveLength(1);
  await own.close();
});

test('an organizer adds, promotes and removes members, and their rights follow', async () => {
  const somebody = await register(host);
  const add = () =>
    host.call(`POST ${members(NORTHERN)}`, { as: organizer, body: { email: somebody.user.email, role: 'operator' } });
  expect((await add()).json()).toMatchObject({ id: somebody.user.id, role: 'operator' });
  expect(code(await add())).toEqual([409, 'already_member']);
  const next = (
    await host.call('POST /auth/refresh', { body: { refreshToken: somebody.refreshToken } })
  ).json<SignedIn>();
  expect(next.user).toMatchObject({ role: 'operator', organizations: [{ id: NORTHERN, role: 'operator' }] });
  const one = members(NORTHERN, `/${somebody.user.id}`);
  expect((await host.call(`PATCH ${one}`, { as: organizer, body: { role: 'organizer' } })).json()).toMatchObject({
    role: 'organizer',
  });
  expect((await host.call(`DELETE ${one}`, { as: organizer })).status).toBe(204);
  expect(code(await host.call(`DELETE ${one}`, { as: organizer }))).toEqual([404, 'not_found']);
  expect((await login(host, somebody.user.email)).user).toMatchObject({ role: 'customer', organizations: [] });
  const told = (await facts(host, 'member.changed')).filter(({ payload }) => payload['userId'] === somebody.user.id);
  expect(told.map(({ payload }) => payload['role'])).toEqual(['operator', 'organizer', null]);
});

test('adding a member twice under one key adds them once and gives the same answer', async () => {
  const { user } = await register(host);
  const ask = {
    as: organizer,
    body: { email: user.email, role: 'operator' },
    headers: { 'idempotency-key': 'add-once' },
  };
  const answers = [
    await host.call(`POST ${members(NORTHERN)}`, ask),
    await host.call(`POST ${members(NORTHERN)}`, ask),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect(answers[1]?.json()).toEqual(answers[0]?.json());
});

test('an organization keeps its last organizer, even when two leave at once', async () => {
  const mine = `${members(NORTHERN)}/${demoUsers.organizer.id}`;
  expect(code(await host.call(`DELETE ${mine}`, { as: admin }))).toEqual([409, 'last_organizer']);
  expect(code(await host.call(`PATCH ${mine}`, { as: admin, body: { role: 'operator' } }))).toEqual([
    409,
    'last_organizer',
  ]);
  const two = [await register(host), await register(host)];
  const leaving: Promise<TestAnswer>[][] = [];
  for (const name of ['One', 'Two', 'Three', 'Four']) {
    const made = (await host.call('POST /organizations', { as: admin, body: { name } })).json<{ id: string }>();
    for (const { user } of two)
      await host.call(`POST ${members(made.id)}`, { as: admin, body: { email: user.email, role: 'organizer' } });
    leaving.push(two.map(({ user }) => host.call(`DELETE ${members(made.id, `/${user.id}`)}`, { as: admin })));
  }
  for (const pair of leaving) expect((await Promise.all(pair)).map(({ status }) => status).sort()).toEqual([204, 409]);
});

test('the wall: another organization is forbidden, made-up ones too; an admin is told what does not exist', async () => {
  const asks: [string, object | undefined][] = [
    ['GET ', undefined],
    ['POST ', { email: 'customer@usher.test', role: 'operator' }],
  ];
  for (const organization of [QUAYSIDE, NOWHERE]) {
    for (const [method, body] of asks) {
      expect(
        code(await host.call(`${method}${members(organization)}`, { as: organizer, ...(body ? { body } : {}) })),
      ).toEqual([403, 'forbidden']);
    }
    const one = members(organization, `/${demoUsers.customer.id}`);
    expect(code(await host.call(`PATCH ${one}`, { as: organizer, body: { role: 'operator' } }))).toEqual([
      403,
      'forbidden',
    ]);
    expect(code(await host.call(`DELETE ${one}`, { as: organizer }))).toEqual([403, 'forbidden']);
  }
  expect(code(await host.call(`GET ${members(NOWHERE)}`, { as: admin }))).toEqual([404, 'not_found']);
  const unknown = await host.call(`POST ${members(NORTHERN)}`, {
    as: organizer,
    body: { email: 'nobody@example.com', role: 'operator' },
  });
  expect(code(unknown)).toEqual([404, 'not_found']);
  expect(code(await host.call(`GET ${members(NORTHERN)}`, { as: await loginAs(host, 'operator') }))).toEqual([
    403,
    'forbidden',
  ]);
});

test('organizations are listed to their members, and all of them to an admin', async () => {
  const names = async (as: string) =>
    (await host.call('GET /organizations', { as })).json<{ items: { name: string }[] }>().items.map(({ name }) => name);
  expect(await names(organizer)).toEqual(['Northern Stage Collective']);
  expect(await names(admin)).toEqual(expect.arrayContaining(['Northern Stage Collective', 'Quayside Rooms']));
  expect(await names(await loginAs(host, 'customer'))).toEqual([]);
  expect(code(await host.call('POST /organizations', { as: organizer, body: { name: 'Mine' } }))).toEqual([
    403,
    'forbidden',
  ]);
});
