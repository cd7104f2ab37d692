/** What orders keeps of events: what the catalog tells, how many places there are, and the count of those who came. */
import { eventSnapshotOf } from '@usher/contracts/catalog-facts';
import type { seatsFacts } from '@usher/contracts/seats-facts';
import { sql } from '@usher/kit/database';
import type { FactHandler } from '@usher/kit/inbox';
import type { z } from 'zod';
import { countOrders } from './buyer-limit.ts';

/** The newest version of an event wins. */
export const eventTold: FactHandler = async (tx, facts) => {
  const limited: string[] = [];
  for (const fact of facts) {
    const event = eventSnapshotOf(fact.payload);
    await tx.send(sql`
      insert into event_summary (event_id, organization_id, name, starts_at, time_zone, price_tiers, tickets_per_buyer_max, version)
      values (${event.eventId}, ${event.organizationId}, ${event.name}, ${event.startsAt}, ${event.timeZone}, ${JSON.stringify(event.priceTiers)}::jsonb, ${event.maxTicketsPerBuyer}, ${fact.aggregateVersion})
      on conflict (event_id) do update set name = excluded.name, starts_at = excluded.starts_at, time_zone = excluded.time_zone,
        price_tiers = excluded.price_tiers, tickets_per_buyer_max = excluded.tickets_per_buyer_max, version = excluded.version
      where event_summary.version < excluded.version`);
    if (event.maxTicketsPerBuyer !== null) limited.push(event.eventId);
  }
  await countOrders(tx, limited);
};

/** `inventory.opened` and `places.changed` add up to the places of an event, whichever comes first. */
export const placesTold: FactHandler = async (tx, facts) => {
  const told = facts.map(({ payload }) => payload as Opened | Changed);
  await tx.send(sql`
    insert into event_capacity (event_id, places)
    select event_id, sum(places)::int from unnest(${told.map(({ eventId }) => eventId)}::uuid[], ${told.map(addedPlaces)}::int[]) as told (event_id, places)
    group by event_id order by event_id
    on conflict (event_id) do update set places = event_capacity.places + excluded.places`);
};

type Opened = z.infer<(typeof seatsFacts)['inventory.opened']['payload']>;
type Changed = z.infer<(typeof seatsFacts)['places.changed']['payload']>;

const addedPlaces = (told: Opened | Changed): number =>
  'places' in told ? told.places : told.freed.length - told.blocked.length;

/** One more inside, per accepted scan; the inbox gives each fact once. */
export const ticketAdmitted: FactHandler = async (tx, facts) => {
  await tx.send(sql`
    insert into admission_count (event_id, admissions)
    select event_id, count(*)::int from unnest(${facts.map((fact) => (fact.payload as { eventId: string }).eventId)}::uuid[]) as admitted (event_id) group by event_id order by event_id
    on conflict (event_id) do update set admissions = admission_count.admissions + excluded.admissions`);
};
