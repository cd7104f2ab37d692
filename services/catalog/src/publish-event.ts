/** POST /events/{id}/publish: from draft to public, on the map its venue has now. */
import type { catalog } from '@usher/contracts/catalog';
import { sql, type Transaction } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { worksFor } from '@usher/kit/principal';
import { Refusal, refuse } from '@usher/kit/refusal';
import type { CatalogKit } from './catalog-kit.ts';
import type { EventPages } from './event-pages.ts';
import { detailOf, type EventRow, lockEvent, readEvent, snapshotOf } from './event-row.ts';

/** Fixes the seat map and tells everybody. Refused until every place of the map has a price; `missing` names what is not there. */
export function publishEvent(kit: CatalogKit, pages: EventPages): Handler<typeof catalog.operations.publishEvent> {
  return async (call) => {
    const published = await kit.db.transaction(async (tx) => {
      const draft = await lockEvent(tx, call.params.id);
      if (!draft || !worksFor(call.principal, draft.organization_id, ['organizer'])) return refuse('not_found');
      if (draft.state !== 'draft') return refuse('event_not_draft');
      const missing = await missingFor(tx, draft);
      if (missing.length > 0) return refuse('event_not_ready', { more: { missing } });
      await tx.send(
        sql`update event set state = 'published', seat_map_version = ${draft.seat_map_version}, version = version + 1 where id = ${draft.id}`,
      );
      const event = await readEvent(tx, draft.id);
      if (!event) throw new Error(`event ${draft.id} vanished while it was published`);
      await kit.record(tx, [
        {
          name: 'event.published',
          aggregateId: event.id,
          aggregateVersion: event.version,
          requestId: call.requestId,
          payload: snapshotOf(event),
        },
      ]);
      return event;
    });
    if (published instanceof Refusal) return published;
    await pages.clear();
    return detailOf(published);
  };
}

/** `seatMap` when the venue has none, else the tiers of the map that the event has no price for. */
async function missingFor(tx: Transaction, draft: EventRow): Promise<string[]> {
  if (draft.seat_map_version === null) return ['seatMap'];
  const [map] = await tx.query<{ tier_keys: string[] }>(sql`
    select tier_keys from seat_map where venue_id = ${draft.venue_id} and version = ${draft.seat_map_version}`);
  return (map?.tier_keys ?? []).filter((key) => !draft.price_tiers.some((tier) => tier.key === key));
}
