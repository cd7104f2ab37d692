/** POST /venues, PUT /venues/{id}: where an organization has its events. */
import type { catalog } from '@usher/contracts/catalog';
import { type Queryable, sql, type Transaction } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { type Principal, worksFor } from '@usher/kit/principal';
import { Refusal, refuse, refuseFields } from '@usher/kit/refusal';
import type { CatalogKit } from './catalog-kit.ts';
import type { EventPages } from './event-pages.ts';
import { isTimeZone } from './event-time.ts';
import { type EventRow, snapshotOf } from './event-row.ts';
import { foldedWords } from './search-text.ts';
import { readVenue, venueOf } from './venue-row.ts';

export interface NewVenue {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly address: string;
  readonly city: string;
  readonly country: string;
  readonly timeZone: string;
}

/** Adds a venue; the same call again finds it there. */
export function createVenue(kit: CatalogKit): Handler<typeof catalog.operations.createVenue> {
  return async (call) => {
    const { organizationId: named, ...body } = call.body;
    const organizationId = sellerOf(call.principal, named);
    if (organizationId instanceof Refusal) return organizationId;
    if (!isTimeZone(body.timeZone)) return refuseTimeZone();
    await insertVenue(kit.db, { id: call.madeId, organizationId, ...body });
    const row = await readVenue(kit.db, call.madeId);
    if (!row) throw new Error(`venue ${call.madeId} was added and is not there`);
    return venueOf(row);
  };
}

/** Writes a new venue; one that is there already stays. */
export async function insertVenue(db: Queryable, venue: NewVenue): Promise<void> {
  await db.query(sql`
    insert into venue (id, organization_id, name, address, city, country, time_zone, search, created_at)
    values (${venue.id}, ${venue.organizationId}, ${venue.name}, ${venue.address}, ${venue.city}, ${venue.country}, ${venue.timeZone},
            to_tsvector('simple', ${foldedWords(venue.name, venue.city)}), usher_now())
    on conflict (id) do nothing`);
}

/** Replaces what is known of a venue. Its published events to come are told anew; they keep their time and its zone. */
export function updateVenue(kit: CatalogKit, pages: EventPages): Handler<typeof catalog.operations.updateVenue> {
  return async (call) => {
    const { id } = call.params;
    const { name, address, city, country, timeZone } = call.body;
    const before = await readVenue(kit.db, id);
    if (!before || !worksFor(call.principal, before.organization_id, ['organizer'])) return refuse('not_found');
    if (!isTimeZone(timeZone)) return refuseTimeZone();
    await kit.db.transaction(async (tx) => {
      await tx.send(sql`
        update venue set name = ${name}, address = ${address}, city = ${city}, country = ${country}, time_zone = ${timeZone},
          search = to_tsvector('simple', ${foldedWords(name, city)})
        where id = ${id}`);
      await tellEventsAt(kit, tx, id, call.requestId);
    });
    await pages.clear();
    const row = await readVenue(kit.db, id);
    return row ? venueOf(row) : refuse('not_found');
  };
}

/** The organization a caller means: the one named, or the only one there is. */
function sellerOf(principal: Principal, named: string | undefined): string | Refusal<'forbidden' | 'invalid_request'> {
  if (named !== undefined) return worksFor(principal, named, ['organizer']) ? named : refuse('forbidden');
  const own = Object.keys(principal.organizations).filter((id) => principal.organizations[id] === 'organizer');
  const [only] = own;
  return only !== undefined && own.length === 1
    ? only
    : refuseFields([{ path: 'organizationId', message: 'say for which organization' }]);
}

function refuseTimeZone(): Refusal<'invalid_request'> {
  return refuseFields([{ path: 'timeZone', message: 'must be an IANA time zone like Europe/Berlin' }]);
}

async function tellEventsAt(kit: CatalogKit, tx: Transaction, venueId: string, requestId: string): Promise<void> {
  const changed = await tx.query<{ id: string }>(sql`
    update event set version = version + 1 where venue_id = ${venueId} and state = 'published' and ends_at > usher_now() returning id`);
  const events = await tx.query<EventRow>(
    sql`select * from event_shown where id = any(${changed.map((row) => row.id)}::uuid[])`,
  );
  await kit.record(
    tx,
    events.map((event) => ({
      name: 'event.updated',
      aggregateId: event.id,
      aggregateVersion: event.version,
      requestId,
      payload: snapshotOf(event),
    })),
  );
}
