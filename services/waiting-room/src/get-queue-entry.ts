/** GET /events/{id}/queue/entry: what those who wait ask again and again. */
import type { waitingRoom } from '@usher/contracts/waiting-room';
import type { Handler } from '@usher/kit/operations';
import { refuse } from '@usher/kit/refusal';
import type { Entries, Entry } from './entries.ts';
import type { Room, Rooms } from './rooms.ts';
import type { Teller } from './standing.ts';

/** From memory, except for the first time an entry is asked for here and when its pool was drawn. */
export function getQueueEntry({
  rooms,
  entries,
  tell,
}: {
  rooms: Rooms;
  entries: Entries;
  tell: Teller;
}): Handler<typeof waitingRoom.operations.getQueueEntry> {
  return async (call) => {
    const eventId = call.params.id;
    const ownerId = call.principal.id;
    const room = await rooms.find(eventId);
    if (!room) return refuse('not_found');
    const known = entries.remembered(eventId, ownerId);
    if (known && !isStale(room, known)) return tell(room, known, ownerId);
    const entry = await entries.read(eventId, ownerId);
    if (!entry) return refuse('not_found');
    // It may have joined after the room was looked at.
    return tell((isNews(room, entry) ? await rooms.look(eventId) : room) ?? room, entry, ownerId);
  };
}

/** The room, as it is known, could not have such an entry. */
function isNews(room: Room, { position }: Entry): boolean {
  return position === null ? room.state === 'line' : room.state !== 'line';
}

/** The pool it lay in has become a line. */
function isStale(room: Room, entry: Entry): boolean {
  return entry.position === null && room.state === 'line';
}
