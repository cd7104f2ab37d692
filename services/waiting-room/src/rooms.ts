/**
 * The rooms as a copy of this service knows them: read once a second for all who ask in between. A poll needs no
 * more than this and the position of its entry, so it costs no statement.
 */
import { sql } from '@usher/kit/database';
import { isSoldOut } from './pace.ts';
import type { WaitingRoomKit } from './waiting-room-kit.ts';

export interface Room {
  readonly eventId: string;
  readonly mode: 'off' | 'auto' | 'on';
  readonly challenge: boolean;
  readonly cancelled: boolean;
  readonly opensAt: string;
  readonly closesAt: string;
  readonly state: 'open' | 'pool' | 'frozen' | 'line';
  readonly seedHash: string | null;
  readonly entries: number | null;
  readonly entriesHash: string | null;
  readonly drawnAt: string | null;
  /** Of a room that was drawn. */
  readonly seed: string | null;
  readonly letIn: number;
  readonly lapsedTo: number;
  readonly waiting: number;
  readonly soldOut: boolean;
  /** Whom each second let in, oldest first, while their passes last. */
  readonly steps: readonly Step[];
  /** Milliseconds since the epoch by the database's clock, when this was read, and on the clock that never jumps. */
  readonly readAt: number;
  readonly readAtMonotonic: number;
}

export interface Step {
  readonly letIn: number;
  readonly at: number;
  readonly until: number;
}

export interface Rooms {
  /** The room of an event as it was within the last second or so; undefined where nobody heard of the event. */
  find(eventId: string): Promise<Room | undefined>;
  /** As it is now. Those who ask at the same time share one look. */
  look(eventId: string): Promise<Room | undefined>;
  /** Now, by the database's clock, in milliseconds since the epoch. */
  now(room: Room): number;
  /** Entries that wait in all rooms that are asked about. */
  waiting(): number;
  /** The events whose rooms are asked about. */
  known(): string[];
  /** The sweep that keeps what is asked about up to date, and forgets the rest. */
  refresh(): Promise<void>;
}

/** Rooms kept at most; those nobody asked about for a while go first. */
const ROOMS_MAX = 1_000;
const UNASKED_MS_MAX = 600_000;

interface Kept {
  room: Room;
  askedAt: number;
}

/** Opens the memory. `gone` hears of rooms that are no longer kept. */
export function openRooms(kit: WaitingRoomKit, gone: (eventId: string) => void): Rooms {
  const kept = new Map<string, Kept>();
  const monotonic = () => kit.clock.monotonic();

  const look = kit.batch<string, Room | undefined>({
    name: 'read-rooms',
    lanes: 1,
    cap: 2 * ROOMS_MAX,
    queueMax: 20_000,
    run: async (eventIds) => {
      const rows = await readRooms(kit, [...new Set(eventIds)], kept);
      for (const room of rows) keep(room);
      return eventIds.map((eventId) => kept.get(eventId)?.room);
    },
  });

  function keep(room: Room): void {
    kept.set(room.eventId, { room, askedAt: kept.get(room.eventId)?.askedAt ?? monotonic() });
    if (kept.size > ROOMS_MAX) drop(kept.keys().next().value ?? '');
  }
  function drop(eventId: string): void {
    kept.delete(eventId);
    gone(eventId);
  }

  return {
    look,
    async find(eventId) {
      const known = kept.get(eventId);
      if (!known) return look(eventId);
      known.askedAt = monotonic();
      return known.room;
    },
    now: (room) => room.readAt + monotonic() - room.readAtMonotonic,
    waiting: () => [...kept.values()].reduce((sum, { room }) => sum + room.waiting, 0),
    known: () => [...kept.keys()],
    async refresh() {
      for (const [eventId, { askedAt }] of kept) if (monotonic() - askedAt > UNASKED_MS_MAX) drop(eventId);
      await Promise.all([...kept.keys()].map(look));
    },
  };
}

interface Row extends Omit<Room, 'steps' | 'soldOut' | 'readAtMonotonic'> {
  readonly steps: readonly (readonly [letIn: number, at: number, until: number])[] | null;
  readonly free: number | null;
  readonly soldOut: boolean;
}

/** One statement, so that what lapsed and what did not are of one moment. Steps that are known already are not read again. */
async function readRooms(
  kit: WaitingRoomKit,
  eventIds: readonly string[],
  kept: ReadonlyMap<string, Kept>,
): Promise<Room[]> {
  const since = eventIds.map((eventId) => kept.get(eventId)?.room.steps.at(-1)?.letIn ?? 0);
  const rows = await kit.db.query<Row>(sql`
    select room.event_id as "eventId", mode, challenge, cancelled, sales_open_at as "opensAt", sales_close_at as "closesAt",
      state, encode(sha256(seed), 'hex') as "seedHash", entries, entries_hash as "entriesHash", drawn_at as "drawnAt",
      case when drawn_at is not null then encode(seed, 'hex') end as seed,
      let_in as "letIn", lapsed_to as "lapsedTo", waiting, stock.free, coalesce(stock.sold_out, false) as "soldOut", steps.steps,
      (extract(epoch from usher_now()) * 1000)::float8 as "readAt"
    from unnest(${eventIds}::uuid[], ${since}::int[]) as wanted (event_id, since)
    join room using (event_id)
    left join stock using (event_id)
    left join lateral (
      select json_agg(json_build_array(let_in, (extract(epoch from at) * 1000)::bigint, (extract(epoch from until) * 1000)::bigint) order by at) as steps
      from step where step.event_id = wanted.event_id and step.let_in >= wanted.since and step.let_in > room.lapsed_to
    ) steps on true`);
  const readAtMonotonic = kit.clock.monotonic();
  return rows.map(({ free, soldOut, steps, ...row }) => ({
    ...row,
    soldOut: isSoldOut({ free, soldOut }),
    steps: joined(kept.get(row.eventId)?.room.steps ?? [], steps ?? [], row.lapsedTo),
    readAtMonotonic,
  }));
}

function joined(old: readonly Step[], read: NonNullable<Row['steps']>, lapsedTo: number): Step[] {
  const [first] = read;
  const before = old.filter((step) => step.letIn > lapsedTo && (first === undefined || step.at < first[1]));
  return [...before, ...read.map(([letIn, at, until]) => ({ letIn, at, until }))];
}

/** The step that let a position in, of those whose passes may last. */
export function stepOf({ steps }: Pick<Room, 'steps'>, position: number): Step | undefined {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.letIn ?? 0) >= position) high = middle;
    else low = middle + 1;
  }
  return steps[low];
}

const MINUTE_MS = 60_000;
const JUDGED_MS_MIN = 5_000;

/** How many were let in within the last minute; of a shorter time, what a minute of it would be. null: nobody yet. */
export function letInPerMinute({ steps, letIn, lapsedTo }: Room, nowMs: number): number | null {
  const [first] = steps;
  if (!first) return lapsedTo === 0 ? null : 0;
  const before = steps.filter((step) => step.at <= nowMs - MINUTE_MS).at(-1)?.letIn ?? lapsedTo;
  const since = first.at > nowMs - MINUTE_MS && lapsedTo === 0 ? Math.max(JUDGED_MS_MIN, nowMs - first.at) : MINUTE_MS;
  return Math.round(((letIn - before) * MINUTE_MS) / since);
}
