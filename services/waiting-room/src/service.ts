/** The waiting room: its table of contents. */
import { waitingRoom } from '@usher/contracts/waiting-room';
import { migrationsOf } from '@usher/kit/migrate';
import { service } from '@usher/kit/service';
import { openChallenges } from './challenge.ts';
import { config } from './config.ts';
import { drawDue } from './draw.ts';
import { openEntries } from './entries.ts';
import { eventTold } from './follow-events.ts';
import { seatsTold } from './follow-seats.ts';
import { getQueueDraw } from './get-queue-draw.ts';
import { getQueueEntry } from './get-queue-entry.ts';
import { getQueue } from './get-queue.ts';
import { openHoldRates } from './hold-rates.ts';
import { joinQueue } from './join-queue.ts';
import { leaveQueue } from './leave-queue.ts';
import { letIn } from './let-in.ts';
import { openPassPress } from './passes.ts';
import { openRooms } from './rooms.ts';
import { openTeller } from './standing.ts';
import { needs } from './waiting-room-kit.ts';
import { openWatched } from './watched.ts';

export const waitingRoomService = service({
  contract: waitingRoom,
  needs,
  follows: {
    catalog: ['event.published', 'event.updated', 'event.cancelled'],
    seats: [
      'inventory.opened',
      'seats.held',
      'seats.sold',
      'seats.released',
      'hold.expired',
      'seats.given_back',
      'places.changed',
      'event.availability_changed',
    ],
  },
  config,
  migrations: migrationsOf('@usher/waiting-room'),
  open: async (kit) => {
    const press = await openPassPress(kit);
    const challenges = await openChallenges(kit.db, kit.config.WAITING_ROOM_CHALLENGE_BITS);
    const entries = openEntries(kit);
    const rooms = openRooms(kit, entries.forget);
    const watched = openWatched(kit);
    await watched.refresh();
    const tell = openTeller(kit, { rooms, press });
    const rates = openHoldRates(kit.config.WAITING_ROOM_AUTO_HOLDS_PER_SECOND);
    const follow = eventTold(kit, { press, watched });
    return {
      operations: {
        getQueue: getQueue(kit, rooms),
        joinQueue: joinQueue(kit, { rooms, entries, challenges, tell }),
        getQueueEntry: getQueueEntry({ rooms, entries, tell }),
        leaveQueue: leaveQueue(kit, { rooms, entries }),
        getQueueDraw: getQueueDraw(kit, rooms),
      },
      internal: {},
      follows: {
        catalog: { 'event.published': follow, 'event.updated': follow, 'event.cancelled': follow },
        seats: seatsTold(kit, { press, watched, rates }),
      },
      every: [
        { name: 'draw', seconds: 1, run: () => drawDue(kit) },
        { name: 'let in', seconds: 1, run: letIn(kit, press) },
        { name: 'look at rooms', seconds: 1, run: () => rooms.refresh() },
        { name: 'look at entries', seconds: 1, run: () => entries.refresh(rooms.known()) },
        { name: 'look at events', seconds: 2, run: () => watched.refresh() },
      ],
    };
  },
});
