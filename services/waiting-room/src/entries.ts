/** Entries in the memory of this copy: each is read once, then answered from here until it changes. */
import type { Batch } from '@usher/kit/batch';
import { sql } from '@usher/kit/database';
import type { WaitingRoomKit } from './waiting-room-kit.ts';

export interface Entry {
  readonly id: string;
  /** In the line; null in the pool. */
  readonly position: number | null;
  /** Once it was made: the same for everybody who asks. */
  pass?: { readonly text: string; readonly until: number };
}

export interface Entries {
  /** What is remembered. */
  remembered(eventId: string, ownerId: string): Entry | undefined;
  /** What is stored; undefined for who has no place. */
  read(eventId: string, ownerId: string): Promise<Entry | undefined>;
  keep(eventId: string, ownerId: string, entry: Entry): void;
  forget(eventId: string, ownerId?: string): void;
  /** The sweep that learns what other copies changed of entries that were known. */
  refresh(eventIds: readonly string[]): Promise<void>;
}

/** About 300 bytes each. */
const ENTRIES_MAX = 500_000;

interface Owner {
  readonly eventId: string;
  readonly ownerId: string;
}
interface Row extends Owner {
  readonly id: string;
  readonly position: number | null;
  readonly gone: boolean;
}

/** Opens the memory. */
export function openEntries(kit: WaitingRoomKit): Entries {
  const byEvent = new Map<string, Map<string, Entry>>();
  let count = 0;

  const read = batchOfReads(kit);

  function forget(eventId: string, ownerId?: string): void {
    const entries = byEvent.get(eventId);
    if (!entries) return;
    if (ownerId === undefined) {
      count -= entries.size;
      byEvent.delete(eventId);
    } else if (entries.delete(ownerId)) count -= 1;
  }

  function keep(eventId: string, ownerId: string, entry: Entry): void {
    let entries = byEvent.get(eventId);
    if (!entries) {
      entries = new Map();
      byEvent.set(eventId, entries);
    }
    if (!entries.has(ownerId)) count += 1;
    entries.set(ownerId, entry);
    if (count > ENTRIES_MAX) makeRoom();
  }

  /** The first of the first room: it is read again should it be asked for. */
  function makeRoom(): void {
    const [eventId = '', entries] = byEvent.entries().next().value ?? [];
    forget(eventId, entries?.keys().next().value);
    if (entries?.size === 0) byEvent.delete(eventId);
  }

  return {
    remembered: (eventId, ownerId) => byEvent.get(eventId)?.get(ownerId),
    async read(eventId, ownerId) {
      const row = await read({ eventId, ownerId });
      if (!row || row.gone) {
        forget(eventId, ownerId);
        return undefined;
      }
      const entry = { id: row.id, position: row.position };
      keep(eventId, ownerId, entry);
      return entry;
    },
    keep,
    forget,
    async refresh(eventIds) {
      if (count === 0) return;
      const rows = await kit.db.query<Row>(sql`
        select event_id as "eventId", owner_id as "ownerId", id, position, gone from entry
        where changed_at > usher_now() - interval '5 seconds' and event_id = any(${eventIds}::uuid[])`);
      for (const { eventId, ownerId, id, position, gone } of rows) {
        const known = byEvent.get(eventId)?.get(ownerId);
        if (!known || (!gone && known.position === position)) continue;
        if (gone) forget(eventId, ownerId);
        else keep(eventId, ownerId, { id, position });
      }
    },
  };
}

function batchOfReads(kit: WaitingRoomKit): Batch<Owner, Row | undefined> {
  return kit.batch<Owner, Row | undefined>({
    name: 'read-entries',
    lanes: 2,
    cap: 500,
    queueMax: 20_000,
    run: async (owners) => {
      const rows = await kit.db.query<Row>(sql`
        select event_id as "eventId", owner_id as "ownerId", id, position, gone
        from unnest(${owners.map((one) => one.eventId)}::uuid[], ${owners.map((one) => one.ownerId)}::uuid[]) as asked (event_id, owner_id)
        join entry using (event_id, owner_id)`);
      const found = new Map(rows.map((row) => [`${row.eventId} ${row.ownerId}`, row]));
      return owners.map((one) => found.get(`${one.eventId} ${one.ownerId}`));
    },
  });
}
