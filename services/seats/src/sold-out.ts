/** Telling that an event sold out, or has places again: once per change, some seconds late at most. */
import { sql } from '@usher/kit/database';
import type { SeatsKit } from './seats-kit.ts';

/** Looks at open events whose flag no longer fits their claims. Held places may come back, so only sold ones count as gone. */
export async function tellSoldOut(kit: SeatsKit): Promise<void> {
  await kit.db.transaction(async (tx) => {
    const changed = await tx.query<{
      event_id: string;
      organization_id: string;
      sold_out: boolean;
      sold_out_version: number;
    }>(sql`
      update inventory set sold_out = not sold_out, sold_out_version = sold_out_version + 1
      where event_id in (
        select event_id from inventory where state = 'open' and starts_at > usher_now() - interval '1 day'
          and sold_out = exists (select 1 from claim where claim.event_id = inventory.event_id and claim.state in (0, 1))
        for update skip locked)
      returning event_id, organization_id, sold_out, sold_out_version`);
    await kit.record(
      tx,
      changed.map((row) => ({
        name: 'event.availability_changed',
        aggregateId: row.event_id,
        aggregateVersion: row.sold_out_version,
        requestId: row.event_id,
        payload: { eventId: row.event_id, organizationId: row.organization_id, soldOut: row.sold_out },
      })),
    );
  });
}
