/** Telling that an event sold out, or has places again: once per change, some seconds late at most. */
import { sql } from '@usher/kit/database';
import type { SeatsKit } from './seats-kit.ts';

const TELLING: ReadonlySet<string> = new Set(['seats.sold', 'seats.given_back', 'places.changed']);

/**
 * The sweep. It looks at every open event once, when it starts, and from then on only at those the log
 * tells of: counting a stadium that sold out long ago every other second would cost more than selling it.
 */
export function tellSoldOut(kit: SeatsKit): () => Promise<void> {
  let touched: Set<string> | 'all' = 'all';
  kit.tailLog((entries) => {
    for (const fact of entries.flatMap((entry) => entry.facts)) {
      if (touched !== 'all' && TELLING.has(fact.name)) touched.add((fact.payload as { eventId: string }).eventId);
    }
  });
  return async () => {
    const looked = touched;
    if (looked !== 'all' && looked.size === 0) return;
    touched = new Set();
    try {
      await compare(kit, looked === 'all' ? null : [...looked]);
    } catch (error) {
      touched = 'all';
      throw error;
    }
  };
}

interface Row {
  readonly event_id: string;
  readonly organization_id: string;
  readonly sold_out: boolean;
  readonly sold_out_version: number;
}

/** Turns the flag of events whose flag no longer fits their claims. Held places may come back, so only sold ones count as gone. */
async function compare(kit: SeatsKit, eventIds: readonly string[] | null): Promise<void> {
  await kit.db.transaction(async (tx) => {
    const changed = await tx.query<Row>(sql`
      update inventory set sold_out = not sold_out, sold_out_version = sold_out_version + 1
      where event_id in (
        select event_id from inventory
        where state = 'open' and (${eventIds}::uuid[] is null or event_id = any(${eventIds}::uuid[]))
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
