/**
 * Row locks on claims. Every verb that changes claims takes them here: areas before places, both
 * in sorted order, so that no two transactions ever wait for each other in a circle; the free places
 * of an area come last, for whoever takes those waits for nobody. (Rejected:
 * one advisory lock per event, which would make all buyers of a stadium wait for each other.)
 */
import { sql, type Transaction } from '@usher/kit/database';
import { areaKey, type LockedClaim, type PlaceState } from './claim.ts';

export interface PlaceName {
  readonly eventId: string;
  readonly place: number;
}
export interface AreaWish {
  readonly eventId: string;
  readonly areaNo: number;
  readonly quantity: number;
}

interface Row {
  event_id: string;
  place: number;
  area_no: number | null;
  state: PlaceState;
  fence: number;
  hold_id: string | null;
  lapsed: boolean;
}

/** Locks named places and tells what they are. Places that do not exist are not in the answer. */
export async function lockPlaces(tx: Transaction, places: readonly PlaceName[]): Promise<LockedClaim[]> {
  if (places.length === 0) return [];
  const rows = await tx.query<Row>(sql`
    select event_id, place, area_no, state, fence, hold_id, state = 1 and expires_at <= usher_now() as lapsed
    from claim
    where (event_id, place) in (select * from unnest(${places.map((p) => p.eventId)}::uuid[], ${places.map((p) => p.place)}::int[]))
    order by event_id, place
    for update`);
  return rows.map(claimOf);
}

/** The same for the places of holds. */
export async function lockPlacesOf(tx: Transaction, holdIds: readonly string[]): Promise<LockedClaim[]> {
  if (holdIds.length === 0) return [];
  const rows = await tx.query<Row>(sql`
    select event_id, place, area_no, state, fence, hold_id, state = 1 and expires_at <= usher_now() as lapsed
    from claim
    where (event_id, place) in (select event_id, unnest(places) from hold where id = any(${holdIds}::uuid[]))
    order by event_id, place
    for update of claim`);
  return rows.map(claimOf);
}

/** The same for places nobody else has locked: it skips those, and so never waits. */
export async function lockUncontended(tx: Transaction, places: readonly PlaceName[]): Promise<LockedClaim[]> {
  if (places.length === 0) return [];
  const rows = await tx.query<Row>(sql`
    select event_id, place, area_no, state, fence, hold_id, state = 1 and expires_at <= usher_now() as lapsed
    from claim
    where (event_id, place) in (select * from unnest(${places.map((p) => p.eventId)}::uuid[], ${places.map((p) => p.place)}::int[]))
    for update skip locked`);
  return rows.map(claimOf);
}

/** Locks those of the named places that are free, waiting for whoever is about to take or free them. */
export async function lockAllFree(tx: Transaction, places: readonly PlaceName[]): Promise<LockedClaim[]> {
  if (places.length === 0) return [];
  const rows = await tx.query<Row>(sql`
    select event_id, place, area_no, state, fence, hold_id, state = 1 as lapsed
    from claim
    where (event_id, place) in (select * from unnest(${places.map((p) => p.eventId)}::uuid[], ${places.map((p) => p.place)}::int[]))
      and (state = 0 or (state = 1 and expires_at <= usher_now()))
    order by event_id, place
    for update`);
  return rows.map(claimOf);
}

/** Locks areas: nobody else finds free places in them until this transaction ends. */
export async function lockAreas(tx: Transaction, areas: readonly Omit<AreaWish, 'quantity'>[]): Promise<void> {
  if (areas.length === 0) return;
  await tx.send(sql`
    select 1 from area
    where (event_id, area_no) in (select * from unnest(${areas.map((a) => a.eventId)}::uuid[], ${areas.map((a) => a.areaNo)}::smallint[]))
    order by event_id, area_no
    for update`);
}

/** Finds and locks up to the wished number of free places in each locked area; by area. Skips what is locked, never waits. */
export async function lockFree(tx: Transaction, wishes: readonly AreaWish[]): Promise<Map<string, LockedClaim[]>> {
  const pools = new Map<string, LockedClaim[]>();
  if (wishes.length === 0) return pools;
  const wanted = new Map<string, AreaWish>();
  for (const wish of wishes) {
    const key = areaKey(wish.eventId, wish.areaNo);
    wanted.set(key, { ...wish, quantity: (wanted.get(key)?.quantity ?? 0) + wish.quantity });
  }
  const all = [...wanted.values()];
  const rows = await tx.query<Row>(sql`
    select free.* from unnest(${all.map((a) => a.eventId)}::uuid[], ${all.map((a) => a.areaNo)}::smallint[], ${all.map((a) => a.quantity)}::int[])
      as wish (event_id, area_no, quantity)
    cross join lateral (
      select event_id, place, area_no, state, fence, hold_id, state = 1 as lapsed
      from claim
      where claim.event_id = wish.event_id and claim.area_no = wish.area_no and (state = 0 or (state = 1 and expires_at <= usher_now()))
      order by place limit wish.quantity
      for update skip locked
    ) as free`);
  for (const row of rows) {
    const key = areaKey(row.event_id, row.area_no ?? -1);
    pools.set(key, [...(pools.get(key) ?? []), claimOf(row)]);
  }
  return pools;
}

function claimOf(row: Row): LockedClaim {
  return {
    eventId: row.event_id,
    place: row.place,
    state: row.state,
    fence: row.fence,
    holdId: row.hold_id ?? undefined,
    lapsed: row.lapsed,
  };
}
