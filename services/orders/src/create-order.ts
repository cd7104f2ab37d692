/** POST /orders: from a hold to an order with its price, as long as the hold lasts. */
import { randomInt } from 'node:crypto';
import type { HoldDetail } from '@usher/contracts/seats';
import type { Order, OrderRequest, orders } from '@usher/contracts/orders';
import { type Database, sql, type Transaction } from '@usher/kit/database';
import { type Answered, decideOnce, type Once } from '@usher/kit/once';
import { type KeepingHandler, keepingAnswers } from '@usher/kit/operations';
import { RefusedError, refuse, refused, type Refusal, refuseFields } from '@usher/kit/refusal';
import { continueTrace } from '@usher/kit/trace';
import type { z } from 'zod';
import { type LimitedOrder, refuseBeyondLimit } from './buyer-limit.ts';
import {
  answerOrder,
  buyerOf,
  eventReader,
  type EventSummary,
  type LineRow,
  ofOrder,
  type OrderRow,
  readLines,
} from './order.ts';
import { priceOrder } from './price-order.ts';
import type { OrdersKit } from './orders-kit.ts';

type Hold = z.infer<typeof HoldDetail>;
type OrderBody = z.input<typeof Order>;
type Request = z.infer<typeof OrderRequest>;
type Name = { readonly firstName: string; readonly lastName: string };

interface Created {
  readonly order: OrderRow;
  readonly lines: readonly LineRow[];
}
interface CreateCall {
  readonly id: string;
  readonly hold: Hold;
  readonly request: Request;
  readonly attendees: readonly (Name | undefined)[];
  readonly event: EventSummary;
  readonly requestId: string;
  readonly once: Once | undefined;
}

type Outcome = OrderBody | Refusal<'hold_used' | 'too_many_tickets'>;

/** The hold must be the caller's, and live; one hold makes one order. */
export function createOrder(kit: OrdersKit): KeepingHandler<typeof orders.operations.createOrder> {
  const readEvent = eventReader(kit);
  const create = kit.batch<CreateCall, Answered<OrderBody>>({
    name: 'create-order',
    lanes: 2,
    cap: 64,
    queueMax: 2_000,
    keys: (call) => [call.hold.id],
    run: (calls) =>
      decideOnce<CreateCall, OrderBody, never, undefined>(kit.db, calls, {
        prepare: () => Promise.resolve(undefined),
        decide: (tx, open) => createAll(kit, tx, open),
      }),
    recall: async (calls) => {
      const stored = await readStored(
        kit.db,
        calls.map((call) => call.id),
      );
      return calls.map((call) => {
        const created = stored.get(call.id);
        return created && told(call, created);
      });
    },
  });
  return keepingAnswers(async (call) => {
    const hold = await kit.peers.seats.readHold({ params: { id: call.body.holdId }, requestId: call.requestId });
    if (refused(hold) || hold.ownerId !== call.principal.id) return refuse('not_found');
    continueTrace(call.requestId, hold.id);
    if (hold.state !== 'held')
      return refuse(hold.state === 'paying' || hold.state === 'sold' ? 'hold_used' : 'hold_expired');
    const attendees = seatAttendees(hold, call.body.attendees ?? []);
    if (refused(attendees)) return attendees;
    const event = await readEvent(hold.eventId);
    // Its seats are held, so the event is published; the fact is on its way.
    if (!event) throw new RefusedError(refuse('unavailable', { retryAfterSeconds: 1 }));
    const { madeId: id, requestId, once } = call;
    return create({ id, hold, request: call.body, attendees, event, requestId, once });
  });
}

/** Who sits where: names given for a seat go there, the others fill the remaining places in order. */
function seatAttendees(
  hold: Hold,
  given: NonNullable<Request['attendees']>,
): (Name | undefined)[] | Refusal<'unknown_seat' | 'invalid_request'> {
  if (given.length > hold.items.length)
    return refuseFields([
      { path: 'attendees', message: `must not be more than the ${hold.items.length} places of the hold` },
    ]);
  const bySeat = new Map(
    given.flatMap((attendee) => (attendee.seatId === undefined ? [] : [[attendee.seatId, attendee] as const])),
  );
  const unknown = [...bySeat.keys()].filter((seatId) => !hold.items.some((item) => item.seatId === seatId));
  if (unknown.length > 0) return refuse('unknown_seat', { more: { seatIds: unknown } });
  const others = given.filter((attendee) => attendee.seatId === undefined);
  return hold.items.map((item) => (item.seatId === null ? undefined : bySeat.get(item.seatId)) ?? others.shift());
}

async function createAll(kit: OrdersKit, tx: Transaction, calls: readonly CreateCall[]): Promise<Outcome[]> {
  const beyond = await refuseBeyondLimit(tx, calls.flatMap(limitedOf));
  const priced = calls
    .filter((call) => !beyond.has(call.id))
    .map((call) => ({ call, ...priceOrder(call.hold.items.map((item) => item.price)) }));
  const made = await insertOrders(tx, priced);
  const lines = await insertLines(
    kit,
    tx,
    priced.filter(({ call }) => made.has(call.id)),
  );
  const callsById = new Map(calls.map((call) => [call.id, call]));
  await kit.record(
    tx,
    [...made.values()].map((row) => {
      const call = callsById.get(row.id);
      return {
        name: 'order.created',
        aggregateId: row.id,
        aggregateVersion: row.version,
        requestId: call?.requestId ?? row.id,
        payload: {
          ...ofOrder(row),
          holdId: row.hold_id,
          eventName: call?.event.name ?? '',
          buyer: buyerOf(row),
          ownerId: row.owner_id,
          total: { amount: row.total_minor, currency: row.currency },
          expiresAt: row.expires_at,
          locale: row.locale,
        },
      };
    }),
  );
  return calls.map((call) => {
    const order = made.get(call.id);
    if (order) return told(call, { order, lines: lines.get(order.id) ?? [] });
    return beyond.get(call.id) ?? refuse('hold_used');
  });
}

function told({ event }: CreateCall, { order, lines }: Created): OrderBody {
  return answerOrder(order, lines, event);
}

function limitedOf({ id, hold, event, request }: CreateCall): LimitedOrder[] {
  const { tickets_per_buyer_max: max } = event;
  const order = { id, holdId: hold.id, eventId: hold.eventId, email: request.buyer.email };
  return max === null ? [] : [{ ...order, quantity: hold.items.length, max }];
}

/** Those of the orders that were stored. */
async function readStored(db: Database, ids: readonly string[]): Promise<Map<string, Created>> {
  const rows = await db.query<OrderRow>(sql`select * from orders where id = any(${ids}::uuid[])`);
  const lines = await readLines(db, ids);
  return new Map(rows.map((order) => [order.id, { order, lines: lines.get(order.id) ?? [] }]));
}

interface Priced {
  readonly call: CreateCall;
  readonly lines: ReturnType<typeof priceOrder>['lines'];
  readonly total: ReturnType<typeof priceOrder>['total'];
}

async function insertOrders(tx: Transaction, priced: readonly Priced[]): Promise<Map<string, OrderRow>> {
  const rows = await tx.query<OrderRow>(sql`
    insert into orders (id, reference, hold_id, event_id, organization_id, owner_id, buyer_email, buyer_key, buyer_first_name, buyer_last_name, state, total_minor, currency, expires_at, created_at, updated_at)
    select id, reference, hold_id, event_id, organization_id, owner_id, email, case when limited then buyer_key(email) end, first_name, last_name, 'pending', total, currency, expires_at, usher_now(), usher_now()
    from unnest(
      ${priced.map((p) => p.call.id)}::uuid[], ${priced.map(() => newReference())}::text[], ${priced.map((p) => p.call.hold.id)}::uuid[], ${priced.map((p) => p.call.hold.eventId)}::uuid[],
      ${priced.map((p) => p.call.hold.organizationId)}::uuid[], ${priced.map((p) => p.call.hold.ownerId)}::uuid[], ${priced.map((p) => p.call.request.buyer.email)}::text[],
      ${priced.map((p) => p.call.request.buyer.firstName)}::text[], ${priced.map((p) => p.call.request.buyer.lastName)}::text[],
      ${priced.map((p) => p.total.amount)}::bigint[], ${priced.map((p) => p.total.currency)}::text[], ${priced.map((p) => p.call.hold.expiresAt)}::timestamptz[],
      ${priced.map((p) => p.call.event.tickets_per_buyer_max !== null)}::boolean[]
    ) as made (id, reference, hold_id, event_id, organization_id, owner_id, email, first_name, last_name, total, currency, expires_at, limited)
    on conflict do nothing returning *`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Gives the lines it wrote, by order. */
async function insertLines(
  kit: OrdersKit,
  tx: Transaction,
  priced: readonly Priced[],
): Promise<Map<string, LineRow[]>> {
  const byOrder = new Map(priced.map((order) => [order.call.id, linesOf(kit, order)]));
  const lines = [...byOrder.values()].flat();
  if (lines.length === 0) return byOrder;
  await tx.send(sql`
    insert into order_line (id, order_id, position, seat_id, area_id, section, row_name, seat_number, tier_key, unit_minor, fee_minor, discount_minor, tax_minor, total_minor, currency, attendee_first_name, attendee_last_name)
    select * from unnest(
      ${lines.map((l) => l.id)}::uuid[], ${lines.map((l) => l.order_id)}::uuid[], ${lines.map((l) => l.position)}::int[], ${lines.map((l) => l.seat_id)}::uuid[], ${lines.map((l) => l.area_id)}::uuid[],
      ${lines.map((l) => l.section)}::text[], ${lines.map((l) => l.row_name)}::text[], ${lines.map((l) => l.seat_number)}::text[], ${lines.map((l) => l.tier_key)}::text[],
      ${lines.map((l) => l.unit_minor)}::bigint[], ${lines.map((l) => l.fee_minor)}::bigint[], ${lines.map((l) => l.discount_minor)}::bigint[],
      ${lines.map((l) => l.tax_minor)}::bigint[], ${lines.map((l) => l.total_minor)}::bigint[], ${lines.map((l) => l.currency)}::text[],
      ${lines.map((l) => l.attendee_first_name)}::text[], ${lines.map((l) => l.attendee_last_name)}::text[])`);
  return byOrder;
}

function linesOf(kit: OrdersKit, { call, lines: prices }: Priced): (LineRow & { readonly position: number })[] {
  return call.hold.items.map((item, position) => {
    const price = prices[position];
    if (!price) throw new Error(`order ${call.id} has no price for its place ${position}`);
    const attendee = call.attendees[position];
    return {
      id: kit.clock.newId(),
      order_id: call.id,
      position,
      seat_id: item.seatId,
      area_id: item.areaId,
      section: item.section,
      row_name: item.row,
      seat_number: item.number,
      tier_key: item.tierKey,
      unit_minor: price.unitPrice.amount,
      fee_minor: price.fee.amount,
      discount_minor: price.discount.amount,
      tax_minor: price.tax.amount,
      total_minor: price.total.amount,
      currency: price.total.currency,
      attendee_first_name: attendee?.firstName ?? null,
      attendee_last_name: attendee?.lastName ?? null,
    };
  });
}

/** No letters or digits that look or sound alike: a reference is read out on the phone. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const newReference = (): string => Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
