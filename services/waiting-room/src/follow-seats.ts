/** What seats tells: how much is left, how many are at it, and how promptly it goes. */
import type { Fact } from '@usher/contracts/contract';
import type { seatsFacts } from '@usher/contracts/seats-facts';
import { sql, type Transaction } from '@usher/kit/database';
import type { FactHandler } from '@usher/kit/inbox';
import type { z } from 'zod';
import type { HoldRates } from './hold-rates.ts';
import type { PassPress } from './passes.ts';
import { tellDoors } from './tell-door.ts';
import type { WaitingRoomKit } from './waiting-room-kit.ts';
import type { Watched } from './watched.ts';

type Told<Name extends keyof typeof seatsFacts> = z.output<(typeof seatsFacts)[Name]['payload']>;
const told = <Name extends keyof typeof seatsFacts>(facts: readonly Fact[]) =>
  facts.map((fact) => fact.payload as Told<Name>);

interface Following {
  readonly press: PassPress;
  readonly watched: Watched;
  readonly rates: HoldRates;
}

/** The handlers, by fact. Events without a waiting room cost no statement; only what they have to sell is noted. */
export function seatsTold(kit: WaitingRoomKit, following: Following): Readonly<Record<string, FactHandler>> {
  const { watched } = following;
  const only = (handle: FactHandler): FactHandler => {
    const concerns = (fact: Fact) => watched.has((fact.payload as { eventId: string }).eventId);
    const handler: FactHandler = async (tx, facts) => {
      const ours = facts.filter(concerns);
      if (ours.length > 0) await handle(tx, ours);
    };
    return Object.assign(handler, { concerns });
  };
  return {
    'inventory.opened': async (tx, facts) => {
      for (const { eventId, places } of told<'inventory.opened'>(facts))
        await tx.send(
          sql`insert into stock (event_id, free) values (${eventId}, ${places}) on conflict (event_id) do update set free = excluded.free`,
        );
    },
    'event.availability_changed': async (tx, facts) => {
      for (const { eventId, soldOut } of told<'event.availability_changed'>(facts))
        await tx.send(
          sql`insert into stock (event_id, sold_out) values (${eventId}, ${soldOut}) on conflict (event_id) do update set sold_out = excluded.sold_out`,
        );
    },
    'seats.held': only((tx, facts) => held(kit, tx, facts, following)),
    'seats.sold': only((tx, facts) => ended(tx, told<'seats.sold'>(facts), 'sold')),
    'seats.released': only((tx, facts) => ended(tx, told<'seats.released'>(facts), 'free')),
    'hold.expired': only((tx, facts) => ended(tx, told<'hold.expired'>(facts), 'free')),
    'seats.given_back': only((tx, facts) =>
      change(
        tx,
        told<'seats.given_back'>(facts).map(({ eventId, places }) => ({ eventId, free: places.length })),
      ),
    ),
    'places.changed': only((tx, facts) =>
      change(
        tx,
        told<'places.changed'>(facts).map(({ eventId, freed, blocked }) => ({
          eventId,
          free: freed.length - blocked.length,
        })),
      ),
    ),
  };
}

async function held(
  kit: WaitingRoomKit,
  tx: Transaction,
  facts: readonly Fact[],
  { press, rates }: Following,
): Promise<void> {
  const holds = told<'seats.held'>(facts);
  const last = facts.at(-1);
  if (!last) return;
  const made = facts.map((fact, i) => ({ eventId: holds[i]?.eventId ?? '', at: fact.occurredAt }));
  const { hot, rushed } = rates.count(made);
  // Rooms before entries, as those who join take them.
  if (rushed.length > 0) await closeDoors(kit, tx, { press, eventIds: rushed });
  await tx.send(sql`
    insert into live_hold (hold_id, event_id, places)
    select * from unnest(${holds.map((hold) => hold.holdId)}::uuid[], ${holds.map((hold) => hold.eventId)}::uuid[], ${holds.map((hold) => hold.places.length)}::int[])`);
  await tx.send(sql`
    update entry set used = true
    from unnest(${holds.map((hold) => hold.eventId)}::uuid[], ${holds.map((hold) => hold.ownerId)}::uuid[]) as holder (event_id, owner_id)
    where entry.event_id = holder.event_id and entry.owner_id = holder.owner_id and not used`);
  await change(
    tx,
    holds.map(({ eventId, places }) => ({ eventId, free: -places.length, live: 1, held: places.length })),
  );
  await tx.send(sql`
    update stock set heard_at = usher_now(),
      delay_ms = greatest(0, extract(epoch from usher_now() - ${last.occurredAt}::timestamptz) * 1000)::int,
      hot_at = case when event_id = any(${hot}::uuid[]) then usher_now() else hot_at end
    where event_id = any(${holds.map((hold) => hold.eventId)}::uuid[])`);
}

/** An automatic door closes: from now on a pass is needed. */
async function closeDoors(
  kit: WaitingRoomKit,
  tx: Transaction,
  { press, eventIds }: { press: PassPress; eventIds: readonly string[] },
): Promise<void> {
  const closed = await tx.query<{ event_id: string }>(sql`
    update room set state = 'line', spare = 0, inside_target = null
    where event_id = any(${eventIds}::uuid[]) and mode = 'auto' and state = 'open' and not cancelled
    returning event_id`);
  if (closed.length > 0) await tellDoors(kit, tx, { press, eventIds: closed.map((room) => room.event_id) });
}

/** Holds that ended. One that was sold although it had ended before took places that were counted as free. */
async function ended(
  tx: Transaction,
  holds: readonly { holdId: string; eventId: string; places: readonly number[] }[],
  how: 'sold' | 'free',
): Promise<void> {
  const live = new Set(
    (
      await tx.query<{ hold_id: string }>(
        sql`delete from live_hold where hold_id = any(${holds.map((hold) => hold.holdId)}::uuid[]) returning hold_id`,
      )
    ).map((row) => row.hold_id),
  );
  await change(
    tx,
    holds.map(({ holdId, eventId, places }) => {
      const count = places.length;
      if (live.has(holdId)) return { eventId, free: how === 'free' ? count : 0, live: -1 };
      return { eventId, free: how === 'sold' ? -count : 0 };
    }),
  );
}

interface StockChange {
  readonly eventId: string;
  readonly free: number;
  readonly live?: number;
  /** Places of a new hold. */
  readonly held?: number;
}

/** Adds changes up, event by event. */
async function change(tx: Transaction, changes: readonly StockChange[]): Promise<void> {
  await tx.send(sql`
    insert into stock (event_id) select distinct unnest(${changes.map((each) => each.eventId)}::uuid[]) on conflict do nothing`);
  await tx.send(sql`
    update stock set free = stock.free + told.free, live_holds = greatest(0, live_holds + told.live),
      holds = stock.holds + told.holds, held_places = held_places + told.held
    from (
      select event_id, sum(free)::int as free, sum(live)::int as live, count(held) as holds, coalesce(sum(held), 0) as held
      from unnest(${changes.map((each) => each.eventId)}::uuid[], ${changes.map((each) => each.free)}::int[],
                  ${changes.map((each) => each.live ?? 0)}::int[], ${changes.map((each) => each.held ?? null)}::int[]) as one (event_id, free, live, held)
      group by event_id
    ) told where stock.event_id = told.event_id`);
}
