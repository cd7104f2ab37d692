/** G3: ids in paths, lists, search. */
import { beforeAll, describe, expect, test } from 'vitest';
import { admin, caller, customer, organizer, type Person, rivalOrganizer } from '../callers.ts';
import { buySeats } from '../purchase.ts';
import type { EventSummary, ListOf, Order, Organization } from '../shapes.ts';
import { openStage } from '../stage.ts';
import { isRefused, MADE_UP, sendAsIs } from './requests.ts';
import { callRoute, routes } from './routes.ts';

const anyone = caller();
let olu: Person;
let ada: Person;
let organizationId: string;
beforeAll(async () => {
  olu = await organizer();
  ada = await admin();
  organizationId = (await olu.get('/organizations')).is<ListOf<Organization>>(200).items[0]!.id;
});

const ids: [id: string, what: string][] = [
  ['G3-01', '0'],
  ['G3-01', '-1'],
  ['G3-01', 'null'],
  ['G3-03', '1.5'],
  ['G3-03', '1e3'],
  ['G3-09', '..%2f..%2f..%2fetc%2fpasswd'],
  ['G3-09', '..%5c..%5cwindows'],
  ['G3-11', `${MADE_UP}%00`],
  ['G3-11', '%00'],
  ['G3-11', `${MADE_UP}%0d%0aX-Made-Up:%20yes`],
  ['G3-15', '%252e%252e%252f'],
  ['G3-15', '%25%30%30'],
  ['G3-15', '%ff%fe'],
  ['G3-15', '%'],
  ['G3-33', "'%20or%201=1--"],
  ['G3-09', 'x'.repeat(300)],
];

describe.each(ids)('%s: the id %s', (_id, bad) => {
  test('names nothing, anywhere', async () => {
    for (const route of routes.filter(({ operation }) => operation.params !== undefined)) {
      const answer = await callRoute(route, { id: bad, token: ada.token, body: '{}' });
      // A link is not an id: any that opens nothing is said to have ended.
      isRefused(answer, route.path.startsWith('/downloads') ? [404, 410] : [400, 404, 415]);
      expect(answer.headers.get('x-made-up')).toBeNull();
    }
  });
});

test('G3-05: what another organization owns is answered to the byte like what does not exist', async () => {
  const stage = await openStage();
  const { order } = await buySeats(await customer(), stage);
  const { rival } = await rivalOrganizer();
  const bytes = async (path: string) => {
    const answer = await rival.get(path);
    return answer.text.replace(answer.refuses(404, 'not_found').instance, '');
  };
  expect(await bytes(`/orders/${order.id}`)).toBe(await bytes(`/orders/${MADE_UP}`));
  expect(await bytes(`/events/${stage.event.id}/report`)).toBe(await bytes(`/events/${MADE_UP}/report`));
});

test('G3-13: another spelling of a path does not open it', async () => {
  const buyer = await customer();
  const headers = { authorization: `Bearer ${buyer.token ?? ''}` };
  for (const path of [
    '/api/users/',
    '/api/users.',
    '/api/users/.',
    '/api//users',
    '/api/users%2f',
    '/api/USERS',
    '/api/users;x',
    '/api/users%20',
    '/api/./users',
    '/api/events/../users',
  ]) {
    isRefused(await sendAsIs('GET', path, { headers }), [400, 403, 404, 405]);
  }
  // Not below /api, so a page that is not there.
  expect((await sendAsIs('GET', '/API/users', { headers })).status).toBe(404);
});

const lists: [path: string, who: () => Person | ReturnType<typeof caller>][] = [
  ['/events', () => anyone],
  ['/venues', () => anyone],
  ['/orders', () => olu],
  ['/tickets', () => olu],
  ['/notifications', () => olu],
  ['/users', () => ada],
  ['/organizations', () => ada],
  ['/admin/notifications', () => ada],
  ['/organizations/{}/events', () => olu],
  ['/organizations/{}/orders', () => olu],
  ['/organizations/{}/members', () => olu],
];

const cursorOf = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');
const queries: [id: string, query: string][] = [
  ['G3-17', 'limit=0'],
  ['G3-17', 'limit=-1'],
  ['G3-17', 'limit='],
  ['G3-17', 'limit=1.5'],
  ['G3-17', 'limit=ten'],
  ['G3-19', 'limit=1000000'],
  ['G3-19', 'limit=101'],
  ['G3-19', 'limit=1e400'],
  ['G3-21', 'limit=1&limit=2'],
  ['G3-21', 'cursor=a&cursor=b'],
  ['G3-23', 'cursor=x'],
  ['G3-23', 'cursor=%00'],
  ['G3-23', `cursor=${cursorOf(["' or 1=1 --"])}`],
  ['G3-23', `cursor=${cursorOf(["'", "'"])}`],
  ['G3-23', `cursor=${cursorOf(['2027-99-99T00:00:00Z', 'x'])}`],
  ['G3-23', `cursor=${cursorOf([{}, []])}`],
  ['G3-23', `cursor=${cursorOf([null, null, null])}`],
  ['G3-23', `cursor=${'A'.repeat(501)}`],
  ['G3-27', 'sort=id;drop%20table%20event'],
  ['G3-29', `${'filter[a]'.repeat(100)}=1`],
  ['G3-43', 'tz=../../etc/localtime'],
  ['G3-45', 'lat=91'],
  ['G3-47', 'fields=*'],
  ['G3-47', '__proto__=1'],
];

describe.each(lists)('GET %s', (path, who) => {
  test.each(queries)('%s: refuses ?%s', async (_id, query) => {
    (await who().get(`${path.replace('{}', organizationId)}?${query}`)).refuses(400, 'invalid_request');
  });

  test('G3-23: a cursor of another list is refused or leads nowhere it should not', async () => {
    for (const cursor of [
      cursorOf(['A', MADE_UP]),
      cursorOf(['2027-05-01T20:00:00.000Z', MADE_UP]),
      cursorOf([MADE_UP]),
    ]) {
      const answer = await who().get(`${path.replace('{}', organizationId)}?cursor=${cursor}`);
      if (answer.status !== 200) answer.refuses(400, 'invalid_request');
    }
  });
});

test('G3-25: a cursor of one organization shows nothing of it to another', async () => {
  const stage = await openStage();
  for (let i = 0; i < 2; i += 1) await buySeats(await customer(), stage);
  const { nextCursor } = (await olu.get(`/organizations/${organizationId}/orders?limit=1`)).is<ListOf<Order>>(200);
  const { rival, organizationId: own } = await rivalOrganizer();
  const { items } = (await rival.get(`/organizations/${own}/orders?cursor=${nextCursor}`)).is<ListOf<Order>>(200);
  expect(items.every((item) => item.organizationId === own)).toBe(true);
  (await rival.get(`/organizations/${organizationId}/orders?cursor=${nextCursor}`)).refuses(403, 'forbidden');
});

const odd: [id: string, q: string][] = [
  ['G3-31', '%_%_%'],
  ['G3-31', '\\'],
  ['G3-33', "' or 1=1--"],
  ['G3-33', '"; select pg_sleep(9) --'],
  ['G3-35', '& | ! <-> :* ( )'],
  ['G3-35', 'zyxw & | !zyxv'],
  ['G3-35', "'"],
  ['G3-37', '🎭🎭🎭'],
];

test.each(odd)('%s: looks for %j as text', async (_id, q) => {
  for (const [path, who] of lists.filter(([each]) =>
    ['/events', '/venues', '/users', '/organizations/{}/events', '/organizations/{}/orders'].includes(each),
  )) {
    const { items } = (await who().get(`${path.replace('{}', organizationId)}?q=${encodeURIComponent(q)}`)).is<
      ListOf<EventSummary>
    >(200);
    expect(items, `${path} ${q}`).toEqual([]);
  }
});

test('G3-37: refuses words longer than any name', async () => {
  for (const q of ['e\u0301'.repeat(250), 'x'.repeat(101), 'a\u0000b', '\u202egnp']) {
    (await anyone.get(`/events?q=${encodeURIComponent(q)}`)).refuses(400, 'invalid_request');
  }
});

test.each([
  ['G3-39', 'from=2027-13-01', 'from'],
  ['G3-39', 'to=2027-02-30', 'to'],
  ['G3-39', 'from=yesterday', 'from'],
  ['G3-39', 'from=2027-05-01T20:00', 'from'],
  ['G3-41', 'from=2027-06-01&to=2027-05-01', 'to'],
])('%s: refuses the dates ?%s', async (_id, query, path) => {
  const problem = (await anyone.get(`/events?${query}`)).refuses(400, 'invalid_request');
  expect(problem.errors?.map((error) => error.path)).toEqual([path]);
});

test.each(['../../etc/localtime', 'UTC+25', '+02:00', 'Europe/Atlantis', 'europe/berlin/x/y', ''])(
  'G3-43: a venue is not in the time zone %j',
  async (timeZone) => {
    const venue = { name: 'Nowhere', address: 'a', city: 'b', country: 'c', timeZone };
    const problem = (await olu.post('/venues', venue)).refuses(400, 'invalid_request');
    expect(problem.errors?.map((error) => error.path)).toEqual(['timeZone']);
  },
);
