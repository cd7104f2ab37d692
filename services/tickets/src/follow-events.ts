/** What tickets keeps of events. */
import type { EventSnapshot } from '@usher/contracts/catalog-facts';
import { sql } from '@usher/kit/database';
import type { FactHandler } from '@usher/kit/inbox';
import type { z } from 'zod';

/** The newest version of an event wins. */
export const eventTold: FactHandler = async (tx, facts) => {
  for (const fact of facts) {
    const event = fact.payload as z.infer<typeof EventSnapshot>;
    await tx.send(sql`
      insert into event_info (event_id, organization_id, organization_name, name, starts_at, ends_at, time_zone, venue,
        holder_name_required, version)
      values (${event.eventId}, ${event.organizationId}, ${event.organizationName}, ${event.name}, ${event.startsAt},
        ${event.endsAt}, ${event.timeZone}, ${JSON.stringify(event.venue)}::jsonb, ${event.holderNameRequired},
        ${fact.aggregateVersion})
      on conflict (event_id) do update set organization_name = excluded.organization_name, name = excluded.name,
        starts_at = excluded.starts_at, ends_at = excluded.ends_at, time_zone = excluded.time_zone,
        venue = excluded.venue, holder_name_required = excluded.holder_name_required, version = excluded.version
      where event_info.version < excluded.version`);
  }
};
