/** What holds for every operation of the API, whoever wrote it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { admin, customer, guest } from '../callers.ts';
import { isRefused, MADE_UP } from './requests.ts';
import { callRoute, routes } from './routes.ts';

const tokens = { admin: '', customer: '', guest: '' };
beforeAll(async () => {
  tokens.admin = (await admin()).token ?? '';
  tokens.customer = (await customer()).token ?? '';
  tokens.guest = (await guest()).token ?? '';
});

describe.each(routes)('$method $path', (route) => {
  const { caller, body, params } = route.operation;
  const roles = Array.isArray(caller);

  test('G2-57: refuses a token that is none, before it looks at anything else', async () => {
    (await callRoute(route, { id: 'x', token: 'a.b.c', body: '{' })).refuses(401, 'invalid_token');
  });

  test.runIf(caller !== 'anyone')('G8-31: is closed to who did not sign in', async () => {
    (await callRoute(route, { id: 'x', body: '{' })).refuses(401, 'unauthenticated');
  });

  test.runIf(roles || caller === 'account')(
    'G3-13: is closed to guests, and where staff is meant to buyers',
    async () => {
      for (const token of [tokens.guest, ...(roles ? [tokens.customer] : [])]) {
        (await callRoute(route, { id: 'x', token, body: '{' })).refuses(403, 'forbidden');
      }
    },
  );

  test.runIf(body !== undefined)('G1-03: refuses what is no JSON object, and fields nobody knows', async () => {
    for (const text of [
      '',
      ' ',
      '[]',
      '[{}]',
      'null',
      '1',
      '"x"',
      '{',
      '{}}',
      '{"a":',
      '{"unknown":1}',
      '{"__proto__":{"a":1}}',
      '{"\\u0000":1}',
      '\u0000',
    ]) {
      const answer = await callRoute(route, { id: MADE_UP, token: tokens.admin, body: text });
      expect(answer.status, `${text}: ${answer.text}`).toBe(400);
      isRefused(answer, [400]);
    }
  });

  test.runIf(params !== undefined && body === undefined)('G3-07: an id nobody has names nothing', async () => {
    for (const id of [MADE_UP, MADE_UP.toUpperCase(), '00000000-0000-0000-0000-000000000000']) {
      const answer = await callRoute(route, { id, token: tokens.admin });
      isRefused(answer, route.path.startsWith('/downloads') ? [410] : [400, 404, 415]);
    }
  });
});
