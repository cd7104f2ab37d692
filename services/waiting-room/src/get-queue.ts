/** GET /events/{id}/queue: how the waiting room stands, for everybody. */
import type { waitingRoom } from '@usher/contracts/waiting-room';
import type { Handler } from '@usher/kit/operations';
import { refuse } from '@usher/kit/refusal';
import { letInPerMinute, type Rooms } from './rooms.ts';
import type { WaitingRoomKit } from './waiting-room-kit.ts';

/** The seed is told once the order was drawn from it; its hash from the beginning. */
export function getQueue(kit: WaitingRoomKit, rooms: Rooms): Handler<typeof waitingRoom.operations.getQueue> {
  return async (call) => {
    const room = await rooms.find(call.params.id);
    if (!room) return refuse('not_found');
    const { seedHash, seed, entries, entriesHash, drawnAt } = room;
    return {
      eventId: room.eventId,
      mode: room.mode,
      state: room.state === 'frozen' ? 'pool' : room.state,
      opensAt: room.opensAt,
      waiting: room.waiting,
      perMinute: letInPerMinute(room, rooms.now(room)),
      soldOut: room.soldOut,
      challenge: room.challenge,
      passSeconds: kit.config.WAITING_ROOM_PASS_SECONDS,
      draw: seedHash === null ? null : { seedHash, entries, entriesHash, seed, drawnAt },
    };
  };
}
