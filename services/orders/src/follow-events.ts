/** What orders keeps of events, and the count of those who came. */
import type { EventSnapshot } from '@usher/contracts/catalog-facts';
import { sql } from '@usher/kit/database';
import type { FactHandler } from '@usher/kit/inbox';
import type { z } from 'zod';

/** The newest version of an event wins. */
export const eventTold: FactHandler = async (tx, facts) => {
  for (const fact of facts) {
    const event = fact.payload as z.infer<typeof EventSnapshot>;
    await tx.query(sql`
      insert into event_summary (event_id, organization_id, name, starts_at, time_zone, price_tiers, version)
      values (${event.eventId}, ${event.organizationId}, ${event.name}, ${event.startsAt}, ${event.timeZone}, ${JSON.stringify(event.priceTiers)}::jsonb, ${fact.aggregateVersion})
      on conflict (event_id) do update set name = excluded.name, starts_at = excluded.starts_at, time_zone = excluded.time_zone,
        price_tiers = excluded.price_tiers, version = excluded.version
      where event_summary.version < excluded.version`);
  }
};

/** One more inside, per accepted scan; the inbox gives each fact once. */
export const ticketAdmitted: FactHandler = async (tx, facts) => {
  await tx.query(sql`
    insert into admission_count (event_id, admissions)
    select event_id, count(*)::int from unnest(${facts.map((fact) => (fact.payload as { eventId: string }).eventId)}::uuid[]) as admitted (event_id) group by event_id order by event_id
    on conflict (event_id) do update set admissions = admission_count.admissions + excluded.admissions`);
};
