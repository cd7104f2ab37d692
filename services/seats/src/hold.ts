/** A hold as it is stored, read and shown. */
import type { Hold } from '@usher/contracts/seats';
import { type Queryable, sql } from '@usher/kit/database';
import type { z } from 'zod';
import type { HoldState } from './claim.ts';
import type { Inventory } from './inventory.ts';

export interface HoldRow {
  readonly id: string;
  readonly event_id: string;
  readonly organization_id: string;
  readonly owner_id: string;
  readonly state: HoldState;
  readonly places: readonly number[];
  readonly fences: readonly number[];
  readonly expires_at: string;
  readonly own_expires_at: string;
  readonly extended: boolean;
  readonly order_id: string | null;
  readonly sold_at: string | null;
  readonly version: number;
  /** Read with the row: its time has passed. */
  readonly lapsed?: boolean;
}

/** A hold under its row lock, with the database's time and whether the hold's has passed. */
export type LockedHold = HoldRow & { readonly lapsed: boolean; readonly now: string };

/** Holds by id. */
export async function readHolds(db: Queryable, ids: readonly string[]): Promise<Map<string, HoldRow>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<HoldRow>(
    sql`select *, expires_at <= usher_now() as lapsed from hold where id = any(${ids}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Locks holds, in the order of their ids. */
export async function lockHolds(db: Queryable, ids: readonly string[]): Promise<Map<string, LockedHold>> {
  const rows = await db.query<LockedHold>(sql`
    select *, expires_at <= usher_now() as lapsed, usher_now() as now from hold where id = any(${[...new Set(ids)]}::uuid[]) order by id for update`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** A hold as its buyer sees it, every place by its names and price; an extension would add `holdSeconds`. */
export function answerHold(row: HoldRow, inventory: Inventory, holdSeconds: number): z.input<typeof Hold> {
  const items = row.places.map((place) => {
    const { seatId, areaId, ...rest } = inventory.describe(place);
    return { ...rest, ...(seatId === null ? {} : { seatId }), ...(areaId === null ? {} : { areaId }) };
  });
  return {
    id: row.id,
    eventId: row.event_id,
    state: shownState(row),
    expiresAt: row.expires_at,
    extendableTo: shownState(row) === 'held' && !row.extended ? extendedEnd(row, holdSeconds) : null,
    items,
    total: inventory.totalOf(row.places),
  };
}

/** The end its extension gives a hold: known beforehand, so that asking early loses nothing. */
export function extendedEnd(row: Pick<HoldRow, 'expires_at'>, holdSeconds: number): string {
  return new Date(Date.parse(row.expires_at) + holdSeconds * 1000).toISOString();
}

/** What people are told: a hold past its time has expired, whether or not the sweep came by. */
export function shownState(row: HoldRow): HoldState {
  return row.lapsed === true && (row.state === 'held' || row.state === 'paying') ? 'expired' : row.state;
}
