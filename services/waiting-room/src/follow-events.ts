/** What the catalog tells: an event gets its room when it is published, and the room follows every change. */
import { randomBytes } from 'node:crypto';
import { eventSnapshotOf } from '@usher/contracts/catalog-facts';
import type { Fact } from '@usher/contracts/contract';
import { sql, type Transaction } from '@usher/kit/database';
import type { FactHandler } from '@usher/kit/inbox';
import { letInUpTo } from './let-in.ts';
import type { PassPress } from './passes.ts';
import { tellDoors } from './tell-door.ts';
import type { WaitingRoomKit } from './waiting-room-kit.ts';
import type { Watched } from './watched.ts';

/** `event.published`, `event.updated`, `event.cancelled`. Older ones than what is known change nothing. */
export function eventTold(
  kit: WaitingRoomKit,
  { press, watched }: { press: PassPress; watched: Watched },
): FactHandler {
  return async (tx, facts) => {
    for (const fact of facts) {
      const before = await keepRoom(tx, fact);
      if (before === 'older') continue;
      await changeDoor(kit, tx, fact.aggregateId, before);
      watched.told(fact.aggregateId, eventSnapshotOf(fact.payload).waitingRoom !== 'off');
    }
    await tellDoors(kit, tx, { press, eventIds: facts.map((fact) => fact.aggregateId) });
  };
}

interface Before {
  readonly mode: 'off' | 'auto' | 'on' | null;
}

/** Writes down what was told; gives the mode from before, null for an event nobody knew. */
async function keepRoom(tx: Transaction, { aggregateId, aggregateVersion, payload }: Fact): Promise<Before | 'older'> {
  const event = eventSnapshotOf(payload);
  const cancelled = event.status === 'cancelled';
  const [made] = await tx.query(sql`
    insert into room (event_id, organization_id, mode, challenge, cancelled, sales_open_at, sales_close_at, event_version, state)
    values (${aggregateId}, ${event.organizationId}, ${event.waitingRoom}, ${event.waitingRoomChallenge}, ${cancelled},
            ${event.salesOpenAt}, ${event.salesCloseAt}, ${aggregateVersion}, 'open')
    on conflict do nothing returning event_id`);
  if (made) return { mode: null };
  const [before] = await tx.query<Before>(sql`
    select mode from room where event_id = ${aggregateId} and event_version < ${aggregateVersion} for update`);
  if (!before) return 'older';
  await tx.send(sql`
    update room set mode = ${event.waitingRoom}, challenge = ${event.waitingRoomChallenge}, cancelled = ${cancelled},
      sales_open_at = ${event.salesOpenAt}, sales_close_at = ${event.salesCloseAt}, event_version = ${aggregateVersion}
    where event_id = ${aggregateId}`);
  return before;
}

async function changeDoor(kit: WaitingRoomKit, tx: Transaction, eventId: string, { mode }: Before): Promise<void> {
  const now = await readMode(tx, eventId);
  if (now.mode === 'on' && now.state === 'open') await close(tx, eventId, now);
  if (now.mode !== 'on' && now.state === 'pool') await dissolve(tx, eventId);
  if (now.mode === 'off' && now.state !== 'open') await letEverybodyIn(kit, tx, eventId);
  // Holds made while nobody counted are not known of.
  if (mode === 'off' && now.mode !== 'off' && now.opened)
    await tx.send(sql`update stock set free = null where event_id = ${eventId}`);
}

interface Now {
  readonly mode: 'off' | 'auto' | 'on';
  readonly state: 'open' | 'pool' | 'frozen' | 'line';
  readonly opened: boolean;
}

async function readMode(tx: Transaction, eventId: string): Promise<Now> {
  const [now] = await tx.query<Now>(
    sql`select mode, state, sales_open_at <= usher_now() as opened from room where event_id = ${eventId}`,
  );
  if (!now) throw new Error(`the room of event ${eventId} is gone`);
  return now;
}

/** Before sales a pool forms, and its seed is made: whoever wants to steer the draw would have to have known it. */
async function close(tx: Transaction, eventId: string, { opened }: Now): Promise<void> {
  if (opened) await tx.send(sql`update room set state = 'line' where event_id = ${eventId}`);
  else
    await tx.send(sql`
      update room set seed = coalesce(seed, ${randomBytes(32)}), state = case when drawn_at is null then 'pool' else 'line' end
      where event_id = ${eventId}`);
}

/** The pool of an event that no longer draws: nobody has a place in anything. */
async function dissolve(tx: Transaction, eventId: string): Promise<void> {
  await tx.send(
    sql`update entry set gone = true, changed_at = usher_now() where event_id = ${eventId} and not gone and position is null`,
  );
  await tx.send(sql`update room set state = 'open', waiting = 0 where event_id = ${eventId}`);
}

/** The door opens for good: whoever waits is let in, with a pass that is no longer asked for. */
async function letEverybodyIn(kit: WaitingRoomKit, tx: Transaction, eventId: string): Promise<void> {
  await dissolve(tx, eventId);
  const [room] = await tx.query<{ last: number }>(
    sql`select next_position - 1 as last from room where event_id = ${eventId} and next_position - 1 > let_in`,
  );
  if (room) await letInUpTo(kit, tx, { eventId, position: room.last, given: 0 });
}
