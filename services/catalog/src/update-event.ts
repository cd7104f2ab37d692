/** PATCH and DELETE /events/{id}: a draft may change in everything, a published event only in what nobody bought. */
import type { catalog } from '@usher/contracts/catalog';
import { sql, type Transaction } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { type Principal, worksFor } from '@usher/kit/principal';
import { Refusal, refuse, refuseFields } from '@usher/kit/refusal';
import type { CatalogKit } from './catalog-kit.ts';
import { freeSlug, insertTiers } from './create-event.ts';
import type { EventPages } from './event-pages.ts';
import { detailOf, type EventRow, lockEvent, readEvent, snapshotOf } from './event-row.ts';
import {
  changesWhatIsFixed,
  type EventFields,
  type EventTimes,
  instantOf,
  refuseDates,
  timesOf,
} from './event-rules.ts';
import { foldedWords } from './search-text.ts';
import { readVenue } from './venue-row.ts';

type Moved = EventTimes & { readonly venueId: string; readonly organizationId: string };

/** Changes what is given and leaves the rest. A published event tells everybody. */
export function updateEvent(kit: CatalogKit, pages: EventPages): Handler<typeof catalog.operations.updateEvent> {
  return async (call) => {
    const change: EventFields = call.body;
    const changed = await kit.db.transaction(async (tx) => {
      const before = await lockEvent(tx, call.params.id);
      if (!before || !worksFor(call.principal, before.organization_id, ['organizer'])) return refuse('not_found');
      if (before.state === 'cancelled') return refuse('event_cancelled');
      const wrongDates = refuseDates(change, before);
      if (wrongDates) return wrongDates;
      if (before.state === 'published' && changesWhatIsFixed(change, before)) return refuse('event_not_draft');
      if (before.state === 'draft') {
        const moved = await moveDraft(tx, before, change, call.principal);
        if (moved instanceof Refusal) return moved;
        if (change.priceTiers) {
          await tx.send(sql`delete from price_tier where event_id = ${before.id}`);
          await insertTiers(
            tx,
            before.id,
            change.priceTiers.map((tier) => ({ ...tier, id: kit.clock.newId() })),
          );
        }
      }
      await applyWords(tx, before, change);
      await applySale(tx, before.id, change);
      const after = await readEvent(tx, before.id);
      if (!after) throw new Error(`event ${before.id} vanished while it was changed`);
      if (after.state === 'published') {
        await kit.record(tx, [
          {
            name: 'event.updated',
            aggregateId: after.id,
            aggregateVersion: after.version,
            requestId: call.requestId,
            payload: snapshotOf(after),
          },
        ]);
      }
      return after;
    });
    if (changed instanceof Refusal) return changed;
    await pages.clear();
    return detailOf(changed);
  };
}

/** Deletes a draft with its prices and picture. */
export function deleteEvent(kit: CatalogKit): Handler<typeof catalog.operations.deleteEvent> {
  return (call) =>
    kit.db.transaction(async (tx) => {
      const event = await lockEvent(tx, call.params.id);
      if (!event || !worksFor(call.principal, event.organization_id, ['organizer'])) return refuse('not_found');
      if (event.state !== 'draft') return refuse('event_not_draft');
      await tx.send(sql`delete from event where id = ${event.id}`);
      return undefined;
    });
}

/** Another venue, another time, another length: all three stored times are found again. */
async function moveDraft(
  tx: Transaction,
  before: EventRow,
  change: EventFields,
  principal: Principal,
): Promise<Refusal<'forbidden' | 'invalid_request' | 'local_time_invalid'> | undefined> {
  if (
    change.venueId === undefined &&
    change.startsAtLocal === undefined &&
    change.startsAtOffset === undefined &&
    change.durationMinutes === undefined
  )
    return undefined;
  const venue = await readVenue(tx, change.venueId ?? before.venue_id);
  if (!venue) return refuseFields([{ path: 'venueId', message: 'names no venue' }]);
  if (!worksFor(principal, venue.organization_id, ['organizer'])) return refuse('forbidden');
  const durationMinutes = change.durationMinutes ?? before.duration_minutes;
  const times = timesOf(
    change.startsAtLocal ?? before.starts_at_local,
    change.startsAtOffset,
    venue.time_zone,
    durationMinutes,
  );
  if (times instanceof Refusal) return times;
  const moved: Moved = { ...times, venueId: venue.id, organizationId: venue.organization_id };
  await tx.send(sql`
    update event set venue_id = ${moved.venueId}, organization_id = ${moved.organizationId}, starts_at_local = ${moved.startsAtLocal}, time_zone = ${moved.timeZone},
      starts_at = ${moved.startsAt}, ends_at = ${moved.endsAt}, duration_minutes = ${durationMinutes}
    where id = ${before.id}`);
  return undefined;
}

/** A published event keeps its address whatever its name becomes. */
async function applyWords(tx: Transaction, before: EventRow, change: EventFields): Promise<void> {
  const { name = before.name, description = before.description, category = before.category } = change;
  const slug = before.state === 'draft' && name !== before.name ? await freeSlug(tx, name) : before.slug;
  await tx.send(sql`
    update event set name = ${name}, description = ${description}, category = ${category}, slug = ${slug}, version = version + 1,
      search = to_tsvector('simple', ${foldedWords(name, category, description)})
    where id = ${before.id}`);
}

async function applySale(tx: Transaction, id: string, change: EventFields): Promise<void> {
  const opens = change.salesOpenAt === undefined ? null : instantOf(change.salesOpenAt);
  const closes = change.salesCloseAt === undefined ? null : instantOf(change.salesCloseAt);
  await tx.send(sql`
    update event set sales_open_at = coalesce(${opens ?? null}, sales_open_at), sales_close_at = coalesce(${closes ?? null}, sales_close_at),
      max_tickets_per_order = coalesce(${change.maxTicketsPerOrder ?? null}, max_tickets_per_order),
      max_tickets_per_buyer = case when ${change.maxTicketsPerBuyer !== undefined} then ${change.maxTicketsPerBuyer ?? null} else max_tickets_per_buyer end,
      orphan_rule = coalesce(${change.orphanRule ?? null}, orphan_rule), waiting_room = coalesce(${change.waitingRoom ?? null}, waiting_room),
      waiting_room_challenge = coalesce(${change.waitingRoomChallenge ?? null}, waiting_room_challenge),
      holder_name_required = coalesce(${change.holderNameRequired ?? null}, holder_name_required)
    where id = ${id}`);
}
