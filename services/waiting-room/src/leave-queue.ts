/** DELETE /events/{id}/queue/entry: giving a place up. */
import type { waitingRoom } from '@usher/contracts/waiting-room';
import { sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { refuse } from '@usher/kit/refusal';
import type { Entries } from './entries.ts';
import type { Rooms } from './rooms.ts';
import type { WaitingRoomKit } from './waiting-room-kit.ts';

/** Who has no place has none afterwards either. */
export function leaveQueue(
  kit: WaitingRoomKit,
  { rooms, entries }: { rooms: Rooms; entries: Entries },
): Handler<typeof waitingRoom.operations.leaveQueue> {
  return async (call) => {
    const eventId = call.params.id;
    const room = await rooms.find(eventId);
    if (!room) return refuse('not_found');
    const isLeft = await kit.db.transaction(async (tx) => {
      const [locked] = await tx.query<{ state: string }>(
        sql`select state from room where event_id = ${eventId} for update`,
      );
      // The list is final: who leaves leaves the line that it becomes.
      if (locked?.state === 'frozen') return false;
      await tx.send(sql`
        with left_now as (
          update entry set gone = true, changed_at = usher_now()
          where event_id = ${eventId} and owner_id = ${call.principal.id} and not gone returning position
        )
        update room set waiting = waiting - 1
        where event_id = ${eventId} and exists (select 1 from left_now where coalesce(position > let_in, true))`);
      return true;
    });
    if (!isLeft) return refuse('overloaded', { detail: 'The draw is being made.', retryAfterSeconds: 1 });
    entries.forget(eventId, call.principal.id);
    await rooms.look(eventId);
    return undefined;
  };
}
