/** What was found: how much of it, in which order, and the events themselves. */
import { SearchX } from 'lucide-react';
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { ChipLink } from '../ui/chip.tsx';
import { EmptyState } from '../ui/empty.tsx';
import { Pagination } from '../ui/pagination.tsx';
import { Problem } from '../ui/problem.tsx';
import { formatCount } from '../words/format.ts';
import { EventCard } from './event-card.tsx';
import { activeFilters, type Found } from './search-filters.ts';
import { searchPath } from './search-query.ts';
import { nothingFound } from './search-words.ts';

/** Of the cards, so many are in sight on the first screen of a wide window. */
const IN_SIGHT = 3;

/** The list, or why there is none. */
export function SearchResults({ found }: { found: Found }) {
  const { search, events, nextCursor, refusal } = found;
  if (refusal) {
    return (
      <Problem
        refusal={refusal}
        fact="We couldn’t load events."
        action={
          <ButtonLink to={searchPath(search, { cursor: search.cursor })} reloadDocument size="small">
            Try again
          </ButtonLink>
        }
      />
    );
  }
  if (events.length === 0) return <NothingFound found={found} />;
  return (
    <>
      <ResultsHead found={found} />
      <ul className="grid gap-3 sm:grid-cols-2 sm:gap-6 xl:grid-cols-3">
        {events.map((event, index) => (
          <li key={event.id}>
            <EventCard event={event} compact eager={index < IN_SIGHT} />
          </li>
        ))}
      </ul>
      <Pagination
        label="Pages of events"
        first={search.cursor === undefined ? null : searchPath(search)}
        next={nextCursor === null ? null : searchPath(search, { cursor: nextCursor })}
      />
    </>
  );
}

function ResultsHead({ found: { search, count } }: { found: Found }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <h2 className="text-body">
        <span role="status">{count === undefined ? 'Events' : formatCount(count, 'event')}</span>
        {search.cursor !== undefined && <span className="font-normal text-muted">, further on</span>}
      </h2>
      <nav aria-label="Order of the events" className="flex gap-2">
        <ChipLink to={searchPath(search, { sort: 'date' })} selected={search.sort === 'date'}>
          Soonest
        </ChipLink>
        <ChipLink to={searchPath(search, { sort: 'popular' })} selected={search.sort === 'popular'}>
          Popular
        </ChipLink>
      </nav>
    </div>
  );
}

/** Names what was asked for, and offers to drop each part of it. */
function NothingFound({ found: { search, choices } }: { found: Found }) {
  const active = activeFilters(search, choices);
  const isUnfiltered = active.length === 0;
  return (
    <EmptyState
      icon={<SearchX size={28} />}
      title={isUnfiltered ? 'No events yet' : nothingFound(search, choices)}
      action={
        !isUnfiltered && (
          <ButtonLink to={paths.events()} variant="primary">
            Show all events
          </ButtonLink>
        )
      }
    >
      {isUnfiltered ? (
        'New events show up here as soon as they are announced.'
      ) : (
        <div className="grid justify-items-center gap-3">
          <p>{active.length === 1 ? 'Take this away and look again:' : 'Take one of these away and look again:'}</p>
          <ul className="flex flex-wrap justify-center gap-2">
            {active.map(({ label, to }) => (
              <li key={label}>
                <ChipLink to={to} removes>
                  {label}
                </ChipLink>
              </li>
            ))}
          </ul>
        </div>
      )}
    </EmptyState>
  );
}
