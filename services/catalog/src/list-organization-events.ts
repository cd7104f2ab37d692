/** GET /organizations/{id}/events: all of them, for who works there. */
import type { catalog } from '@usher/contracts/catalog';
import { decodeCursor, encodeCursor } from '@usher/kit/cursor';
import { sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { worksFor } from '@usher/kit/principal';
import { refuse, refuseFields } from '@usher/kit/refusal';
import type { CatalogKit } from './catalog-kit.ts';
import { type EventRow, summaryOf } from './event-row.ts';
import { instantOf } from './event-rules.ts';
import { searchQuery } from './search-text.ts';

/** Drafts and past ones too: upcoming ones soonest first, else the latest start first. */
export function listOrganizationEvents(kit: CatalogKit): Handler<typeof catalog.operations.listOrganizationEvents> {
  return async (call) => {
    const { id } = call.params;
    if (!worksFor(call.principal, id, ['organizer', 'operator'])) return refuse('forbidden');
    const { q, state, when, limit, cursor } = call.query;
    const after = cursor === undefined ? [] : afterOf(cursor);
    if (!after) return refuseFields([{ path: 'cursor', message: 'is not one of ours' }]);
    const query = searchQuery(q);
    const soonest = when === 'upcoming';
    const rows = await kit.db.query<EventRow>(sql`
      with page as (
        select e.id from event e join venue v on v.id = e.venue_id
        where e.organization_id = ${id}
          and (${query ?? null}::text is null or (e.search || v.search) @@ to_tsquery('simple', ${query ?? ''}))
          and (${state ?? null}::text is null or event_status(e) = ${state ?? ''})
          and (${when ?? null}::text is null or (e.ends_at > usher_now()) = ${soonest})
          and (${after[1] ?? null}::uuid is null or case when ${soonest}
            then (e.starts_at, e.id) > (${after[0] ?? null}::timestamptz, ${after[1] ?? null}::uuid)
            else (e.starts_at, e.id) < (${after[0] ?? null}::timestamptz, ${after[1] ?? null}::uuid) end)
        order by case when ${soonest} then e.starts_at end, case when ${soonest} then e.id end, e.starts_at desc, e.id desc
        limit ${limit + 1}
      )
      select s.* from page join event_shown s using (id)
      order by case when ${soonest} then s.starts_at end, case when ${soonest} then s.id end, s.starts_at desc, s.id desc`);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map(summaryOf),
      nextCursor: rows.length > limit && last ? encodeCursor([last.starts_at, last.id]) : null,
    };
  };
}

function afterOf(cursor: string): readonly [startsAt: string, id: string] | undefined {
  const [startsAt, id] = decodeCursor(cursor, 2) ?? [];
  if (startsAt === undefined || id === undefined || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
    return undefined;
  const at = Number.isNaN(Date.parse(startsAt)) ? undefined : instantOf(startsAt);
  return at === undefined ? undefined : [at, id];
}
