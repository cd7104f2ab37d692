/** From a published event to something that can be sold: one claim row per seat and per place of an area. */
import type { Fact } from '@usher/contracts/contract';
import { eventSnapshotOf, type EventSnapshot } from '@usher/contracts/catalog-facts';
import { sql, type Transaction } from '@usher/kit/database';
import type { FactHandler } from '@usher/kit/inbox';
import { refused } from '@usher/kit/refusal';
import { enqueue, type WorkKind } from '@usher/kit/work';
import type { z } from 'zod';
import type { Inventories } from './inventory.ts';
import { seatCountOf } from './layout.ts';
import type { SeatsKit } from './seats-kit.ts';

type Snapshot = z.infer<typeof EventSnapshot>;
interface Opening {
  readonly snapshot: Snapshot;
  readonly version: number;
}

/** `event.published`: the places are read from the catalog and made, outside this transaction. */
export const eventPublished: FactHandler = (tx, facts) =>
  enqueue(
    tx,
    'open-inventory',
    facts.map((fact) => ({
      key: fact.aggregateId,
      requestId: fact.requestId,
      payload: { snapshot: eventSnapshotOf(fact.payload), version: fact.aggregateVersion } satisfies Opening,
    })),
  );

/** `event.updated` and `event.cancelled`: window, limit and state follow the newest version. */
export function eventChanged(inventories: Inventories): FactHandler {
  return async (tx, facts) => {
    await applySnapshots(tx, facts);
    for (const fact of facts) inventories.forget(fact.aggregateId);
  };
}

/** Makes the places. Done twice it finds them there. */
export function openInventory(kit: SeatsKit, inventories: Inventories): WorkKind {
  return {
    concurrency: 2,
    leaseSeconds: 60,
    attemptsMax: 50,
    async handle({ key, payload }) {
      const given = await kit.peers.catalog.getEventInventory({ params: { id: key }, requestId: key });
      if (refused(given)) throw new Error(`the catalog does not know event ${key}, which it published`);
      const seatCount = seatCountOf(given.seatMap);
      const placeCount = given.areas.reduce((sum, area) => sum + area.capacity, seatCount);
      await kit.db.transaction(async (tx) => {
        const { snapshot, version } = await newestOpening(tx, key, payload as Opening);
        const made = await tx.query(sql`
          insert into inventory (event_id, organization_id, state, starts_at, sales_open_at, sales_close_at, tickets_max, buyer_places_max, orphan_rule, seat_map, price_tiers, seat_count, place_count, event_version)
          values (${key}, ${given.organizationId}, ${snapshot.status === 'cancelled' ? 'cancelled' : 'open'}, ${snapshot.startsAt}, ${snapshot.salesOpenAt}, ${snapshot.salesCloseAt},
                  ${snapshot.maxTicketsPerOrder}, ${snapshot.maxTicketsPerBuyer}, ${snapshot.orphanRule}, ${JSON.stringify(given.seatMap)}::jsonb, ${JSON.stringify(given.priceTiers)}::jsonb, ${seatCount}, ${placeCount}, ${version})
          on conflict do nothing returning event_id`);
        if (made.length === 0) return;
        await makePlaces(tx, key, seatCount, given.areas);
        await kit.record(tx, [
          {
            name: 'inventory.opened',
            aggregateId: key,
            aggregateVersion: version,
            requestId: key,
            payload: { eventId: key, organizationId: given.organizationId, seats: seatCount, places: placeCount },
          },
        ]);
      });
      inventories.forget(key);
      return 'done';
    },
  };
}

/** What was told of the event since this work was taken up; locked, so that what comes now waits and finds the inventory. */
async function newestOpening(tx: Transaction, eventId: string, taken: Opening): Promise<Opening> {
  const [row] = await tx.query<{ payload: Opening }>(
    sql`select payload from work where kind = 'open-inventory' and key = ${eventId} for update`,
  );
  return row?.payload ?? taken;
}

async function makePlaces(
  tx: Transaction,
  eventId: string,
  seatCount: number,
  areas: readonly { id: string; name: string; capacity: number; tierKey: string }[],
): Promise<void> {
  await tx.send(
    sql`insert into claim (event_id, place) select ${eventId}::uuid, generate_series(0, ${seatCount}::int - 1)`,
  );
  let from = seatCount;
  for (const [areaNo, area] of areas.entries()) {
    await tx.send(
      sql`insert into area (event_id, area_no, id, name, tier_key, capacity) values (${eventId}, ${areaNo}, ${area.id}, ${area.name}, ${area.tierKey}, ${area.capacity})`,
    );
    await tx.send(
      sql`insert into claim (event_id, place, area_no) select ${eventId}::uuid, generate_series(${from}::int, ${from + area.capacity - 1}::int), ${areaNo}`,
    );
    from += area.capacity;
  }
}

/** Facts older than what is stored change nothing. An event whose opening still waits gets its newest version there. */
async function applySnapshots(tx: Transaction, facts: readonly Fact[]): Promise<void> {
  for (const fact of facts) {
    const snapshot = eventSnapshotOf(fact.payload);
    // The work first: where it is being done, this waits until the inventory is there to be changed.
    await tx.send(sql`
      update work set payload = ${JSON.stringify({ snapshot, version: fact.aggregateVersion } satisfies Opening)}::jsonb
      where kind = 'open-inventory' and key = ${fact.aggregateId} and (payload->>'version')::bigint < ${fact.aggregateVersion}`);
    const [before] = await tx.query<{ limited: boolean }>(
      sql`select buyer_places_max is not null as limited from inventory where event_id = ${fact.aggregateId} for update`,
    );
    await tx.send(sql`
      update inventory set state = ${snapshot.status === 'cancelled' ? 'cancelled' : 'open'}, starts_at = ${snapshot.startsAt}, sales_open_at = ${snapshot.salesOpenAt},
        sales_close_at = ${snapshot.salesCloseAt}, tickets_max = ${snapshot.maxTicketsPerOrder},
        buyer_places_max = ${snapshot.maxTicketsPerBuyer}, orphan_rule = ${snapshot.orphanRule}, event_version = ${fact.aggregateVersion}
      where event_id = ${fact.aggregateId} and event_version < ${fact.aggregateVersion}`);
    if (before?.limited === false && snapshot.maxTicketsPerBuyer !== null) await countHolds(tx, fact.aggregateId);
  }
}

/** A limit for each buyer was set: what they have already counts. In the order in which holds are locked everywhere. */
async function countHolds(tx: Transaction, eventId: string): Promise<void> {
  await tx.send(sql`
    update hold set counted = true
    where id in (select id from hold where event_id = ${eventId} and not counted order by id for update)`);
}
