/** The door of an event: whether holds need the waiting room's pass, and whose signature on one counts. */
import { eventSnapshotOf } from '@usher/contracts/catalog-facts';
import type { waitingRoom } from '@usher/contracts/waiting-room';
import { sql } from '@usher/kit/database';
import type { FactHandler } from '@usher/kit/inbox';
import type { z } from 'zod';
import type { SeatsKit } from './seats-kit.ts';

export interface Door {
  readonly passRequired: boolean;
  readonly keys: readonly { readonly id: string; readonly x: string }[];
  /** Milliseconds since the epoch by the database's clock: what passes end by. */
  readonly now: number;
}

export interface Doors {
  find(eventId: string): Promise<Door>;
  /** The catalog's facts of events. */
  readonly eventTold: FactHandler;
  /** `queue.changed`. */
  readonly queueTold: FactHandler;
}

/** Another copy may have heard first: how long a remembered door is believed. */
const DOOR_MS = 250;
const DOORS_MAX = 10_000;

/** Opens the memory over the database. */
export function openDoors(kit: SeatsKit): Doors {
  const kept = new Map<string, { readonly door: Promise<Door>; readonly until: number }>();
  return {
    find(eventId) {
      const known = kept.get(eventId);
      if (known && known.until > kit.clock.monotonic()) return known.door;
      const door = readDoor(kit, eventId);
      if (kept.size >= DOORS_MAX) kept.clear();
      kept.set(eventId, { door, until: kit.clock.monotonic() + DOOR_MS });
      door.catch(() => kept.delete(eventId));
      return door;
    },
    async eventTold(tx, facts) {
      for (const { aggregateId, aggregateVersion, payload } of facts) {
        const { waitingRoom: mode } = eventSnapshotOf(payload);
        await tx.send(sql`
          insert into door (event_id, mode, event_version) values (${aggregateId}, ${mode}, ${aggregateVersion})
          on conflict (event_id) do update set mode = excluded.mode, event_version = excluded.event_version
          where door.event_version < excluded.event_version`);
        kept.delete(aggregateId);
      }
    },
    async queueTold(tx, facts) {
      for (const { aggregateId, aggregateVersion, payload } of facts) {
        const { passRequired, keys } = payload as z.output<(typeof waitingRoom.facts)['queue.changed']['payload']>;
        await tx.send(sql`
          insert into door (event_id, pass_required, pass_keys, queue_version)
          values (${aggregateId}, ${passRequired}, ${JSON.stringify(keys)}::jsonb, ${aggregateVersion})
          on conflict (event_id) do update set pass_required = excluded.pass_required, pass_keys = excluded.pass_keys,
            queue_version = excluded.queue_version
          where door.queue_version < excluded.queue_version`);
        kept.delete(aggregateId);
      }
    },
  };
}

/** Where the catalog says `on` a pass is needed before the waiting room was heard, and where it says `off` none is after. */
async function readDoor(kit: SeatsKit, eventId: string): Promise<Door> {
  const [door] = await kit.db.query<Door>(sql`
    select case mode when 'on' then true when 'auto' then pass_required else false end as "passRequired",
      pass_keys as keys, (extract(epoch from usher_now()) * 1000)::float8 as now
    from door where event_id = ${eventId}`);
  return door ?? { passRequired: false, keys: [], now: 0 };
}
