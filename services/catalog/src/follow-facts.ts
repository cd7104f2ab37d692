/** What the catalog learns from others: names of organizations, what sells, what is sold out. */
import type { Fact } from '@usher/contracts/contract';
import { sql } from '@usher/kit/database';
import type { FactHandler } from '@usher/kit/inbox';

interface Sale {
  readonly eventId: string;
  readonly places: readonly number[];
}
interface Availability {
  readonly eventId: string;
  readonly soldOut: boolean;
}
interface Organization {
  readonly organizationId: string;
  readonly name: string;
}

/** `organization.created`. */
export const organizationCreated: FactHandler = async (tx, facts) => {
  const organizations = facts.map((fact) => fact.payload as Organization);
  await tx.send(sql`
    insert into organization (id, name)
    select distinct on (id) id, name from unnest(${organizations.map((o) => o.organizationId)}::uuid[], ${organizations.map((o) => o.name)}::text[]) as told (id, name)
    on conflict (id) do update set name = excluded.name`);
};

/** `seats.sold`: counts towards what is popular. */
export const seatsSold: FactHandler = (tx, facts) => count(tx, facts, 1);

/** `seats.given_back`: counts no more. */
export const seatsGivenBack: FactHandler = (tx, facts) => count(tx, facts, -1);

/** `event.availability_changed`: the newest word counts, whenever it comes. */
export const availabilityChanged: FactHandler = async (tx, facts) => {
  const told = facts.map((fact) => ({ ...(fact.payload as Availability), version: fact.aggregateVersion }));
  await tx.send(sql`
    update event set sold_out = newest.sold_out, sold_out_version = newest.version
    from (select distinct on (event_id) event_id, sold_out, version
          from unnest(${told.map((t) => t.eventId)}::uuid[], ${told.map((t) => t.soldOut)}::boolean[], ${told.map((t) => t.version)}::bigint[]) as told (event_id, sold_out, version)
          order by event_id, version desc) as newest
    where event.id = newest.event_id and event.sold_out_version < newest.version`);
};

async function count(tx: Parameters<FactHandler>[0], facts: readonly Fact[], sign: 1 | -1): Promise<void> {
  const sales = facts.map((fact) => ({
    sale: fact.payload as Sale,
    day: fact.occurredAt.slice(0, 'yyyy-mm-dd'.length),
  }));
  await tx.send(sql`
    insert into event_sales (event_id, day, sold)
    select event_id, day, sum(places)
    from unnest(${sales.map(({ sale }) => sale.eventId)}::uuid[], ${sales.map(({ day }) => day)}::date[], ${sales.map(({ sale }) => sign * sale.places.length)}::bigint[])
      as told (event_id, day, places)
    group by event_id, day
    on conflict (event_id, day) do update set sold = event_sales.sold + excluded.sold`);
}
