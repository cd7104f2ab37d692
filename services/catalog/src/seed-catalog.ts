/** Lays out the demo's venues, events and posters, once. */
import { catalogFacts } from '@usher/contracts/catalog-facts';
import type { Clock } from '@usher/kit/clock';
import { type Database, sql, type Transaction } from '@usher/kit/database';
import { record } from '@usher/kit/outbox';
import { insertEvent, type NewEvent } from './create-event.ts';
import { demoProgramme, type DemoEvent, SOLD_OUT_NAME } from './demo-programme.ts';
import { type DemoVenue, demoVenues, neighbourVenue } from './demo-venues.ts';
import { storeImage } from './event-image.ts';
import { type EventRow, snapshotOf } from './event-row.ts';
import { DURATION_MINUTES, timesOf } from './event-rules.ts';
import { generateSeatMap } from './generate-seat-map.ts';
import { drawPoster } from './poster.ts';
import { insertSeatMap } from './put-seat-map.ts';
import { type SeatMap, seatMapOf } from './seat-map.ts';
import { slugOf } from './slug.ts';
import { insertVenue } from './write-venue.ts';

export interface SeedCatalogOptions {
  /** Who owns the demo. */
  readonly organizationId: string;
  readonly organizationName: string;
  /** A small one beside it, with a venue and a draft. */
  readonly otherOrganizationId: string;
}

interface House {
  readonly id: string;
  readonly venue: DemoVenue;
  readonly map: SeatMap;
}
interface Planned {
  readonly event: NewEvent;
  readonly poster: Buffer;
}

const DAY_MS = 86_400_000;
const POSTERS_AT_ONCE = 3;
const TICKETS_PER_ORDER = 8;

/**
 * Does nothing when the organization has events. All or nothing: one transaction, after everything is drawn.
 * Gives the id of the event that is meant to be sold out; selling is the caller's business.
 */
export async function seedCatalog(
  { db, clock }: { db: Database; clock: Clock },
  options: SeedCatalogOptions,
): Promise<{ soldOutEventId: string | undefined }> {
  if (await hasEvents(db, options.organizationId))
    return { soldOutEventId: await findSoldOut(db, options.organizationId) };
  const postersDrawn = drawPosters(demoProgramme);
  const houses = Object.fromEntries(
    Object.entries(demoVenues).map(([key, venue]) => [key, houseOf(venue, clock)]),
  ) as Record<DemoEvent['venue'], House>;
  const neighbour = houseOf(neighbourVenue, clock);
  const posters = await postersDrawn;
  const planned = demoProgramme.map((demo, i): Planned => {
    const poster = posters[i];
    if (!poster) throw new Error(`${demo.name} has no poster`);
    return { event: eventOf(demo, houses[demo.venue], options.organizationId, clock), poster };
  });
  await db.transaction(async (tx) => {
    await tx.send(
      sql`insert into organization (id, name) values (${options.organizationId}, ${options.organizationName}) on conflict (id) do nothing`,
    );
    for (const house of Object.values(houses)) await insertHouse(tx, house, options.organizationId);
    await insertHouse(tx, neighbour, options.otherOrganizationId);
    await insertEvent(tx, eventOf(neighbourDraft, neighbour, options.otherOrganizationId, clock));
    for (const { event, poster } of planned) {
      await insertEvent(tx, event);
      await storeImage(tx, event.id, poster);
    }
    await publish(
      tx,
      clock,
      planned.map(({ event }) => event.id),
    );
  });
  return { soldOutEventId: await findSoldOut(db, options.organizationId) };
}

const neighbourDraft = {
  name: 'Rehearsal with Guests',
  category: 'theatre',
  inDays: 40,
  at: '19:00',
  about: 'Not yet public: we are still learning our lines.',
};

async function hasEvents(db: Database, organizationId: string): Promise<boolean> {
  const rows = await db.query(sql`select 1 from event where organization_id = ${organizationId} limit 1`);
  return rows.length > 0;
}

async function findSoldOut(db: Database, organizationId: string): Promise<string | undefined> {
  const [row] = await db.query<{ id: string }>(
    sql`select id from event where organization_id = ${organizationId} and name = ${SOLD_OUT_NAME} order by id limit 1`,
  );
  return row?.id;
}

/** In the order of the events; a few at a time, so that memory stays small. */
async function drawPosters(events: readonly DemoEvent[]): Promise<Buffer[]> {
  const posters: Buffer[] = [];
  let next = 0;
  const draw = async (): Promise<void> => {
    while (next < events.length) {
      const i = next++;
      const event = events[i];
      if (event) posters[i] = await drawPoster({ category: event.category, seed: slugOf(event.name) });
    }
  };
  await Promise.all(Array.from({ length: POSTERS_AT_ONCE }, draw));
  return posters;
}

function houseOf(venue: DemoVenue, clock: Clock): House {
  const newId = () => clock.newId();
  const input = generateSeatMap({ shape: venue.shape, seats: venue.seats, tiers: venue.tiers.map((tier) => tier.key) });
  return { id: clock.newId(), venue, map: seatMapOf(input, newId) };
}

async function insertHouse(tx: Transaction, house: House, organizationId: string): Promise<void> {
  await insertVenue(tx, { id: house.id, organizationId, ...house.venue });
  await insertSeatMap(tx, house.id, house.map);
}

function eventOf(demo: Omit<DemoEvent, 'venue'>, house: House, organizationId: string, clock: Clock): NewEvent {
  const { timeZone, tiers, currency } = house.venue;
  const inDays = (days: number) => new Date(clock.now() + days * DAY_MS).toISOString();
  // Swedish writes its days as ISO 8601 does.
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(inDays(demo.inDays)));
  const times = timesOf(`${day}T${demo.at}`, undefined, timeZone, DURATION_MINUTES);
  if (!('startsAt' in times)) throw new Error(`the demo plans ${demo.name} at a time that ${timeZone} does not have`);
  return {
    id: clock.newId(),
    organizationId,
    venueId: house.id,
    name: demo.name,
    category: demo.category,
    times,
    durationMinutes: DURATION_MINUTES,
    description: `${demo.about}\n\n${house.venue.name}, ${house.venue.city}. Latecomers are let in at a suitable moment.`,
    priceTiers: tiers.map(({ key, name, amount }) => ({
      id: clock.newId(),
      key,
      name,
      price: { amount: Math.round(amount * (demo.priceFactor ?? 1)), currency },
    })),
    salesOpenAt: inDays(demo.salesOpenInDays ?? Math.min(0, demo.inDays) - 30),
    salesCloseAt: undefined,
    maxTicketsPerOrder: TICKETS_PER_ORDER,
    maxTicketsPerBuyer: null,
    orphanRule: 'off',
    waitingRoom: demo.waitingRoom ?? 'off',
    waitingRoomChallenge: false,
    holderNameRequired: false,
  };
}

async function publish(tx: Transaction, clock: Clock, ids: readonly string[]): Promise<void> {
  await tx.send(sql`
    update event set state = 'published', seat_map_version = v.seat_map_version, version = event.version + 1
    from venue v where v.id = event.venue_id and event.id = any(${ids}::uuid[])`);
  const events = await tx.query<EventRow>(
    sql`select * from event_shown where id = any(${ids}::uuid[]) order by starts_at`,
  );
  const name = 'event.published';
  await record(
    tx,
    clock,
    events.map((event) => ({
      name,
      version: catalogFacts[name].version,
      aggregateId: event.id,
      aggregateVersion: event.version,
      requestId: event.id,
      payload: snapshotOf(event),
    })),
  );
}
