/** How many places of an event one buyer may have, all holds and orders together, where its organizer sets a limit. */
import { sql, type Transaction } from '@usher/kit/database';
import { refuse } from '@usher/kit/refusal';
import { type HoldCall, type Outcome, quantityOf } from './hold-call.ts';

/** Names a buyer of an event. */
export const buyerKey = (call: HoldCall): string => `buyer ${call.wish.eventId} ${call.ownerId}`;

/**
 * Refuses calls that would go beyond the limit, and puts off all but the first of each buyer. Counts under a lock of
 * the buyer's own, taken before any other and in sorted order, so that calls at two copies of the service cannot both
 * fit. Events without a limit cost no statement.
 */
export async function refuseBeyondLimit(tx: Transaction, calls: readonly HoldCall[]): Promise<Map<HoldCall, Outcome>> {
  const outcomes = new Map<HoldCall, Outcome>();
  const first = new Map<string, HoldCall>();
  for (const call of calls) {
    if (call.rules.buyerMax === null) continue;
    if (first.has(buyerKey(call))) outcomes.set(call, 'after_another');
    else first.set(buyerKey(call), call);
  }
  if (first.size === 0) return outcomes;
  const have = await countPlaces(tx, [...first.values()]);
  for (const [key, call] of first) {
    const { buyerMax: max } = call.rules;
    const had = have.get(key) ?? 0;
    if (max === null || had + quantityOf(call) <= max) continue;
    const detail =
      had === 0
        ? `One buyer may have ${max} of the tickets for this event.`
        : `You have ${had} of the ${max} tickets one buyer may have for this event.`;
    outcomes.set(call, refuse('too_many_tickets', { detail, more: { max, have: had } }));
  }
  return outcomes;
}

async function countPlaces(tx: Transaction, calls: readonly HoldCall[]): Promise<Map<string, number>> {
  await tx.send(sql`
    select pg_advisory_xact_lock(key)
    from (select distinct hashtextextended(name, 0) as key from unnest(${calls.map(buyerKey)}::text[]) as name order by 1) as buyer`);
  const rows = await tx.query<{ event_id: string; owner_id: string; places: number }>(sql`
    select event_id, owner_id, sum(cardinality(places))::int as places
    from hold
    where counted
      and (event_id, owner_id) in (select * from unnest(${calls.map((call) => call.wish.eventId)}::uuid[], ${calls.map((call) => call.ownerId)}::uuid[]))
      and (state = 'sold' or (state in ('held', 'paying') and expires_at > usher_now()))
    group by event_id, owner_id`);
  return new Map(rows.map((row) => [`buyer ${row.event_id} ${row.owner_id}`, row.places]));
}
