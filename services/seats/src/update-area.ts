/** PATCH /events/{id}/areas/{areaId}: more or fewer places in an area, in mid-sale. */
import type { seats } from '@usher/contracts/seats';
import { sql, type Transaction } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { worksFor } from '@usher/kit/principal';
import { type Refusal, refuse } from '@usher/kit/refusal';
import { BLOCKED, FREE } from './claim.ts';
import type { Inventories } from './inventory.ts';
import type { SeatsKit } from './seats-kit.ts';

interface Counts {
  claimed: number;
  free: number;
  blocked: number;
}
interface Changed {
  readonly capacity: number;
  readonly free: number;
  readonly blocked: readonly number[];
  readonly freed: readonly number[];
}

/** Never below what is held or sold. Places that leave are blocked, not deleted, so that their numbers stay. */
export function updateArea(kit: SeatsKit, inventories: Inventories): Handler<typeof seats.operations.updateArea> {
  return async (call) => {
    const { id: eventId, areaId } = call.params;
    const inventory = await inventories.find(eventId);
    const area = inventory?.areas.find((a) => a.id === areaId);
    if (!inventory || !area || !worksFor(call.principal, inventory.organizationId, ['organizer']))
      return refuse('not_found');
    const changed = await kit.db.transaction(async (tx) => {
      const result = await resize(tx, eventId, area.areaNo, call.body.capacity);
      if ('code' in result) return result;
      const [row] = await tx.query<{ version: number }>(
        sql`update area set capacity = ${call.body.capacity}, version = version + 1 where event_id = ${eventId} and area_no = ${area.areaNo} returning version`,
      );
      await kit.record(tx, [
        {
          name: 'places.changed',
          aggregateId: areaId,
          aggregateVersion: row?.version ?? 1,
          requestId: call.requestId,
          payload: {
            eventId,
            organizationId: inventory.organizationId,
            areaId,
            capacity: result.capacity,
            blocked: [...result.blocked],
            freed: [...result.freed],
          },
        },
      ]);
      return result;
    });
    if ('code' in changed) return changed;
    inventories.forget(eventId);
    return { id: areaId, name: area.name, capacity: changed.capacity, free: changed.free };
  };
}

async function resize(
  tx: Transaction,
  eventId: string,
  areaNo: number,
  capacity: number,
): Promise<Changed | Refusal<'capacity_below_claimed'>> {
  // The lock buyers take: nobody claims a place of this area until this is decided.
  await tx.send(sql`select 1 from area where event_id = ${eventId} and area_no = ${areaNo} for update`);
  await tx.send(
    sql`select 1 from claim where event_id = ${eventId} and area_no = ${areaNo} order by event_id, place for update`,
  );
  const [counts] = await tx.query<Counts>(sql`
    select count(*) filter (where state = 2 or (state = 1 and expires_at > usher_now()))::int as claimed,
           count(*) filter (where state = 0 or (state = 1 and expires_at <= usher_now()))::int as free,
           count(*) filter (where state = 3)::int as blocked
    from claim where event_id = ${eventId} and area_no = ${areaNo}`);
  if (!counts) throw new Error('an area cannot be counted');
  if (capacity < counts.claimed) return refuse('capacity_below_claimed', { more: { claimed: counts.claimed } });
  const change = capacity - counts.claimed - counts.free;
  const done = { capacity, free: capacity - counts.claimed };
  if (change < 0) return { ...done, blocked: await block(tx, eventId, areaNo, -change), freed: [] };
  const unblocked = await unblock(tx, eventId, areaNo, Math.min(change, counts.blocked));
  const added = await append(tx, eventId, areaNo, change - unblocked.length);
  return { ...done, blocked: [], freed: [...unblocked, ...added] };
}

async function block(tx: Transaction, eventId: string, areaNo: number, count: number): Promise<number[]> {
  const rows = await tx.query<{ place: number }>(sql`
    update claim set state = ${BLOCKED}, hold_id = null, expires_at = null, fence = fence + 1
    where event_id = ${eventId} and place = any(array(
      select place from claim where event_id = ${eventId} and area_no = ${areaNo} and (state = 0 or (state = 1 and expires_at <= usher_now()))
      order by place desc limit ${count}))
    returning place`);
  return rows.map((row) => row.place);
}

async function unblock(tx: Transaction, eventId: string, areaNo: number, count: number): Promise<number[]> {
  if (count === 0) return [];
  const rows = await tx.query<{ place: number }>(sql`
    update claim set state = ${FREE}
    where event_id = ${eventId} and place = any(array(
      select place from claim where event_id = ${eventId} and area_no = ${areaNo} and state = 3 order by place limit ${count}))
    returning place`);
  return rows.map((row) => row.place);
}

/** New places get the numbers after all others; numbers are never used again for something else. */
async function append(tx: Transaction, eventId: string, areaNo: number, count: number): Promise<number[]> {
  if (count === 0) return [];
  const [inventory] = await tx.query<{ from: number }>(sql`
    update inventory set place_count = place_count + ${count} where event_id = ${eventId} returning place_count - ${count} as from`);
  const from = inventory?.from ?? 0;
  await tx.send(
    sql`insert into claim (event_id, place, area_no) select ${eventId}::uuid, generate_series(${from}::int, ${from + count - 1}::int), ${areaNo}`,
  );
  return Array.from({ length: count }, (_, i) => from + i);
}
