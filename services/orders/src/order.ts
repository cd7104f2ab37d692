/** An order as it is stored, read and shown. */
import type { Currency, Money } from '@usher/contracts/money';
import type { Order } from '@usher/contracts/orders';
import { type Queryable, sql } from '@usher/kit/database';
import { readTogether } from '@usher/kit/read-together';
import type { z } from 'zod';
import { isOpen, type OrderState } from './order-state.ts';
import type { OrdersKit } from './orders-kit.ts';

export interface OrderRow {
  readonly id: string;
  readonly reference: string;
  readonly hold_id: string;
  readonly event_id: string;
  readonly organization_id: string;
  readonly owner_id: string;
  readonly buyer_email: string;
  readonly buyer_first_name: string;
  readonly buyer_last_name: string;
  readonly locale: string;
  readonly state: OrderState;
  readonly total_minor: number;
  readonly currency: Currency;
  readonly expires_at: string;
  readonly payment_id: string | null;
  readonly version: number;
  readonly created_at: string;
}

export interface LineRow {
  readonly id: string;
  readonly order_id: string;
  readonly seat_id: string | null;
  readonly area_id: string | null;
  readonly section: string;
  readonly row_name: string | null;
  readonly seat_number: string | null;
  readonly tier_key: string;
  readonly unit_minor: number;
  readonly fee_minor: number;
  readonly discount_minor: number;
  readonly tax_minor: number;
  readonly total_minor: number;
  readonly currency: Currency;
  readonly attendee_first_name: string | null;
  readonly attendee_last_name: string | null;
}

export interface EventSummary {
  readonly event_id: string;
  readonly organization_id: string;
  readonly name: string;
  readonly starts_at: string;
  readonly time_zone: string;
  /** Of one buyer; null: no such limit. */
  readonly tickets_per_buyer_max: number | null;
  readonly price_tiers: readonly { readonly key: string; readonly name: string; readonly price: Money }[];
}

/** Orders as their buyers and organizers see them, in the order of the rows. Three statements, however many. */
export async function answerOrders(db: Queryable, rows: readonly OrderRow[]): Promise<z.input<typeof Order>[]> {
  const lines = await readLines(
    db,
    rows.map((row) => row.id),
  );
  const events = await readEvents(
    db,
    rows.map((row) => row.event_id),
  );
  return rows.map((row) => answerOrder(row, lines.get(row.id) ?? [], events.get(row.event_id)));
}

export type OrderReader = (id: string) => Promise<OrderRow | undefined>;

/** Reads orders by id; those asked for at the same time in one statement. */
export function orderReader(kit: OrdersKit): OrderReader {
  return readTogether<OrderRow>(kit, {
    name: 'read-order',
    read: async (ids) => {
      const rows = await kit.db.query<OrderRow>(sql`select * from orders where id = any(${ids}::uuid[])`);
      return new Map(rows.map((row) => [row.id, row]));
    },
  });
}

/** Reads what is known of an event; for all who ask at the same time in one statement. */
export function eventReader(kit: OrdersKit): (id: string) => Promise<EventSummary | undefined> {
  return readTogether<EventSummary>(kit, { name: 'read-event', read: (ids) => readEvents(kit.db, ids) });
}

/** Lines by order, in their order. */
export async function readLines(db: Queryable, orderIds: readonly string[]): Promise<Map<string, LineRow[]>> {
  const lines = new Map<string, LineRow[]>();
  if (orderIds.length === 0) return lines;
  const rows = await db.query<LineRow>(
    sql`select * from order_line where order_id = any(${orderIds}::uuid[]) order by order_id, position`,
  );
  for (const row of rows) {
    const known = lines.get(row.order_id);
    if (known) known.push(row);
    else lines.set(row.order_id, [row]);
  }
  return lines;
}

/** What is known of events. */
export async function readEvents(db: Queryable, eventIds: readonly string[]): Promise<Map<string, EventSummary>> {
  const rows = await db.query<EventSummary>(
    sql`select * from event_summary where event_id = any(${[...new Set(eventIds)]}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.event_id, row]));
}

/** The events of orders, by id. */
export async function readEventsOf(db: Queryable, orderIds: readonly string[]): Promise<Map<string, EventSummary>> {
  const rows = await db.query<EventSummary>(
    sql`select * from event_summary where event_id in (select event_id from orders where id = any(${orderIds}::uuid[]))`,
  );
  return new Map(rows.map((row) => [row.event_id, row]));
}

/** Who buys. */
export function buyerOf(row: OrderRow): { email: string; firstName: string; lastName: string } {
  return { email: row.buyer_email, firstName: row.buyer_first_name, lastName: row.buyer_last_name };
}

/** What every fact of an order says. */
export function ofOrder(row: OrderRow): {
  orderId: string;
  reference: string;
  eventId: string;
  organizationId: string;
} {
  return { orderId: row.id, reference: row.reference, eventId: row.event_id, organizationId: row.organization_id };
}

/** One order whose lines are at hand. */
export function answerOrder(
  row: OrderRow,
  lines: readonly LineRow[],
  event: EventSummary | undefined,
): z.input<typeof Order> {
  return {
    id: row.id,
    reference: row.reference,
    state: row.state,
    eventId: row.event_id,
    organizationId: row.organization_id,
    event: {
      id: row.event_id,
      name: event?.name ?? '',
      startsAt: event?.starts_at ?? row.created_at,
      timeZone: event?.time_zone ?? 'UTC',
    },
    buyer: buyerOf(row),
    expiresAt: isOpen(row.state) ? row.expires_at : null,
    lines: lines.map(answerLine),
    total: { amount: row.total_minor, currency: row.currency },
    createdAt: row.created_at,
    holdId: row.hold_id,
    paymentId: row.payment_id,
  };
}

function answerLine(line: LineRow): z.input<typeof Order>['lines'][number] {
  const money = (amount: number): Money => ({ amount, currency: line.currency });
  return {
    id: line.id,
    seatId: line.seat_id,
    areaId: line.area_id,
    section: line.section,
    row: line.row_name,
    number: line.seat_number,
    tierKey: line.tier_key,
    quantity: 1,
    unitPrice: money(line.unit_minor),
    fee: money(line.fee_minor),
    discount: money(line.discount_minor),
    tax: money(line.tax_minor),
    total: money(line.total_minor),
    attendee:
      line.attendee_first_name === null
        ? null
        : { firstName: line.attendee_first_name, lastName: line.attendee_last_name ?? '' },
  };
}
