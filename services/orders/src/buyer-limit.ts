/** How many tickets of an event one buyer may order, all orders together, where its organizer sets a limit. */
import { sql, type Transaction } from '@usher/kit/database';
import { type Refusal, refuse } from '@usher/kit/refusal';
import { countingStates } from './order-state.ts';

export interface LimitedOrder {
  readonly id: string;
  readonly holdId: string;
  readonly eventId: string;
  readonly email: string;
  readonly quantity: number;
  readonly max: number;
}

/**
 * Refuses orders that would go beyond the limit, by id. A buyer is an e-mail address, whatever its case and whatever
 * follows a plus sign in it: seats counts by account, which a guest changes at will. Counts under a lock of the buyer's
 * own that lasts as long as the transaction, in sorted order; orders of one call are counted one after another. Of one
 * hold there is one order at most, so what another attempt ordered of it does not count twice.
 */
export async function refuseBeyondLimit(
  tx: Transaction,
  orders: readonly LimitedOrder[],
): Promise<Map<string, Refusal<'too_many_tickets'>>> {
  const refusals = new Map<string, Refusal<'too_many_tickets'>>();
  if (orders.length === 0) return refusals;
  const asked = [orders.map((order) => order.eventId), orders.map((order) => order.email)] as const;
  await tx.send(sql`
    select pg_advisory_xact_lock(key)
    from (select distinct hashtextextended(event_id || ' ' || buyer_key(email), 0) as key
          from unnest(${asked[0]}::text[], ${asked[1]}::text[]) as asked (event_id, email) order by 1) as buyer`);
  const rows = await tx.query<{ id: string; key: string; tickets: number }>(sql`
    select asked.id, asked.event_id || ' ' || buyer_key(asked.email) as key,
      (select count(*)::int from orders join order_line on order_line.order_id = orders.id
       where orders.event_id = asked.event_id and orders.buyer_key = buyer_key(asked.email)
         and orders.state = any(${countingStates}::text[]) and orders.hold_id <> asked.hold_id) as tickets
    from unnest(${orders.map((order) => order.id)}::uuid[], ${orders.map((order) => order.holdId)}::uuid[], ${asked[0]}::uuid[], ${asked[1]}::text[])
      as asked (id, hold_id, event_id, email)`);
  const stored = new Map(rows.map((row) => [row.id, row]));
  const taken = new Map<string, number>();
  const holds = new Set<string>();
  for (const { id, holdId, quantity, max } of orders) {
    if (holds.has(holdId)) continue;
    holds.add(holdId);
    const { key = id, tickets = 0 } = stored.get(id) ?? {};
    const have = tickets + (taken.get(key) ?? 0);
    if (have + quantity > max) {
      const detail = `${have} of the ${max} tickets one buyer may have for this event are ordered already.`;
      refusals.set(id, refuse('too_many_tickets', { detail, more: { max, have } }));
    } else taken.set(key, (taken.get(key) ?? 0) + quantity);
  }
  return refusals;
}

/** A limit was set: orders there are count too. In the order in which orders are locked everywhere. */
export async function countOrders(tx: Transaction, eventIds: readonly string[]): Promise<void> {
  if (eventIds.length === 0) return;
  await tx.send(sql`
    update orders set buyer_key = buyer_key(buyer_email)
    where id in (select id from orders where event_id = any(${eventIds}::uuid[]) and buyer_key is null order by id for update)`);
}
