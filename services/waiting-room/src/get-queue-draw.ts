/** GET /events/{id}/queue/draw: the whole order, so that anybody can recompute it. */
import type { waitingRoom } from '@usher/contracts/waiting-room';
import { sql } from '@usher/kit/database';
import { type Handler, Reply } from '@usher/kit/operations';
import { refuse } from '@usher/kit/refusal';
import type { Room, Rooms } from './rooms.ts';
import type { WaitingRoomKit } from './waiting-room-kit.ts';

/** A list of 100,000 entries is some 4 MB. */
const LISTS_KEPT_MAX = 4;

/** A draw never changes: it is read once, and may be kept by whoever asked. */
export function getQueueDraw(kit: WaitingRoomKit, rooms: Rooms): Handler<typeof waitingRoom.operations.getQueueDraw> {
  const kept = new Map<string, Promise<Buffer>>();
  return async (call) => {
    let room = await rooms.find(call.params.id);
    // Another copy may have drawn it this second.
    if (room?.seed === null && room.seedHash !== null) room = await rooms.look(call.params.id);
    if (!room || room.seed === null) return refuse('not_found');
    const { eventId } = room;
    let list = kept.get(eventId);
    if (!list) {
      list = readList(kit, room);
      kept.set(eventId, list);
      if (kept.size > LISTS_KEPT_MAX) kept.delete(kept.keys().next().value ?? '');
      list.catch(() => kept.delete(eventId));
    }
    return new Reply(await list, {
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=86400, immutable' },
    });
  };
}

async function readList(kit: WaitingRoomKit, { eventId, seedHash, entriesHash, seed }: Room): Promise<Buffer> {
  // As one text: a hundred thousand rows would keep everybody else waiting while they are read.
  const [row] = await kit.db.query<{ ids: string }>(sql`
    select coalesce(string_agg(id || E'\\n', '' order by drawn), '') as ids
    from entry where event_id = ${eventId} and drawn is not null`);
  return Buffer.from(`${[seedHash, entriesHash, seed].join('\n')}\n${row?.ids ?? ''}`);
}
