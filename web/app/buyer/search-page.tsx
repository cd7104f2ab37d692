/** All events, narrowed down step by step; every step is an address. */
import { clsx } from 'clsx';
import { data, type LoaderFunctionArgs, type MetaFunction, redirect, useLoaderData, useNavigation } from 'react-router';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { Page } from '../ui/page.tsx';
import { visitContext } from '../visit.ts';
import { dateChoices } from './date-choices.ts';
import { FilterLists } from './filter-panel.tsx';
import { countOf, filterGroups } from './search-filters.ts';
import { SearchHead } from './search-head.tsx';
import { filtersOf, readSearch, searchPath } from './search-query.ts';
import { SearchResults } from './search-results.tsx';
import { searchTitle } from './search-words.ts';

const PAGE_SIZE = 24;

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: `${loaderData ? searchTitle(loaderData.search) : 'Events'} · Usher` },
  { name: 'description', content: 'Find events by date, place and kind, and pick your seats on the map.' },
];

export async function loader({ url, context }: LoaderFunctionArgs) {
  const ask = apiOf(context);
  const search = readSearch(url.searchParams);
  const { sort, cursor } = search;
  const [listed, facets] = await Promise.all([
    ask('listEvents', { query: { ...filtersOf(search), sort, cursor, limit: PAGE_SIZE } }),
    ask('getEventFacets', { query: filtersOf(search) }),
  ]);
  // An address somebody kept may point at a page of a list that is no more.
  if (!listed.ok && listed.refusal.code === 'invalid_request' && cursor !== undefined) {
    throw redirect(searchPath(search));
  }
  const refusal = listed.ok ? null : listed.refusal;
  return data(
    {
      search,
      choices: dateChoices(context.get(visitContext).clock.now()),
      facets: facets.ok ? facets.data : { categories: [], cities: [] },
      events: listed.ok ? listed.data.items : [],
      nextCursor: listed.ok ? listed.data.nextCursor : null,
      count: facets.ok ? countOf(search, facets.data) : undefined,
      refusal,
    },
    { status: refusal === null ? 200 : refusal.status || 503 },
  );
}

export default function SearchPage() {
  const found = useLoaderData<typeof loader>();
  const groups = filterGroups(found.search, found.facets, found.choices);
  const { state, location } = useNavigation();
  const isSearching = state === 'loading' && location.pathname === paths.events();
  return (
    <Page>
      <SearchHead found={found} groups={groups} />
      <div className="grid items-start gap-10 lg:grid-cols-[14rem_minmax(0,1fr)]">
        <aside aria-label="Filters" className="hidden lg:block">
          <FilterLists search={found.search} groups={groups} />
        </aside>
        <div
          aria-busy={isSearching}
          className={clsx('grid min-w-0 gap-6 transition-opacity md:gap-8', isSearching && 'opacity-60')}
        >
          <SearchResults found={found} />
        </div>
      </div>
    </Page>
  );
}
