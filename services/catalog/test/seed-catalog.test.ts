import { systemClock } from '@usher/kit/clock';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { availabilityChanged, organizationCreated, seatsGivenBack, seatsSold } from '../src/follow-facts.ts';
import { seedCatalog } from '../src/seed-catalog.ts';
import { type CatalogHost, openCatalogHost } from './catalog-host.ts';

let host: CatalogHost;
const other = v7();
let soldOutEventId: string | undefined;
const db = () => {
  const running = host.host.running.get('catalog');
  if (!running) throw new Error('the catalog is not hosted');
  return running.db;
};
const seed = () =>
  seedCatalog(
    { db: db(), clock: systemClock },
    { organizationId: host.harbour, organizationName: 'Harbour Stage', otherOrganizationId: other },
  );
beforeAll(async () => {
  host = await openCatalogHost({ EVENT_LIST_MS: '0' });
  ({ soldOutEventId } = await seed());
});
afterAll(() => host.close());

const counts = async (text: string) => (await host.rows<{ n: number }>('catalog', text))[0]?.n;

describe('the demo', () => {
  it('has 30 published events of every kind, at least 20 of them plainly on sale', async () => {
    expect(await counts(`select count(*)::int as n from event where state = 'published'`)).toBe(30);
    expect(
      await counts(
        `select count(*)::int as n from event_shown where status = 'on_sale' and waiting_room = 'off' and max_tickets_per_order = 8`,
      ),
    ).toBeGreaterThanOrEqual(21);
    expect(
      await counts(`select count(*)::int as n from event_shown where status = 'scheduled'`),
    ).toBeGreaterThanOrEqual(3);
    expect(await counts(`select count(*)::int as n from event_shown where waiting_room <> 'off'`)).toBe(3);
    expect(await counts(`select count(*)::int as n from event where ends_at < usher_now()`)).toBe(2);
    const list = (await host.call('GET /events?limit=100')).json<{
      items: { imageUrl: string | null; venue: { city: string } }[];
    }>();
    expect(list.items).toHaveLength(28);
    expect(list.items.every((item) => item.imageUrl !== null)).toBe(true);
    expect(new Set(list.items.map((item) => item.venue.city)).size).toBeGreaterThanOrEqual(5);
  });

  it('has the four houses, and few enough places to open them all', async () => {
    const sizes = await host.rows<{ name: string; seats: number; areas: number }>(
      'catalog',
      `select v.name, m.seat_count as seats, m.area_capacity as areas from venue v join seat_map m on m.venue_id = v.id`,
    );
    const sizeOf = (name: string) => sizes.find((row) => row.name === name);
    expect([sizeOf('Harbour Theatre')?.seats, sizeOf('Polar Arena')?.seats, sizeOf('Estadio del Río')?.seats]).toEqual([
      300, 18_000, 60_000,
    ]);
    expect((sizeOf('The Foundry')?.seats ?? 0) + (sizeOf('The Foundry')?.areas ?? 0)).toBe(2_000);
    expect(
      await counts(
        `select sum(m.seat_count + m.area_capacity)::int as n from event e join seat_map m on m.venue_id = e.venue_id and m.version = e.seat_map_version`,
      ),
    ).toBeLessThanOrEqual(250_000);
  });

  it('names what is to be sold out, leaves a draft beside it, and is laid out once', async () => {
    expect((await host.call(`GET /events/${soldOutEventId}`)).json()).toMatchObject({
      name: 'Forty Chairs and a Piano',
      organization: { id: host.harbour, name: 'Harbour Stage' },
    });
    expect(
      await counts(`select count(*)::int as n from event where organization_id = '${other}' and state = 'draft'`),
    ).toBe(1);
    expect(await seed()).toEqual({ soldOutEventId });
    expect(await counts('select count(*)::int as n from event')).toBe(31);
    expect(await counts(`select count(*)::int as n from outbox, json_array_elements(facts)`)).toBe(30);
  });

  it("every event starts when its venue's clock says so", async () => {
    expect(
      await counts(`select count(*)::int as n from event where starts_at <> starts_at_local at time zone time_zone`),
    ).toBe(0);
  });
});

describe('what others tell', () => {
  const factOf = (name: string, aggregateVersion: number, payload: unknown) => ({
    id: v7(),
    name,
    version: 1,
    aggregateId: soldOutEventId ?? '',
    aggregateVersion,
    occurredAt: new Date(Date.now()).toISOString(),
    requestId: 'test',
    payload,
  });
  const status = async () => (await host.call(`GET /events/${soldOutEventId}`)).json<{ status: string }>().status;
  const availability = (soldOut: boolean, version: number) =>
    db().transaction((tx) =>
      availabilityChanged(tx, [factOf('event.availability_changed', version, { eventId: soldOutEventId, soldOut })]),
    );

  it('the newest word about being sold out counts, whenever it comes', async () => {
    await availability(true, 5);
    expect(await status()).toBe('sold_out');
    await availability(false, 4);
    expect(await status()).toBe('sold_out');
    await availability(false, 6);
    expect(await status()).toBe('on_sale');
  });

  it('sold places count towards what is popular, given back ones do not', async () => {
    const sale = { eventId: soldOutEventId, places: [1, 2, 3] };
    await db().transaction(async (tx) => {
      await seatsSold(tx, [factOf('seats.sold', 1, sale), factOf('seats.sold', 2, { ...sale, places: [4] })]);
      await seatsGivenBack(tx, [factOf('seats.given_back', 3, { ...sale, places: [4] })]);
    });
    expect(await counts(`select sum(sold)::int as n from event_sales where event_id = '${soldOutEventId}'`)).toBe(3);
    expect((await host.call('GET /events?sort=popular&limit=1')).json<{ items: { id: string }[] }>().items[0]?.id).toBe(
      soldOutEventId,
    );
  });

  it('an organization is known by the name accounts told last', async () => {
    await db().transaction((tx) =>
      organizationCreated(tx, [
        factOf('organization.created', 1, { organizationId: host.harbour, name: 'Harbour Stage Ltd' }),
      ]),
    );
    expect((await host.call(`GET /events/${soldOutEventId}`)).json()).toMatchObject({
      organization: { name: 'Harbour Stage Ltd' },
    });
  });
});
