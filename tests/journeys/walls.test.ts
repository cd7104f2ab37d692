import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../answer.ts';
import {
  admin,
  type Ask,
  type Caller,
  caller,
  customer,
  guest,
  operator,
  organizer,
  rivalOrganizer,
} from '../callers.ts';
import { buySeats } from '../purchase.ts';
import type { EventDetail, Order, Ticket, Venue } from '../shapes.ts';
import { draftAt, newVenue, openStage, smallMap, type Stage } from '../stage.ts';

/** A route of staff, aimed at what the first organization owns. */
interface Route {
  readonly name: string;
  ask(by: Caller): Promise<Answer>;
  /** What the organizer of another organization gets: 403 where the path names an organization, else 404. */
  readonly foreign: 403 | 404;
}

let stage: Stage;
let draft: EventDetail;
let bought: { order: Order; tickets: Ticket[] };
let rival: Caller;
let rivalVenue: Venue;
let rivalOrganization: string;

beforeAll(async () => {
  const olu = await organizer();
  stage = await openStage();
  draft = (await olu.post('/events', draftAt(stage.venue))).is<EventDetail>(201);
  bought = await buySeats(await guest(), stage);
  ({ rival, organizationId: rivalOrganization } = await rivalOrganizer());
  rivalVenue = await newVenue(rival);
});

const get = (path: () => string) => (by: Caller) => by.get(path());
const withBody = (verb: 'put' | 'patch', path: () => string, body: unknown) => (by: Caller) =>
  by[verb](path(), { body } satisfies Ask);
const venueWords = { name: 'Taken over', address: 'a', city: 'b', country: 'c', timeZone: 'Europe/Berlin' };
const scan = () => ({
  eventId: stage.event.id,
  code: bought.tickets[0]!.code,
  deviceId: 'walls',
  nonce: 'n',
  scannedAt: new Date().toISOString(),
});

const routes: Route[] = [
  { name: 'PUT /venues/{id}', foreign: 404, ask: withBody('put', () => `/venues/${stage.venue.id}`, venueWords) },
  {
    name: 'PUT /venues/{id}/seat-map',
    foreign: 404,
    ask: withBody('put', () => `/venues/${stage.venue.id}/seat-map`, smallMap()),
  },
  {
    name: 'GET /venues/{id}/seat-map',
    foreign: 404,
    ask: get(() => `/venues/${stage.venue.id}/seat-map`),
  },
  {
    name: 'PATCH /events/{id}',
    foreign: 404,
    ask: withBody('patch', () => `/events/${stage.event.id}`, { name: 'Taken over' }),
  },
  {
    name: 'PATCH /events/{id} of a draft',
    foreign: 404,
    ask: withBody('patch', () => `/events/${draft.id}`, { name: 'Taken over' }),
  },
  { name: 'DELETE /events/{id}', foreign: 404, ask: (by) => by.delete(`/events/${draft.id}`) },
  { name: 'POST /events/{id}/publish', foreign: 404, ask: (by) => by.post(`/events/${draft.id}/publish`) },
  {
    name: 'PUT /events/{id}/image',
    foreign: 404,
    ask: (by) =>
      by.put(`/events/${draft.id}/image`, { body: Buffer.from('x'), headers: { 'content-type': 'image/png' } }),
  },
  {
    name: 'PATCH /events/{id}/areas/{areaId}',
    foreign: 404,
    ask: withBody('patch', () => `/events/${stage.event.id}/areas/${stage.areaId}`, { capacity: 40 }),
  },
  { name: 'GET /events/{id}/report', foreign: 404, ask: get(() => `/events/${stage.event.id}/report`) },
  {
    name: 'GET /events/{id}/check-ins/stats',
    foreign: 404,
    ask: get(() => `/events/${stage.event.id}/check-ins/stats`),
  },
  { name: 'POST /check-ins', foreign: 404, ask: (by) => by.post('/check-ins', scan()) },
  {
    name: 'GET /organizations/{id}/events',
    foreign: 403,
    ask: get(() => `/organizations/${stage.organizationId}/events`),
  },
  {
    name: 'GET /organizations/{id}/orders',
    foreign: 403,
    ask: get(() => `/organizations/${stage.organizationId}/orders`),
  },
  {
    name: 'GET /organizations/{id}/members',
    foreign: 403,
    ask: get(() => `/organizations/${stage.organizationId}/members`),
  },
  {
    name: 'POST /organizations/{id}/members',
    foreign: 403,
    ask: (by) =>
      by.post(`/organizations/${stage.organizationId}/members`, { email: 'customer@usher.test', role: 'operator' }),
  },
  {
    name: 'PATCH /organizations/{id}/members/{userId}',
    foreign: 403,
    ask: withBody('patch', () => `/organizations/${stage.organizationId}/members/${stage.venue.id}`, {
      role: 'operator',
    }),
  },
  {
    name: 'DELETE /organizations/{id}/members/{userId}',
    foreign: 403,
    ask: (by) => by.delete(`/organizations/${stage.organizationId}/members/${stage.venue.id}`),
  },
];

describe.each(routes)('$name', ({ ask, foreign }) => {
  test('is closed to the organizer of another organization', async () => {
    (await ask(rival)).refuses(foreign, foreign === 403 ? 'forbidden' : 'not_found');
  });

  test('is closed to buyers, and to nobody at all', async () => {
    for (const buyer of [await guest(), await customer()]) (await ask(buyer)).refuses(403, 'forbidden');
    (await ask(caller())).refuses(401, 'unauthenticated');
    (await ask(caller('not.a.token'))).refuses(401, 'invalid_token');
  });
});

test('Nothing of the first organization was changed by those who were refused', async () => {
  const olu = await organizer();
  expect((await olu.get(`/events/${stage.event.id}`)).is<EventDetail>(200).name).toBe(stage.event.name);
  expect((await olu.get(`/events/${draft.id}`)).is<EventDetail>(200)).toEqual(draft);
  expect((await olu.get(`/venues/${stage.venue.id}`)).is<Venue>(200).name).toBe(stage.venue.name);
});

test('An event is not put on at the venue of another organization', async () => {
  (await rival.post('/events', draftAt(stage.venue))).refuses(403, 'forbidden');
  const own = (await rival.post('/events', draftAt(rivalVenue))).is<EventDetail>(201);
  expect(own.organization.id).toBe(rivalOrganization);
  (await rival.patch(`/events/${own.id}`, { body: { venueId: stage.venue.id } })).refuses(403, 'forbidden');
  (await rival.post('/venues', { ...venueWords, organizationId: stage.organizationId })).refuses(403, 'forbidden');
});

test('What another organization owns looks like what does not exist', async () => {
  const madeUp = '01980000-0000-7000-8000-00000000beef';
  for (const path of [
    (id: string) => `/events/${id}/report`,
    (id: string) => `/events/${id}/check-ins/stats`,
    (id: string) => `/orders/${id}`,
  ]) {
    const theirs = (await rival.get(path(path('x').startsWith('/orders') ? bought.order.id : stage.event.id))).refuses(
      404,
      'not_found',
    );
    expect({ ...theirs, instance: '' }).toEqual({
      ...(await rival.get(path(madeUp))).refuses(404, 'not_found'),
      instance: '',
    });
  }
  (await rival.get(`/organizations/${madeUp}/orders`)).refuses(403, 'forbidden');
  for (const path of [
    `/payments/${bought.order.paymentId}`,
    `/tickets/${bought.tickets[0]!.id}`,
    `/orders/${bought.order.id}/tickets.pdf`,
  ]) {
    (await rival.get(path)).refuses(404, 'not_found');
  }
});

test('An operator scans and counts, and organizes nothing', async () => {
  const petra = await operator();
  (await petra.get(`/events/${stage.event.id}/check-ins/stats`)).is(200);
  (await petra.get(`/organizations/${stage.organizationId}/events`)).is(200);
  for (const name of [
    'PATCH /events/{id}',
    'GET /events/{id}/report',
    'GET /organizations/{id}/orders',
    'GET /organizations/{id}/members',
    'PUT /venues/{id}',
  ]) {
    (await routes.find((route) => route.name === name)!.ask(petra)).refuses(403, 'forbidden');
  }
});

test('Only admins run the installation', async () => {
  const admins = ['/users', '/admin/notifications', '/admin/health'];
  for (const other of [await organizer(), await operator(), await customer(), await guest()]) {
    for (const path of admins) (await other.get(path)).refuses(403, 'forbidden');
    (await other.post('/organizations', { name: 'Mine now' })).refuses(403, 'forbidden');
    (await other.patch(`/users/${stage.venue.id}`, { body: { role: 'admin' } })).refuses(403, 'forbidden');
    (await other.post(`/admin/notifications/${stage.venue.id}/retry`)).refuses(403, 'forbidden');
  }
  for (const path of admins) (await (await admin()).get(path)).is(200);
});

test('What services ask each other is not there for anybody else', async () => {
  for (const path of ['/../internal/seats/holds/x', '/internal/seats/holds/x', '/%2e%2e/internal/accounts/trust']) {
    expect((await (await admin()).get(path)).status).toBe(404);
  }
});
