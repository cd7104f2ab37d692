/**
 * The draw. At the opening of sales the list of the pool is frozen and its hash published; that is committed. Only
 * then, from the list's hash and the seed whose hash was public all along, the order follows: by
 * SHA-256(seed || entries hash || entry id). Nobody who did not know the seed could steer it, and anybody can
 * recompute it (tools/verify-draw.ts). A process that dies in between loses nothing: whoever comes next goes on.
 */
import { sql, type Transaction } from '@usher/kit/database';
import type { WaitingRoomKit } from './waiting-room-kit.ts';

/** The sweep: draws what is due. */
export async function drawDue(kit: WaitingRoomKit): Promise<void> {
  const due = await kit.db.query<{ event_id: string }>(sql`
    select event_id from room
    where state = 'frozen' or (state = 'pool' and mode = 'on' and not cancelled and sales_open_at <= usher_now())`);
  for (const { event_id: eventId } of due) {
    await kit.db.transaction((tx) => freeze(tx, eventId));
    await finishDraw(kit, eventId);
  }
}

/** Fixes who takes part. Who joins waits for this lock, and then stands behind all of them. */
async function freeze(tx: Transaction, eventId: string): Promise<void> {
  const [pool] = await tx.query(sql`
    select 1 from room where event_id = ${eventId} and state = 'pool' and sales_open_at <= usher_now() for update`);
  if (!pool) return;
  await tx.send(sql`
    with list as (
      select count(*)::int as entries,
        encode(sha256(convert_to(coalesce(string_agg(id::text, E'\n' order by id), ''), 'UTF8')), 'hex') as entries_hash
      from entry where event_id = ${eventId} and position is null and not gone
    )
    update room set state = 'frozen', entries = list.entries, entries_hash = list.entries_hash, next_position = list.entries + 1
    from list where event_id = ${eventId}`);
}

interface Drawn {
  readonly organization_id: string;
  readonly entries: number;
  readonly entries_hash: string;
  readonly seed: string;
  readonly seed_hash: string;
}

/** Puts a frozen list in its order; where that is done, or somebody is at it, nothing changes. */
function finishDraw(kit: WaitingRoomKit, eventId: string): Promise<void> {
  return kit.db.transaction(async (tx) => {
    // Not the room's own lock: a hundred thousand take seconds, and whoever joins meanwhile must not wait for them.
    const [frozen] = await tx.query<{ mine: boolean }>(sql`
      select pg_try_advisory_xact_lock(hashtextextended('usher.draw ' || event_id, 0)) as mine
      from room where event_id = ${eventId} and state = 'frozen'`);
    if (!frozen?.mine || (await isDrawn(tx, eventId))) return;
    await tx.send(sql`set local statement_timeout = '120s'`);
    await tx.send(sql`
      with drawn as (
        select entry.id, row_number() over (
          order by sha256(seed || decode(entries_hash, 'hex') || convert_to(entry.id::text, 'UTF8')), entry.id) as place
        from entry join room using (event_id)
        where event_id = ${eventId} and position is null and not gone
      )
      update entry set drawn = place, position = place from drawn where entry.id = drawn.id`);
    const [room] = await tx.query<Drawn>(sql`
      update room set state = 'line', drawn_at = usher_now() where event_id = ${eventId}
      returning organization_id, entries, entries_hash, encode(seed, 'hex') as seed, encode(sha256(seed), 'hex') as seed_hash`);
    if (!room) throw new Error(`the room of event ${eventId} is gone`);
    const { organization_id: organizationId, entries, entries_hash: entriesHash, seed, seed_hash: seedHash } = room;
    await kit.record(tx, [
      {
        name: 'queue.drawn',
        aggregateId: eventId,
        aggregateVersion: 1,
        requestId: eventId,
        payload: { eventId, organizationId, entries, seedHash, entriesHash, seed },
      },
    ]);
  });
}

/** Whether whoever had the lock before finished. */
async function isDrawn(tx: Transaction, eventId: string): Promise<boolean> {
  const [drawn] = await tx.query(sql`select 1 from room where event_id = ${eventId} and state <> 'frozen'`);
  return drawn !== undefined;
}
