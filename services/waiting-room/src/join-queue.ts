/** POST /events/{id}/queue: a place in the waiting room; one for each buyer. Many joiners are taken in together. */
import { randomUUID } from 'node:crypto';
import type { waitingRoom } from '@usher/contracts/waiting-room';
import { sql, type Transaction } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { type Refusal, refuse } from '@usher/kit/refusal';
import type { Challenges } from './challenge.ts';
import type { Entries, Entry } from './entries.ts';
import { letInUpTo } from './let-in.ts';
import type { Room, Rooms } from './rooms.ts';
import { standingOf, type Teller } from './standing.ts';
import type { WaitingRoomKit } from './waiting-room-kit.ts';

interface Joining {
  readonly rooms: Rooms;
  readonly entries: Entries;
  readonly challenges: Challenges;
  readonly tell: Teller;
}
interface Joiner {
  readonly eventId: string;
  readonly ownerId: string;
}

/** Who has a place keeps it; whose pass lapsed, and who left, stands at the end. */
export function joinQueue(
  kit: WaitingRoomKit,
  { rooms, entries, challenges, tell }: Joining,
): Handler<typeof waitingRoom.operations.joinQueue> {
  const join = kit.batch<Joiner, Entry>({
    name: 'join-queue',
    lanes: 2,
    cap: 256,
    queueMax: 10_000,
    run: (joiners) => joinAll(kit, joiners),
  });
  return async (call) => {
    const joiner = { eventId: call.params.id, ownerId: call.principal.id };
    const room = await rooms.find(joiner.eventId);
    if (!room) return refuse('not_found');
    const now = rooms.now(room);
    const refusal = refuseToJoin(room, now);
    if (refusal) return refusal;
    const { solution } = call.body;
    if (room.challenge && !(solution && challenges.isSolved(joiner, solution, now / 1_000))) {
      // A place that was paid for is kept without paying again.
      const kept = await entries.read(joiner.eventId, joiner.ownerId);
      if (kept && standingOf(room, kept, now).state !== 'lapsed') return tell(room, kept, joiner.ownerId);
      return refuse('challenge_required', { more: challenges.make(joiner, Math.floor(now / 1_000)) });
    }
    const { id, position } = await join(joiner);
    const entry = { id, position };
    entries.keep(joiner.eventId, joiner.ownerId, entry);
    return tell((await rooms.look(joiner.eventId)) ?? room, entry, joiner.ownerId);
  };
}

function refuseToJoin(room: Room, now: number): Refusal<'event_cancelled' | 'queue_off' | 'sales_closed'> | undefined {
  if (room.cancelled) return refuse('event_cancelled');
  // An automatic room opens with the first rush; before sales there is nothing to wait in.
  if (room.mode === 'off' || (room.state === 'open' && now < Date.parse(room.opensAt))) return refuse('queue_off');
  return now >= Date.parse(room.closesAt) ? refuse('sales_closed') : undefined;
}

interface LockedRoom {
  readonly event_id: string;
  readonly state: 'open' | 'pool' | 'frozen' | 'line';
  readonly next_position: number;
  readonly waiting: number;
  readonly spare: number;
  readonly lapsed_to: number;
  readonly opened: boolean;
}
interface Row {
  readonly eventId: string;
  readonly ownerId: string;
  readonly id: string;
  readonly position: number | null;
  readonly gone: boolean;
}

function joinAll(kit: WaitingRoomKit, joiners: readonly Joiner[]): Promise<Entry[]> {
  return kit.db.transaction(async (tx) => {
    const locked = await lockRooms(tx, [...new Set(joiners.map((joiner) => joiner.eventId))]);
    const stored = new Map((await readStored(tx, joiners)).map((row) => [keyOf(row), row]));
    for (const room of locked) {
      const here = joiners.filter((joiner) => joiner.eventId === room.event_id);
      const distinct = new Map(here.map((joiner) => [keyOf(joiner), joiner]));
      const newcomers = [...distinct.values()].filter((joiner) => !hasPlace(room, stored.get(keyOf(joiner))));
      for (const row of await takeIn(kit, tx, room, newcomers)) stored.set(keyOf(row), row);
    }
    return joiners.map((joiner) => {
      const entry = stored.get(keyOf(joiner));
      if (!entry) throw new Error(`there is no room at event ${joiner.eventId} to join`);
      return entry;
    });
  });
}

function keyOf({ eventId, ownerId }: Joiner): string {
  return `${eventId} ${ownerId}`;
}

function hasPlace({ lapsed_to: lapsedTo }: LockedRoom, row: Row | undefined): boolean {
  return row !== undefined && !row.gone && (row.position === null || row.position > lapsedTo);
}

function lockRooms(tx: Transaction, eventIds: readonly string[]): Promise<LockedRoom[]> {
  return tx.query<LockedRoom>(sql`
    select event_id, state, next_position, waiting, spare, sales_open_at <= usher_now() as opened,
      greatest(lapsed_to, (select max(let_in) from step where step.event_id = room.event_id and until <= usher_now())) as lapsed_to
    from room where event_id = any(${eventIds}::uuid[]) order by event_id for update of room`);
}

function readStored(tx: Transaction, joiners: readonly Joiner[]): Promise<Row[]> {
  return tx.query<Row>(sql`
    select distinct event_id as "eventId", owner_id as "ownerId", id, position, gone
    from unnest(${joiners.map((one) => one.eventId)}::uuid[], ${joiners.map((one) => one.ownerId)}::uuid[]) as joiner (event_id, owner_id)
    join entry using (event_id, owner_id)`);
}

/** Newcomers go into the pool, or to the end of the line in the order of their coming. */
async function takeIn(
  kit: WaitingRoomKit,
  tx: Transaction,
  room: LockedRoom,
  newcomers: readonly Joiner[],
): Promise<Row[]> {
  const { event_id: eventId, next_position: next } = room;
  const count = newcomers.length;
  if (count === 0) return [];
  const positions = newcomers.map((_, i) => (room.state === 'pool' ? null : next + i));
  const rows = await tx.query<Row>(sql`
    insert into entry (id, event_id, owner_id, position, joined_at)
    select id, ${eventId}, owner_id, position, usher_now()
    from unnest(${newcomers.map(() => randomUUID())}::uuid[], ${newcomers.map((one) => one.ownerId)}::uuid[], ${positions}::int[]) as newcomer (id, owner_id, position)
    on conflict (event_id, owner_id) do update set position = excluded.position, joined_at = excluded.joined_at,
      used = false, gone = false, changed_at = usher_now()
    returning event_id as "eventId", owner_id as "ownerId", id, position, gone`);
  await tx.send(sql`
    update room set waiting = waiting + ${count}::int,
      next_position = next_position + ${room.state === 'pool' ? 0 : count}::int where event_id = ${eventId}`);
  const given = passesAtOnce(room, count);
  if (given > 0) {
    await letInUpTo(kit, tx, { eventId, position: next + given - 1, given });
    await tx.send(sql`update room set spare = greatest(0, spare - ${given}::int) where event_id = ${eventId}`);
  }
  return rows;
}

/** Where nobody waits and there is room inside, waiting a second would be for nothing. */
function passesAtOnce({ state, waiting, spare, opened }: LockedRoom, count: number): number {
  if (!opened) return 0;
  if (state === 'open') return count;
  return state === 'line' && waiting === 0 ? Math.min(count, spare) : 0;
}
