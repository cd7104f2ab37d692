/** POST /orders: from a hold to an order with its price, as long as the hold lasts. */
import { randomInt } from 'node:crypto';
import type { HoldDetail } from '@usher/contracts/seats';
import type { OrderRequest, orders } from '@usher/contracts/orders';
import { sql, type Transaction } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { RefusedError, refuse, refused, type Refusal, refuseFields } from '@usher/kit/refusal';
import { continueTrace } from '@usher/kit/trace';
import type { z } from 'zod';
import { answerOrders, buyerOf, type EventSummary, ofOrder, type OrderRow, readEvents } from './order.ts';
import { priceOrder } from './price-order.ts';
import type { OrdersKit } from './orders-kit.ts';

type Hold = z.infer<typeof HoldDetail>;
type Request = z.infer<typeof OrderRequest>;
type Name = { readonly firstName: string; readonly lastName: string };

interface CreateCall {
  readonly id: string;
  readonly hold: Hold;
  readonly request: Request;
  readonly attendees: readonly (Name | undefined)[];
  readonly event: EventSummary;
  readonly requestId: string;
}

/** The hold must be the caller's, and live; one hold makes one order. */
export function createOrder(kit: OrdersKit): Handler<typeof orders.operations.createOrder> {
  const create = kit.batch<CreateCall, OrderRow | Refusal<'hold_used'>>({
    name: 'create-order',
    lanes: 2,
    cap: 64,
    queueMax: 2_000,
    keys: (call) => [call.hold.id],
    run: (calls) => createAll(kit, calls),
  });
  return async (call) => {
    const hold = await kit.peers.seats.readHold({ params: { id: call.body.holdId }, requestId: call.requestId });
    if (refused(hold) || hold.ownerId !== call.principal.id) return refuse('not_found');
    continueTrace(call.requestId, hold.id);
    if (hold.state !== 'held')
      return (
        (await storedAnswer(kit, call.madeId)) ??
        refuse(hold.state === 'paying' || hold.state === 'sold' ? 'hold_used' : 'hold_expired')
      );
    const attendees = seatAttendees(hold, call.body.attendees ?? []);
    if (refused(attendees)) return attendees;
    const event = (await readEvents(kit.db, [hold.eventId])).get(hold.eventId);
    // Its seats are held, so the event is published; the fact is on its way.
    if (!event) throw new RefusedError(refuse('unavailable', { retryAfterSeconds: 1 }));
    const order = await create({
      id: call.madeId,
      hold,
      request: call.body,
      attendees,
      event,
      requestId: call.requestId,
    });
    if (refused(order)) return order;
    const [answer] = await answerOrders(kit.db, [order]);
    return answer ?? refuse('not_found');
  };
}

/** A retry that took over finds the order the first attempt stored. */
async function storedAnswer(kit: OrdersKit, id: string) {
  const rows = await kit.db.query<OrderRow>(sql`select * from orders where id = ${id}`);
  return (await answerOrders(kit.db, rows))[0];
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

async function createAll(kit: OrdersKit, calls: readonly CreateCall[]): Promise<(OrderRow | Refusal<'hold_used'>)[]> {
  const answers = await kit.db.transaction(async (tx) => {
    const priced = calls.map((call) => ({ call, ...priceOrder(call.hold.items.map((item) => item.price)) }));
    const made = await insertOrders(tx, priced);
    await insertLines(
      kit,
      tx,
      priced.filter(({ call }) => made.has(call.id)),
    );
    await kit.record(
      tx,
      [...made.values()].map((row) => {
        const call = calls.find((c) => c.id === row.id);
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
    const missing = calls.filter((call) => !made.has(call.id)).map((call) => call.id);
    const stored =
      missing.length === 0
        ? []
        : await tx.query<OrderRow>(sql`select * from orders where id = any(${missing}::uuid[])`);
    const found = new Map(stored.map((row) => [row.id, row]));
    return calls.map((call) => made.get(call.id) ?? found.get(call.id) ?? refuse('hold_used'));
  });
  return answers;
}

interface Priced {
  readonly call: CreateCall;
  readonly lines: ReturnType<typeof priceOrder>['lines'];
  readonly total: ReturnType<typeof priceOrder>['total'];
}

async function insertOrders(tx: Transaction, priced: readonly Priced[]): Promise<Map<string, OrderRow>> {
  const rows = await tx.query<OrderRow>(sql`
    insert into orders (id, reference, hold_id, event_id, organization_id, owner_id, buyer_email, buyer_first_name, buyer_last_name, state, total_minor, currency, expires_at, created_at, updated_at)
    select id, reference, hold_id, event_id, organization_id, owner_id, email, first_name, last_name, 'pending', total, currency, expires_at, usher_now(), usher_now()
    from unnest(
      ${priced.map((p) => p.call.id)}::uuid[], ${priced.map(() => newReference())}::text[], ${priced.map((p) => p.call.hold.id)}::uuid[], ${priced.map((p) => p.call.hold.eventId)}::uuid[],
      ${priced.map((p) => p.call.hold.organizationId)}::uuid[], ${priced.map((p) => p.call.hold.ownerId)}::uuid[], ${priced.map((p) => p.call.request.buyer.email)}::text[],
      ${priced.map((p) => p.call.request.buyer.firstName)}::text[], ${priced.map((p) => p.call.request.buyer.lastName)}::text[],
      ${priced.map((p) => p.total.amount)}::bigint[], ${priced.map((p) => p.total.currency)}::text[], ${priced.map((p) => p.call.hold.expiresAt)}::timestamptz[]
    ) as made (id, reference, hold_id, event_id, organization_id, owner_id, email, first_name, last_name, total, currency, expires_at)
    on conflict do nothing returning *`);
  return new Map(rows.map((row) => [row.id, row]));
}

async function insertLines(kit: OrdersKit, tx: Transaction, priced: readonly Priced[]): Promise<void> {
  const lines = priced.flatMap(({ call, lines: prices }) =>
    call.hold.items.map((item, i) => ({
      orderId: call.id,
      position: i,
      item,
      price: prices[i],
      attendee: call.attendees[i],
    })),
  );
  if (lines.length === 0) return;
  await tx.query(sql`
    insert into order_line (id, order_id, position, seat_id, area_id, section, row_name, seat_number, tier_key, unit_minor, fee_minor, discount_minor, tax_minor, total_minor, currency, attendee_first_name, attendee_last_name)
    select * from unnest(
      ${lines.map(() => kit.clock.newId())}::uuid[], ${lines.map((l) => l.orderId)}::uuid[], ${lines.map((l) => l.position)}::int[], ${lines.map((l) => l.item.seatId)}::uuid[], ${lines.map((l) => l.item.areaId)}::uuid[],
      ${lines.map((l) => l.item.section)}::text[], ${lines.map((l) => l.item.row)}::text[], ${lines.map((l) => l.item.number)}::text[], ${lines.map((l) => l.item.tierKey)}::text[],
      ${lines.map((l) => l.price?.unitPrice.amount)}::bigint[], ${lines.map((l) => l.price?.fee.amount)}::bigint[], ${lines.map((l) => l.price?.discount.amount)}::bigint[],
      ${lines.map((l) => l.price?.tax.amount)}::bigint[], ${lines.map((l) => l.price?.total.amount)}::bigint[], ${lines.map((l) => l.price?.total.currency)}::text[],
      ${lines.map((l) => l.attendee?.firstName ?? null)}::text[], ${lines.map((l) => l.attendee?.lastName ?? null)}::text[])`);
}

/** No letters or digits that look or sound alike: a reference is read out on the phone. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const newReference = (): string => Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
