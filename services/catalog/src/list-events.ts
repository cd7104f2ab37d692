/** GET /events and /events/popular: what is on, from memory for a moment. */
import type { catalog } from '@usher/contracts/catalog';
import { EventSummary } from '@usher/contracts/catalog-shapes';
import { listOf } from '@usher/contracts/ids';
import { answerWriter } from '@usher/kit/answer-json';
import { decodeCursor, encodeCursor } from '@usher/kit/cursor';
import { type Queryable, sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { refused, refuseFields } from '@usher/kit/refusal';
import type { CatalogKit } from './catalog-kit.ts';
import { type EventFilters, filtersOf, NO_FILTERS } from './event-filters.ts';
import { type EventPages, replyWith } from './event-pages.ts';
import { type EventRow, summaryOf } from './event-row.ts';
import { instantOf } from './event-rules.ts';

interface EventSearch extends EventFilters {
  readonly popular: boolean;
  readonly limit: number;
  /** Rank, start and id of the last event of the page before. */
  readonly after: readonly [rank: number, startsAt: string, id: string] | undefined;
}
type Listed = EventRow & { readonly rank: number };

const SECOND_MS = 1_000;
const writeList = answerWriter(listOf(EventSummary));

/** Published events that have not ended. A day counts by the venue's calendar, both ends included. */
export function listEvents(kit: CatalogKit, pages: EventPages): Handler<typeof catalog.operations.listEvents> {
  return async (call) => {
    const { sort, limit, cursor, ...asked } = call.query;
    const filters = filtersOf(asked);
    if (refused(filters)) return filters;
    const after = cursor === undefined ? undefined : afterOf(cursor, sort);
    if (after === null) return refuseFields([{ path: 'cursor', message: 'is not one of ours' }]);
    const search: EventSearch = { ...filters, popular: sort === 'popular', limit, after };
    const page = await pages.read(JSON.stringify(search), () => writePage(kit.db, search));
    if (!page) throw new Error('a list of events is always a page');
    return replyWith(page, call);
  };
}

/** What sold most places in the last seven days. `Age` says how old the list is, in seconds. */
export function listPopularEvents(
  kit: CatalogKit,
  popular: EventPages,
): Handler<typeof catalog.operations.listPopularEvents> {
  return async (call) => {
    const { limit } = call.query;
    const page = await popular.read(String(limit), async () => {
      const { items } = await findEvents(kit.db, { ...NO_FILTERS, popular: true, limit, after: undefined });
      return writeList({ items, nextCursor: null });
    });
    if (!page) throw new Error('a list of events is always a page');
    const ageSeconds = Math.floor((kit.clock.monotonic() - page.writtenAt) / SECOND_MS);
    return replyWith(page, call, { age: String(ageSeconds) });
  };
}

async function writePage(db: Queryable, search: EventSearch): Promise<string> {
  return writeList(await findEvents(db, search));
}

async function findEvents(
  db: Queryable,
  search: EventSearch,
): Promise<{ items: ReturnType<typeof summaryOf>[]; nextCursor: string | null }> {
  const { words, category, city, from, to, popular, limit, after } = search;
  const rows = await db.query<Listed>(sql`
    with listed as (
      select e.id, e.starts_at, v.city, case when ${popular} then -coalesce((
          select sum(s.sold) from event_sales s where s.event_id = e.id and s.day > (usher_now() - interval '7 days')::date), 0) else 0 end::bigint as rank
      from event e join venue v on v.id = e.venue_id
      where e.state <> 'draft' and e.ends_at > usher_now()
        and (${words ?? null}::text is null or (e.search || v.search) @@ to_tsquery('simple', ${words ?? ''}))
        and (${category ?? null}::text is null or lower(e.category) = lower(${category ?? ''}))
        and (${city ?? null}::text is null or lower(v.city) = lower(${city ?? ''}))
        and (${from.instant}::timestamptz is null or e.starts_at >= ${from.instant}::timestamptz)
        and (${from.day}::date is null or e.starts_at_local::date >= ${from.day}::date)
        and (${to.instant}::timestamptz is null or e.starts_at <= ${to.instant}::timestamptz)
        and (${to.day}::date is null or e.starts_at_local::date <= ${to.day}::date)
    ), page as (
      select id, rank from listed
      where ${after?.[2] ?? null}::uuid is null or (rank, starts_at, id) > (${after?.[0] ?? 0}::bigint, ${after?.[1] ?? null}::timestamptz, ${after?.[2] ?? null}::uuid)
      order by rank, starts_at, id limit ${limit + 1}
    )
    select event_shown.*, page.rank from page join event_shown using (id) order by page.rank, event_shown.starts_at, event_shown.id`);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor =
    rows.length > limit && last
      ? encodeCursor([popular ? 'popular' : 'date', last.rank, last.starts_at, last.id])
      : null;
  return { items: shown.map(summaryOf), nextCursor };
}

/** Null when the cursor is not one this list gave in this order. */
function afterOf(cursor: string, sort: string): EventSearch['after'] | null {
  const [order, rank, startsAt, id] = decodeCursor(cursor, 4) ?? [];
  if (order !== sort || rank === undefined || startsAt === undefined || id === undefined) return null;
  if (!Number.isSafeInteger(Number(rank)) || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
  if (Number.isNaN(Date.parse(startsAt))) return null;
  const at = instantOf(startsAt);
  return at === undefined ? null : [Number(rank), at, id];
}
