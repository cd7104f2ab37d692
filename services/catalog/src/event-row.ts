/** An event as the database shows it, and the shapes others get of it. */
import type { EventSnapshot } from '@usher/contracts/catalog-facts';
import type { EventDetail, EventSummary } from '@usher/contracts/catalog-shapes';
import type { Money } from '@usher/contracts/money';
import { type Queryable, sql } from '@usher/kit/database';
import type { z } from 'zod';

export interface PriceTierRow {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly price: Money;
}

/** A row of the view `event_shown`. */
export interface EventRow {
  readonly id: string;
  readonly organization_id: string;
  readonly organization_name: string;
  readonly venue_id: string;
  readonly venue_name: string;
  readonly venue_address: string;
  readonly venue_city: string;
  readonly venue_country: string;
  readonly state: 'draft' | 'published' | 'cancelled';
  readonly status: z.output<typeof EventSummary>['status'];
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly starts_at_local: string;
  readonly time_zone: string;
  readonly starts_at: string;
  readonly duration_minutes: number;
  readonly ends_at: string;
  readonly sales_open_at: string;
  readonly sales_close_at: string;
  readonly max_tickets_per_order: number;
  readonly max_tickets_per_buyer: number | null;
  readonly orphan_rule: 'off' | 'on';
  readonly waiting_room: 'off' | 'auto' | 'on';
  readonly waiting_room_challenge: boolean;
  readonly holder_name_required: boolean;
  readonly image_hash: string | null;
  readonly seat_map_version: number | null;
  readonly seating: 'seated' | 'areas' | 'mixed' | null;
  readonly price_tiers: readonly PriceTierRow[];
  readonly version: number;
}

/** Reads an event, drafts included; who may see it is the caller's question. */
export async function readEvent(db: Queryable, id: string): Promise<EventRow | undefined> {
  const [row] = await db.query<EventRow>(sql`select * from event_shown where id = ${id}`);
  return row;
}

/** Reads an event and keeps it from changing until the transaction ends. */
export async function lockEvent(tx: Queryable, id: string): Promise<EventRow | undefined> {
  await tx.query(sql`select 1 from event where id = ${id} for update`);
  return readEvent(tx, id);
}

/** An event as lists show it. */
export function summaryOf(row: EventRow): z.input<typeof EventSummary> {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    category: row.category,
    startsAt: row.starts_at,
    timeZone: row.time_zone,
    venue: { id: row.venue_id, name: row.venue_name, city: row.venue_city },
    imageUrl: row.image_hash === null ? null : `/api/events/${row.id}/image?v=${row.image_hash.slice(0, 8)}`,
    priceFrom: lowest(row.price_tiers),
    status: row.status,
    salesOpenAt: row.sales_open_at,
  };
}

/** An event in full. */
export function detailOf(row: EventRow): z.input<typeof EventDetail> {
  return {
    ...summaryOf(row),
    startsAtLocal: row.starts_at_local,
    endsAt: row.ends_at,
    description: row.description,
    organization: { id: row.organization_id, name: row.organization_name },
    priceTiers: [...row.price_tiers],
    salesCloseAt: row.sales_close_at,
    maxTicketsPerOrder: row.max_tickets_per_order,
    ...saleRulesOf(row),
    holderNameRequired: row.holder_name_required,
    seating: row.seating,
  };
}

/** What the facts of an event say. Throws for a draft: nobody is told of those. */
export function snapshotOf(row: EventRow): z.input<typeof EventSnapshot> {
  if (row.state === 'draft' || row.seat_map_version === null)
    throw new Error(`event ${row.id} is a draft and was to be told`);
  return {
    eventId: row.id,
    organizationId: row.organization_id,
    organizationName: row.organization_name,
    name: row.name,
    slug: row.slug,
    category: row.category,
    startsAt: row.starts_at,
    startsAtLocal: row.starts_at_local,
    endsAt: row.ends_at,
    timeZone: row.time_zone,
    venue: {
      id: row.venue_id,
      name: row.venue_name,
      address: row.venue_address,
      city: row.venue_city,
      country: row.venue_country,
    },
    priceTiers: [...row.price_tiers],
    salesOpenAt: row.sales_open_at,
    salesCloseAt: row.sales_close_at,
    maxTicketsPerOrder: row.max_tickets_per_order,
    ...saleRulesOf(row),
    seatMapVersion: row.seat_map_version,
    status: row.state,
    holderNameRequired: row.holder_name_required,
  };
}

/** How the crowd is let in and what one buyer may take; buyers and services are told alike. */
function saleRulesOf(row: EventRow) {
  return {
    maxTicketsPerBuyer: row.max_tickets_per_buyer,
    orphanRule: row.orphan_rule,
    waitingRoom: row.waiting_room,
    waitingRoomChallenge: row.waiting_room_challenge,
  };
}

function lowest(tiers: readonly PriceTierRow[]): Money {
  const [first, ...rest] = tiers.map((tier) => tier.price);
  if (!first) throw new Error('an event has no price');
  return rest.reduce((low, price) => (price.amount < low.amount ? price : low), first);
}
