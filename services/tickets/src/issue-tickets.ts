/** order.paid: a ticket with its first credential for each line, and one fact per order; many orders at once. */
import { randomBytes } from 'node:crypto';
import type { OrderSnapshot } from '@usher/contracts/orders-facts';
import { sql, type Transaction } from '@usher/kit/database';
import type { FactHandler } from '@usher/kit/inbox';
import type { z } from 'zod';
import type { CredentialKeys } from './credential-keys.ts';
import type { TicketsKit } from './tickets-kit.ts';

type Order = z.infer<typeof OrderSnapshot>;
const RANDOM_BYTES = 16;

/**
 * A ticket has its line's id and an order is issued once, so a fact told again changes nothing.
 * A second ticket for a seat breaks a unique index: that order's fact is parked for a person to see.
 */
export function issueTickets(kit: TicketsKit, keys: CredentialKeys): FactHandler {
  return async (tx, facts) => {
    const told = new Map(facts.map((fact) => [(fact.payload as Order).orderId, fact]));
    const issued = await insertOrders(
      tx,
      [...told.values()].map((fact) => fact.payload as Order),
    );
    await insertTickets(tx, issued, keys.current.keyId);
    await kit.record(
      tx,
      issued.map(({ orderId, reference, eventId, organizationId, buyer, lines }) => ({
        name: 'tickets.issued',
        aggregateId: orderId,
        aggregateVersion: 1,
        requestId: told.get(orderId)?.requestId ?? orderId,
        payload: { orderId, reference, eventId, organizationId, buyer, ticketIds: lines.map((line) => line.lineId) },
      })),
    );
  };
}

/** Gives the orders that were not issued before. */
async function insertOrders(tx: Transaction, orders: readonly Order[]): Promise<Order[]> {
  const rows = await tx.query<{ order_id: string }>(sql`
    insert into issued_order (order_id, reference, event_id, organization_id, owner_id, locale, issued_at)
    select *, usher_now() from unnest(
      ${orders.map((order) => order.orderId)}::uuid[], ${orders.map((order) => order.reference)}::text[],
      ${orders.map((order) => order.eventId)}::uuid[], ${orders.map((order) => order.organizationId)}::uuid[],
      ${orders.map((order) => order.ownerId)}::uuid[], ${orders.map((order) => order.locale)}::text[])
    on conflict do nothing returning order_id`);
  const fresh = new Set(rows.map((row) => row.order_id));
  return orders.filter((order) => fresh.has(order.orderId));
}

async function insertTickets(tx: Transaction, orders: readonly Order[], keyId: string): Promise<void> {
  const lines = orders.flatMap((order) => order.lines.map((line, position) => ({ ...line, order, position })));
  if (lines.length === 0) return;
  await tx.send(sql`
    insert into ticket (id, order_id, position, event_id, organization_id, owner_id, seat_id, area_id, section,
      row_name, seat_number, tier_key, tier_name, price_minor, currency, holder_first_name, holder_last_name, issued_at)
    select *, usher_now() from unnest(
      ${lines.map((line) => line.lineId)}::uuid[], ${lines.map((line) => line.order.orderId)}::uuid[],
      ${lines.map((line) => line.position)}::int[], ${lines.map((line) => line.order.eventId)}::uuid[],
      ${lines.map((line) => line.order.organizationId)}::uuid[], ${lines.map((line) => line.order.ownerId)}::uuid[],
      ${lines.map((line) => line.seatId)}::uuid[], ${lines.map((line) => line.areaId)}::uuid[],
      ${lines.map((line) => line.section)}::text[], ${lines.map((line) => line.row)}::text[],
      ${lines.map((line) => line.number)}::text[], ${lines.map((line) => line.tierKey)}::text[],
      ${lines.map((line) => line.tierName)}::text[], ${lines.map((line) => line.price.amount)}::bigint[],
      ${lines.map((line) => line.price.currency)}::text[], ${lines.map((line) => line.attendee.firstName)}::text[],
      ${lines.map((line) => line.attendee.lastName)}::text[])`);
  const random = randomBytes(RANDOM_BYTES * lines.length);
  await tx.send(sql`
    insert into credential (ticket_id, number, key_id, random)
    select ticket_id, 1, ${keyId}, random
    from unnest(${lines.map((line) => line.lineId)}::uuid[],
      ${lines.map((_, i) => random.subarray(i * RANDOM_BYTES, (i + 1) * RANDOM_BYTES))}::bytea[])
      as made (ticket_id, random)`);
}
