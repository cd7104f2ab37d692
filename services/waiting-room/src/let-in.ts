/** Letting in, once a second: as many as the sale can take and there is something left for. */
import { sql, type Transaction } from '@usher/kit/database';
import { adaptTarget, passesAllowed } from './pace.ts';
import type { PassPress } from './passes.ts';
import { tellDoors } from './tell-door.ts';
import type { WaitingRoomKit } from './waiting-room-kit.ts';

/** After so long at less than half the rate that closes it, an automatic door opens again when nobody waits. */
const CALM_SECONDS = 60;

/** The sweep. Of several copies one sees to a room at a time; the others pass it by. */
export function letIn(kit: WaitingRoomKit, press: PassPress): () => Promise<void> {
  return async () => {
    // A room where nobody waits, nobody was let in and passes may be given at once needs nothing.
    const rooms = await kit.db.query<{ event_id: string }>(sql`
      select event_id from room left join stock using (event_id)
      where state = 'line' and mode <> 'off' and not cancelled and sales_open_at <= usher_now() and sales_close_at > usher_now()
        and (waiting > 0 or mode = 'auto' or (spare = 0 and coalesce(free, 1) > 0 and not coalesce(sold_out, false))
          or exists (select 1 from step where step.event_id = room.event_id))`);
    for (const { event_id: eventId } of rooms) await kit.db.transaction((tx) => turn(kit, tx, { press, eventId }));
  };
}

interface Row {
  readonly mode: 'auto' | 'on';
  readonly let_in: number;
  readonly waiting: number;
  readonly inside_target: number | null;
  readonly spare: number;
  readonly unused: number;
  readonly free: number | null;
  readonly sold_out: boolean;
  readonly live_holds: number;
  readonly holds: number;
  readonly held_places: number;
  readonly delay_ms: number | null;
  readonly is_calm: boolean;
}

async function turn(
  kit: WaitingRoomKit,
  tx: Transaction,
  { press, eventId }: { press: PassPress; eventId: string },
): Promise<void> {
  const [locked] = await tx.query(
    sql`select 1 from room where event_id = ${eventId} and state = 'line' for update skip locked`,
  );
  if (!locked) return;
  await lapse(tx, eventId);
  const room = await readRoom(tx, eventId);
  if (room.mode === 'auto' && room.is_calm && room.waiting === 0) {
    await tx.send(sql`update room set state = 'open', spare = 0, inside_target = null where event_id = ${eventId}`);
    await tellDoors(kit, tx, { press, eventIds: [eventId] });
    return;
  }
  const { target, allowed } = decide(kit, room);
  const { position, given } = await nextInLine(tx, { eventId, after: room.let_in, count: allowed });
  if (given > 0) await letInUpTo(kit, tx, { eventId, position, given });
  const spare = allowed - given;
  if (target !== room.inside_target || spare !== room.spare)
    await tx.send(sql`update room set inside_target = ${target}, spare = ${spare} where event_id = ${eventId}`);
}

function decide({ config }: WaitingRoomKit, room: Row): { target: number; allowed: number } {
  const bounds = { min: config.WAITING_ROOM_INSIDE_MIN, max: config.WAITING_ROOM_INSIDE_MAX };
  const stock = {
    free: room.free,
    soldOut: room.sold_out,
    liveHolds: room.live_holds,
    holds: room.holds,
    heldPlaces: room.held_places,
  };
  const before = room.inside_target ?? room.live_holds;
  const isBinding = room.waiting > 0 && room.unused + room.live_holds >= before;
  const target = adaptTarget(before, { ...bounds, delayMs: room.delay_ms ?? undefined, isBinding });
  return { target, allowed: passesAllowed({ target, unused: room.unused, stock }) };
}

/** Passes whose time is over no longer count. */
async function lapse(tx: Transaction, eventId: string): Promise<void> {
  const lapsed = await tx.query<{ let_in: number }>(
    sql`delete from step where event_id = ${eventId} and until <= usher_now() returning let_in`,
  );
  if (lapsed.length === 0) return;
  const to = Math.max(...lapsed.map((step) => step.let_in));
  await tx.send(sql`update room set lapsed_to = greatest(lapsed_to, ${to}::int) where event_id = ${eventId}`);
}

async function readRoom(tx: Transaction, eventId: string): Promise<Row> {
  const [room] = await tx.query<Row>(sql`
    select mode, let_in, waiting, inside_target, spare, free, coalesce(sold_out, false) as sold_out,
      coalesce(live_holds, 0) as live_holds, coalesce(holds, 0) as holds, coalesce(held_places, 0) as held_places,
      case when heard_at > usher_now() - interval '5 seconds' then delay_ms end as delay_ms,
      coalesce(hot_at < usher_now() - make_interval(secs => ${CALM_SECONDS}::int), true) as is_calm,
      (select count(*)::int from entry where entry.event_id = room.event_id and not used and not gone
        and position > lapsed_to and position <= let_in) as unused
    from room left join stock using (event_id) where room.event_id = ${eventId}`);
  if (!room) throw new Error(`the room of event ${eventId} is gone`);
  return room;
}

/** The position of the last of so many who wait; who left is passed over. */
async function nextInLine(
  tx: Transaction,
  { eventId, after, count }: { eventId: string; after: number; count: number },
): Promise<{ position: number; given: number }> {
  const [next] = await tx.query<{ position: number | null; given: number }>(sql`
    select max(position) as position, count(*)::int as given from (
      select position from entry where event_id = ${eventId} and position > ${after} and not gone order by position limit ${count}) next`);
  return { position: next?.position ?? after, given: next?.given ?? 0 };
}

/** Gives everybody up to a position a pass; `given` of them waited. The caller has locked the room. */
export async function letInUpTo(
  kit: WaitingRoomKit,
  tx: Transaction,
  { eventId, position, given }: { eventId: string; position: number; given: number },
): Promise<void> {
  // One row a second: who is let in within it has until the same moment.
  await tx.send(sql`
    insert into step (event_id, at, let_in, until)
    values (${eventId}, date_trunc('second', usher_now()), ${position},
            date_trunc('second', usher_now()) + make_interval(secs => ${kit.config.WAITING_ROOM_PASS_SECONDS}::int))
    on conflict (event_id, at) do update set let_in = greatest(step.let_in, excluded.let_in)`);
  await tx.send(
    sql`update room set let_in = ${position}, waiting = waiting - ${given}::int where event_id = ${eventId}`,
  );
}
