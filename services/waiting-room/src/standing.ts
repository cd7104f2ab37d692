/** Where an entry stands, and how that is told. */
import type { QueueEntry } from '@usher/contracts/waiting-room';
import type { z } from 'zod';
import type { Entry } from './entries.ts';
import { askAgainSeconds, estimateOf } from './pace.ts';
import type { PassPress } from './passes.ts';
import { letInPerMinute, type Room, type Rooms, stepOf } from './rooms.ts';
import type { WaitingRoomKit } from './waiting-room-kit.ts';

export type Standing =
  | { readonly state: 'pooled' | 'lapsed' }
  | { readonly state: 'waiting'; readonly place: number }
  | { readonly state: 'admitted'; readonly until: number };

/** By the room's line and the time of the database alone. A place only ever becomes smaller: the line moves one way. */
export function standingOf(
  room: Pick<Room, 'letIn' | 'lapsedTo' | 'steps'>,
  { position }: Pick<Entry, 'position'>,
  nowMs: number,
): Standing {
  if (position === null) return { state: 'pooled' };
  if (position > room.letIn) return { state: 'waiting', place: position - room.letIn };
  const step = position <= room.lapsedTo ? undefined : stepOf(room, position);
  return step && step.until > nowMs ? { state: 'admitted', until: step.until } : { state: 'lapsed' };
}

/** Answers who asks for their entry. */
export type Teller = (room: Room, entry: Entry, ownerId: string) => Promise<z.input<typeof QueueEntry>>;

/** Makes the answers. Waiting costs no statement and no signature; a pass is signed once. */
export function openTeller(kit: WaitingRoomKit, { rooms, press }: { rooms: Rooms; press: PassPress }): Teller {
  const pollsMax = kit.config.WAITING_ROOM_POLLS_PER_SECOND_MAX;
  return async (room, entry, ownerId) => {
    const now = rooms.now(room);
    const standing = standingOf(room, entry, now);
    const perMinute = letInPerMinute(room, now);
    const place = standing.state === 'waiting' ? standing.place : null;
    const estimate = place === null || room.soldOut ? undefined : estimateOf(place, perMinute);
    const until = standing.state === 'admitted' ? standing.until : null;
    return {
      id: entry.id,
      eventId: room.eventId,
      state: standing.state,
      place,
      waiting: room.waiting,
      perMinute,
      estimate: estimate ? { fromSeconds: estimate.from, toSeconds: estimate.to } : null,
      opensAt: room.opensAt,
      soldOut: room.soldOut,
      pass: until === null ? null : await press.passFor(entry, { eventId: room.eventId, ownerId, until }),
      passExpiresAt: until === null ? null : new Date(until).toISOString(),
      askAgainInSeconds: askAgainSeconds({
        waiting: rooms.waiting(),
        pollsMax,
        wait: waitOf(standing, { untilOpen: (Date.parse(room.opensAt) - now) / 1_000, forSeconds: estimate?.from }),
      }),
    };
  };
}

function waitOf(
  { state }: Standing,
  { untilOpen, forSeconds }: { untilOpen: number; forSeconds: number | undefined },
): { untilOpen: number } | { forSeconds: number | undefined } | undefined {
  if (state === 'pooled' || (state === 'waiting' && untilOpen > 0)) return { untilOpen };
  return state === 'waiting' ? { forSeconds } : undefined;
}
