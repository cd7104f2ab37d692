import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CatalogHost,
  draftOf,
  drawMap,
  makeDraft,
  makePublished,
  makeVenue,
  openCatalogHost,
  twoRows,
} from './catalog-host.ts';

let host: CatalogHost;
let venueId: string;
let draftId: string;
let publishedId: string;
beforeAll(async () => {
  host = await openCatalogHost();
  venueId = await makeVenue(host);
  await drawMap(host, venueId);
  draftId = (await makeDraft(host, venueId)).id;
  publishedId = (await makePublished(host, venueId)).id;
});
afterAll(() => host.close());

const venue = { name: 'Mine', address: 'A 1', city: 'Bonn', country: 'Germany', timeZone: 'Europe/Berlin' };
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

describe('the wall between organizations', () => {
  it('an organizer of another organization finds nothing to change', async () => {
    const attempts: [string, unknown, Record<string, string>?][] = [
      [`PUT /venues/${venueId}`, venue],
      [`PUT /venues/${venueId}/seat-map`, twoRows],
      [`GET /venues/${venueId}/seat-map`, undefined],
      ...[draftId, publishedId].flatMap((id): [string, unknown, Record<string, string>?][] => [
        [`PATCH /events/${id}`, { name: 'Mine now' }],
        [`DELETE /events/${id}`, undefined],
        [`POST /events/${id}/publish`, undefined],
        [`PUT /events/${id}/image`, png, { 'content-type': 'image/png' }],
      ]),
    ];
    for (const [route, body, headers] of attempts) {
      const answer = await host.call(route, { as: host.rivalOrganizer, body, ...(headers ? { headers } : {}) });
      expect([route, answer.status, answer.json()['code']]).toEqual([route, 404, 'not_found']);
    }
  });

  it("naming an organization that is not the caller's is forbidden, whether it exists or not", async () => {
    for (const organization of [host.harbour, v7()]) {
      expect((await host.call(`GET /organizations/${organization}/events`, { as: host.rivalOrganizer })).status).toBe(
        403,
      );
      expect(
        (await host.call('POST /venues', { as: host.rivalOrganizer, body: { ...venue, organizationId: organization } }))
          .status,
      ).toBe(403);
    }
    expect((await host.call('POST /events', { as: host.rivalOrganizer, body: draftOf(venueId) })).status).toBe(403);
  });

  it('a draft cannot be moved to a venue across the wall', async () => {
    const theirs = (await host.call('POST /venues', { as: host.rivalOrganizer, body: venue })).json<{ id: string }>()
      .id;
    expect(
      (await host.call(`PATCH /events/${draftId}`, { as: host.organizer, body: { venueId: theirs } })).status,
    ).toBe(403);
  });

  it('who only buys, or nobody, organizes nothing', async () => {
    const routes = [
      `PUT /venues/${venueId}`,
      `PUT /venues/${venueId}/seat-map`,
      `GET /venues/${venueId}/seat-map`,
      'POST /venues',
      'POST /events',
      `PATCH /events/${draftId}`,
      `DELETE /events/${draftId}`,
      `POST /events/${draftId}/publish`,
      `PUT /events/${draftId}/image`,
      `GET /organizations/${host.harbour}/events`,
    ];
    for (const route of routes) {
      expect([route, (await host.call(route, { as: host.customer })).status]).toEqual([route, 403]);
      expect([route, (await host.call(route)).status]).toEqual([route, 401]);
    }
  });

  it('operators see the events of their organization and change none', async () => {
    const operator = await host.tokenFor({ id: v7(), role: 'operator', organizations: { [host.harbour]: 'operator' } });
    const list = (await host.call(`GET /organizations/${host.harbour}/events`, { as: operator })).json<{
      items: { id: string; status: string }[];
    }>();
    expect(new Set(list.items.map((item) => item.status))).toEqual(new Set(['draft', 'on_sale']));
    expect((await host.call(`PATCH /events/${draftId}`, { as: operator, body: { name: 'Hacked' } })).status).toBe(403);
    const drafts = (await host.call(`GET /organizations/${host.harbour}/events?state=draft`, { as: operator })).json<{
      items: { id: string }[];
    }>();
    expect(drafts.items.map((item) => item.id)).toEqual([draftId]);
  });

  it('an admin passes, and says for which organization a venue is', async () => {
    const admin = await host.tokenFor({ id: v7(), role: 'admin' });
    expect((await host.call(`PATCH /events/${draftId}`, { as: admin, body: { category: 'theatre' } })).status).toBe(
      200,
    );
    expect((await host.call('POST /venues', { as: admin, body: venue })).status).toBe(400);
    expect(
      (await host.call('POST /venues', { as: admin, body: { ...venue, organizationId: host.harbour } })).status,
    ).toBe(201);
  });
});
