/** Saying whether holds of an event need a pass, and whose signature on a pass counts. */
import { sql, type Transaction } from '@usher/kit/database';
import type { PassPress } from './passes.ts';
import type { WaitingRoomKit } from './waiting-room-kit.ts';

interface Row {
  readonly event_id: string;
  readonly organization_id: string;
  readonly told_required: boolean;
  readonly told_version: number;
}

/** Tells `queue.changed` of those rooms where it is no longer what was told last. */
export async function tellDoors(
  kit: WaitingRoomKit,
  tx: Transaction,
  { press, eventIds }: { press: PassPress; eventIds: readonly string[] },
): Promise<void> {
  const { publicKey } = press;
  const rows = await tx.query<Row>(sql`
    with door as (
      select event_id, mode = 'on' or (mode = 'auto' and state = 'line') as required from room
      where event_id = any(${eventIds}::uuid[])
    )
    update room set told_required = required, told_key = ${publicKey.id}::text, told_version = told_version + 1
    from door where room.event_id = door.event_id
      and (coalesce(told_required, false) <> required or (required and told_key is distinct from ${publicKey.id}::text))
    returning room.event_id, organization_id, told_required, told_version`);
  await kit.record(
    tx,
    rows.map((row) => ({
      name: 'queue.changed',
      aggregateId: row.event_id,
      aggregateVersion: row.told_version,
      requestId: row.event_id,
      payload: {
        eventId: row.event_id,
        organizationId: row.organization_id,
        passRequired: row.told_required,
        keys: [publicKey],
      },
    })),
  );
}
