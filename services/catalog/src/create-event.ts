/** POST /events: a draft of an event at one of the organization's venues. */
import type { catalog } from '@usher/contracts/catalog';
import { type Queryable, sql, type Transaction } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { worksFor } from '@usher/kit/principal';
import { Refusal, refuse, refuseFields } from '@usher/kit/refusal';
import type { CatalogKit } from './catalog-kit.ts';
import { detailOf, readEvent } from './event-row.ts';
import { type EventTimes, eventDefaults, instantOf, refuseDates, type TierInput, timesOf } from './event-rules.ts';
import { foldedWords } from './search-text.ts';
import { slugOf } from './slug.ts';
import { readVenue } from './venue-row.ts';

export interface NewEvent {
  readonly id: string;
  readonly organizationId: string;
  readonly venueId: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly times: EventTimes;
  readonly durationMinutes: number;
  readonly priceTiers: readonly (TierInput & { readonly id: string })[];
  /** Instants; sales open now and close at the start when absent. */
  readonly salesOpenAt: string | undefined;
  readonly salesCloseAt: string | undefined;
  readonly maxTicketsPerOrder: number;
  /** null: no such limit. */
  readonly maxTicketsPerBuyer: number | null;
  readonly orphanRule: 'off' | 'on';
  readonly waitingRoom: 'off' | 'auto' | 'on';
  readonly waitingRoomChallenge: boolean;
  readonly holderNameRequired: boolean;
}

/** Makes the draft; the same call again finds it. The event belongs to the organization of its venue. */
export function createEvent(kit: CatalogKit): Handler<typeof catalog.operations.createEvent> {
  return async (call) => {
    const { priceTiers, startsAtLocal, startsAtOffset, salesOpenAt, salesCloseAt, ...body } = call.body;
    const venue = await readVenue(kit.db, body.venueId);
    if (!venue) return refuseFields([{ path: 'venueId', message: 'names no venue' }]);
    if (!worksFor(call.principal, venue.organization_id, ['organizer'])) return refuse('forbidden');
    const wrongDates = refuseDates(call.body);
    if (wrongDates) return wrongDates;
    const times = timesOf(
      startsAtLocal,
      startsAtOffset,
      venue.time_zone,
      body.durationMinutes ?? eventDefaults.durationMinutes,
    );
    if (times instanceof Refusal) return times;
    await kit.db.transaction((tx) =>
      insertEvent(tx, {
        ...eventDefaults,
        ...withoutAbsent(body),
        id: call.madeId,
        organizationId: venue.organization_id,
        times,
        priceTiers: priceTiers.map((tier) => ({ ...tier, id: kit.clock.newId() })),
        salesOpenAt: salesOpenAt && instantOf(salesOpenAt),
        salesCloseAt: salesCloseAt && instantOf(salesCloseAt),
      }),
    );
    const row = await readEvent(kit.db, call.madeId);
    if (!row) throw new Error(`event ${call.madeId} was made and is not there`);
    return detailOf(row);
  };
}

/** Writes a draft with its prices under a slug nobody has; one that is there already stays. */
export async function insertEvent(tx: Transaction, event: NewEvent): Promise<void> {
  const slug = await freeSlug(tx, event.name);
  const made = await tx.query(sql`
    insert into event (id, organization_id, venue_id, slug, name, description, category, starts_at_local, time_zone, starts_at, duration_minutes, ends_at,
      sales_open_at, sales_close_at, max_tickets_per_order, max_tickets_per_buyer, orphan_rule, waiting_room, waiting_room_challenge,
      holder_name_required, search, created_at)
    values (${event.id}, ${event.organizationId}, ${event.venueId}, ${slug}, ${event.name}, ${event.description}, ${event.category},
      ${event.times.startsAtLocal}, ${event.times.timeZone}, ${event.times.startsAt}, ${event.durationMinutes}, ${event.times.endsAt},
      coalesce(${event.salesOpenAt ?? null}::timestamptz, usher_now()), ${event.salesCloseAt ?? null}, ${event.maxTicketsPerOrder}, ${event.maxTicketsPerBuyer}, ${event.orphanRule},
      ${event.waitingRoom}, ${event.waitingRoomChallenge}, ${event.holderNameRequired}, to_tsvector('simple', ${foldedWords(event.name, event.category, event.description)}), usher_now())
    on conflict (id) do nothing returning id`);
  if (made.length > 0) await insertTiers(tx, event.id, event.priceTiers);
}

/** Writes an event's prices, in their order. */
export async function insertTiers(tx: Queryable, eventId: string, tiers: NewEvent['priceTiers']): Promise<void> {
  await tx.query(sql`
    insert into price_tier (event_id, position, id, key, name, amount_minor, currency)
    select ${eventId}::uuid, tier.position, tier.id, tier.key, tier.name, tier.amount, tier.currency
    from unnest(${tiers.map((tier) => tier.id)}::uuid[], ${tiers.map((tier) => tier.key)}::text[], ${tiers.map((tier) => tier.name)}::text[],
                ${tiers.map((tier) => tier.price.amount)}::bigint[], ${tiers.map((tier) => tier.price.currency)}::text[])
      with ordinality as tier (id, key, name, amount, currency, position)`);
}

/** The slug of a name, with a number behind it when others have it. Held until the transaction ends, so that no two choose alike. */
export async function freeSlug(tx: Transaction, name: string): Promise<string> {
  const slug = slugOf(name);
  await tx.send(sql`select pg_advisory_xact_lock(hashtextextended('catalog.slugs', 0))`);
  const taken = await tx.query<{ slug: string }>(
    sql`select slug from event where slug = ${slug} or starts_with(slug, ${`${slug}-`})`,
  );
  const names = new Set(taken.map((row) => row.slug));
  if (!names.has(slug)) return slug;
  let number = 2;
  while (names.has(`${slug}-${number}`)) number += 1;
  return `${slug}-${number}`;
}

/** Without the keys whose value is undefined, so that a spread leaves the default. */
function withoutAbsent<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
