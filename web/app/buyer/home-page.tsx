/** The first page a stranger sees: what this is, a way to look, and what is worth going to. */
import { CalendarX2 } from 'lucide-react';
import { data, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { visitContext } from '../visit.ts';
import { CategoryTiles } from './category-tiles.tsx';
import { dateChoices, dayOf } from './date-choices.ts';
import type { ListedEvent } from './event-offer.tsx';
import { HomeHero } from './home-hero.tsx';
import { HowItWorks } from './how-it-works.tsx';
import { NextUp } from './next-up.tsx';
import { OnSaleSoon } from './on-sale-soon.tsx';
import { PopularEvents } from './popular-events.tsx';

export const meta: MetaFunction = () => [
  { title: 'Events and tickets · Usher' },
  { name: 'description', content: 'Find an event, pick your seats on the map, have your tickets at once.' },
];

const POPULAR = 5;
const NEXT_UP = 6;
const ON_SALE_SOON = 4;
const CITIES = 4;
const DATES = 4;
/** Looked through for what comes next and what goes on sale soon. */
const LOOKED_THROUGH = 100;

export async function loader({ context }: LoaderFunctionArgs) {
  const ask = apiOf(context);
  const [listed, popular, facets] = await Promise.all([
    ask('listEvents', { query: { limit: LOOKED_THROUGH } }),
    ask('listPopularEvents', { query: { limit: 20 } }),
    ask('getEventFacets'),
  ]);
  if (!listed.ok) return data({ refusal: listed.refusal, home: null }, { status: listed.refusal.status || 503 });
  const events = listed.data.items;
  const toBuy = (event: ListedEvent) => event.status === 'on_sale';
  return data({
    refusal: null,
    home: {
      dates: datesWithEvents(events, context.get(visitContext).clock.now()),
      popular: (popular.ok ? popular.data.items : events).filter(toBuy).slice(0, POPULAR),
      nextUp: events.filter((event) => event.status !== 'scheduled').slice(0, NEXT_UP),
      onSaleSoon: events
        .filter((event) => event.status === 'scheduled')
        .sort((one, other) => Date.parse(one.salesOpenAt) - Date.parse(other.salesOpenAt))
        .slice(0, ON_SALE_SOON),
      categories: facets.ok ? facets.data.categories : [],
      cities: facets.ok ? facets.data.cities.slice(0, CITIES) : [],
    },
  });
}

export default function HomePage() {
  const { home, refusal } = useLoaderData<typeof loader>();
  return (
    <>
      <HomeHero dates={home?.dates ?? []} cities={home?.cities ?? []} />
      <Page className="md:pt-12">
        {refusal && (
          <Problem
            refusal={refusal}
            fact="We couldn’t load events."
            action={
              <ButtonLink to={paths.home()} reloadDocument size="small">
                Try again
              </ButtonLink>
            }
          />
        )}
        {home && <Programme home={home} />}
      </Page>
    </>
  );
}

type Home = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>['home']>;

function Programme({ home }: { home: Home }) {
  if (home.nextUp.length === 0 && home.onSaleSoon.length === 0) {
    return (
      <EmptyState icon={<CalendarX2 size={28} />} title="Nothing on yet">
        New events show up here as soon as they are announced.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-12 md:gap-16">
      <PopularEvents events={home.popular} />
      <div className="grid items-start gap-12 empty:hidden lg:grid-cols-[minmax(0,1fr)_24rem]">
        <NextUp events={home.nextUp} />
        <OnSaleSoon events={home.onSaleSoon} />
      </div>
      <CategoryTiles categories={home.categories} />
      <HowItWorks />
    </div>
  );
}

/** Only days that have something are offered: no chip leads to an empty page. */
function datesWithEvents(events: readonly ListedEvent[], nowMs: number) {
  const days = events.map((event) => dayOf(event.startsAt, event.timeZone));
  return dateChoices(nowMs)
    .filter(({ from, to }) => days.some((day) => from <= day && day <= to))
    .slice(0, DATES);
}
