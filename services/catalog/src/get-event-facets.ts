/** GET /events/facets: what the list of events could be narrowed to, from memory for a moment. */
import type { catalog } from '@usher/contracts/catalog';
import { EventFacets, FACET_NAMES_MAX } from '@usher/contracts/catalog-shapes';
import { answerWriter } from '@usher/kit/answer-json';
import { type Queryable, sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { refused } from '@usher/kit/refusal';
import type { CatalogKit } from './catalog-kit.ts';
import { type EventFilters, filtersOf } from './event-filters.ts';
import { type EventPages, replyWith } from './event-pages.ts';

interface FacetRow {
  readonly facet: 'category' | 'city';
  readonly name: string;
  readonly count: number;
}

const writeFacets = answerWriter(EventFacets);

/** Counts the events the list would show; the cities as if no city were asked for, so that one can switch, and so the categories. */
export function getEventFacets(kit: CatalogKit, pages: EventPages): Handler<typeof catalog.operations.getEventFacets> {
  return async (call) => {
    const filters = filtersOf(call.query);
    if (refused(filters)) return filters;
    const page = await pages.read(`facets ${JSON.stringify(filters)}`, async () => {
      const rows = await countEvents(kit.db, filters);
      const names = (facet: FacetRow['facet']) => rows.filter((row) => row.facet === facet);
      return writeFacets({ categories: names('category'), cities: names('city') });
    });
    if (!page) throw new Error('facets are always a page');
    return replyWith(page, call);
  };
}

/** Names that differ only in case are one, written as most events write it. */
async function countEvents(db: Queryable, filters: EventFilters): Promise<FacetRow[]> {
  const { words, category, city, from, to } = filters;
  return db.query<FacetRow>(sql`
    with found as materialized (
      select e.category, v.city,
        ${category ?? null}::text is null or lower(e.category) = lower(${category ?? ''}) as in_category,
        ${city ?? null}::text is null or lower(v.city) = lower(${city ?? ''}) as in_city
      from event e join venue v on v.id = e.venue_id
      where e.state <> 'draft' and e.ends_at > usher_now()
        and (${words ?? null}::text is null or (e.search || v.search) @@ to_tsquery('simple', ${words ?? ''}))
        and (${from.instant}::timestamptz is null or e.starts_at >= ${from.instant}::timestamptz)
        and (${from.day}::date is null or e.starts_at_local::date >= ${from.day}::date)
        and (${to.instant}::timestamptz is null or e.starts_at <= ${to.instant}::timestamptz)
        and (${to.day}::date is null or e.starts_at_local::date <= ${to.day}::date)
    ), counted as (
      select 'category' as facet, mode() within group (order by category) as name, count(*) as count
      from found where in_city group by lower(category)
      union all
      select 'city', mode() within group (order by city), count(*) from found where in_category group by lower(city)
    ), ranked as (
      select *, row_number() over (partition by facet order by count desc, lower(name), name) as place from counted
    )
    select facet, name, count from ranked where place <= ${FACET_NAMES_MAX}::int order by facet, place`);
}
