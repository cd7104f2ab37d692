/** The events that have, or may get, a waiting room: only their holds are counted. */
import { sql } from '@usher/kit/database';
import type { WaitingRoomKit } from './waiting-room-kit.ts';

export interface Watched {
  has(eventId: string): boolean;
  /** The catalog said so this moment. */
  told(eventId: string, isWatched: boolean): void;
  /** The sweep that learns what other copies were told. */
  refresh(): Promise<void>;
}

/** What was told is believed for so long whatever the database says: its transaction may not be over. */
const TOLD_MS = 10_000;

/** Opens the list; empty until the first sweep. */
export function openWatched(kit: WaitingRoomKit): Watched {
  let events = new Set<string>();
  const told = new Map<string, { readonly isWatched: boolean; readonly until: number }>();

  function apply(eventId: string, isWatched: boolean): void {
    if (isWatched) events.add(eventId);
    else events.delete(eventId);
  }

  return {
    has: (eventId) => events.has(eventId),
    told(eventId, isWatched) {
      told.set(eventId, { isWatched, until: kit.clock.monotonic() + TOLD_MS });
      apply(eventId, isWatched);
    },
    async refresh() {
      const rows = await kit.db.query<{ event_id: string }>(
        sql`select event_id from room where mode <> 'off' and not cancelled and sales_close_at > usher_now()`,
      );
      events = new Set(rows.map((row) => row.event_id));
      for (const [eventId, { isWatched, until }] of told)
        if (until < kit.clock.monotonic()) told.delete(eventId);
        else apply(eventId, isWatched);
    },
  };
}
