/** What holds for every operation of the API, whoever wrote it. */
import { beforeAll, expect, test } from 'vitest';
import { admin, customer, guest } from '../callers.ts';
import { isRefused, MADE_UP } from './requests.ts';
import { callRoute, type Route, routes } from './routes.ts';

const tokens = { admin: '', customer: '', guest: '' };
beforeAll(async () => {
  tokens.admin = (await admin()).token ?? '';
  tokens.customer = (await customer()).token ?? '';
  tokens.guest = (await guest()).token ?? '';
});

const isForStaff = ({ operation }: Route) => Array.isArray(operation.caller);
const isForAccounts = (route: Route) => isForStaff(route) || route.operation.caller === 'account';
const takesBody = ({ operation }: Route) => operation.body !== undefined;
/** Services know organizations by what these sold, so to an admin one that does not exist sold nothing. */
const isSalesList = ({ path }: Route) => /^\/organizations\/\{id\}\/(events|orders)$/.test(path);
const namesOne = (route: Route) => route.operation.params !== undefined && !takesBody(route) && !isSalesList(route);

test.each(routes)('G2-57: $method $path refuses a token that is none, before anything else', async (route) => {
  (await callRoute(route, { id: 'x', token: 'a.b.c', body: '{' })).refuses(401, 'invalid_token');
});

test.each(routes.filter(({ operation }) => operation.caller !== 'anyone'))(
  'G8-31: $method $path is closed to who did not sign in',
  async (route) => {
    (await callRoute(route, { id: 'x', body: '{' })).refuses(401, 'unauthenticated');
  },
);

test.each(routes.filter(isForAccounts))('G3-13: $method $path is closed to guests', async (route) => {
  (await callRoute(route, { id: 'x', token: tokens.guest, body: '{' })).refuses(403, 'forbidden');
});

test.each(routes.filter(isForStaff))('G3-13: $method $path is closed to buyers', async (route) => {
  (await callRoute(route, { id: 'x', token: tokens.customer, body: '{' })).refuses(403, 'forbidden');
});

/** No JSON object, or one with fields nobody knows. */
const bodies = [
  ...['', ' ', '[]', '[{}]', 'null', '1', '"x"', '{', '{}}', '{"a":', '\u0000'],
  ...['{"unknown":1}', '{"__proto__":{"a":1}}', '{"\\u0000":1}', '{"constructor":null}'],
];

test.each(routes.filter(takesBody))('G1-03: $method $path refuses what is no body of its own', async (route) => {
  for (const body of bodies) {
    const answer = await callRoute(route, { id: MADE_UP, token: tokens.admin, body });
    expect(answer.status, `${body}: ${answer.text}`).toBe(400);
    isRefused(answer, [400]);
  }
});

const nobodys = [
  MADE_UP,
  MADE_UP.toUpperCase(),
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
];

test.each(routes.filter(namesOne))('G3-07: $method $path knows no id that nobody has', async (route) => {
  for (const id of nobodys) {
    const answer = await callRoute(route, { id, token: tokens.admin });
    isRefused(answer, route.path.startsWith('/downloads') ? [410] : [400, 404, 415]);
  }
});

test.each(routes.filter(isSalesList))('G3-07: $method $path is empty where there is no organization', async (route) => {
  const answer = await callRoute(route, { id: MADE_UP, token: tokens.admin });
  expect(answer.is<object>(200)).toEqual({ items: [], nextCursor: null });
});
