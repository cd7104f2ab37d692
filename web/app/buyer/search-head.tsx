/** What is being looked for, and the ways to change it. */
import { Search, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { Form } from 'react-router';
import { paths } from '../paths.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { ChipLink } from '../ui/chip.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { formatCount } from '../words/format.ts';
import { FilterChips } from './filter-panel.tsx';
import { activeFilters, type FilterGroup, type Found } from './search-filters.ts';
import { type EventSearch, TEXT_MAX } from './search-query.ts';
import { searchTitle } from './search-words.ts';

/** Title, field, and on phones the button to the filters; below them the filters that are on, unless nothing was found: then the results offer to drop them. */
export function SearchHead({ found, groups }: { found: Found; groups: readonly FilterGroup[] }) {
  const { search, choices, events } = found;
  const active = activeFilters(search, choices);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHeader title={searchTitle(search)} />
      <div className="flex gap-2 lg:hidden">
        <SearchForm search={search} />
        <FilterSheet found={found} groups={groups} isFiltered={active.length > 0} />
      </div>
      <KindChips groups={groups} />
      {active.length > 0 && events.length > 0 && (
        <ul aria-label="Filters in use" className="flex flex-wrap gap-2">
          {active.map(({ label, to }) => (
            <li key={label} className="max-w-full">
              <ChipLink to={to} selected removes className="max-w-full">
                <span className="truncate">{label}</span>
              </ChipLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The kinds as a row one swipes, for a first step without opening the sheet. Once one is chosen, it makes room. */
function KindChips({ groups }: { groups: readonly FilterGroup[] }) {
  const options = groups.find(({ title }) => title === 'What')?.options ?? [];
  if (options.length < 2 || options.some(({ selected }) => selected)) return null;
  return (
    <nav aria-label="Kinds of events" className="-mx-4 md:-mx-6 lg:hidden">
      <ul className="flex gap-2 overflow-x-auto px-4 py-1 [scrollbar-width:none] md:px-6">
        {options.map(({ label, count, to }) => (
          <li key={label}>
            <ChipLink to={to} count={count}>
              {label}
            </ChipLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Other filters stay on; only the words change. On wide windows the field of the page's header does this. */
function SearchForm({ search }: { search: EventSearch }) {
  const { q, category, city, from, to, sort } = search;
  const kept = { category, city, from, to, sort: sort === 'popular' ? sort : undefined };
  return (
    <Form role="search" aria-label="Events" action={paths.events()} className="relative min-w-0 flex-1 md:hidden">
      <label htmlFor="events-search" className="sr-only">
        Event, artist, venue or city
      </label>
      <Search aria-hidden size={20} className="pointer-events-none absolute inset-y-0 start-3 my-auto text-muted" />
      <input
        key={q}
        id="events-search"
        type="search"
        name="q"
        maxLength={TEXT_MAX.q}
        enterKeyHint="search"
        defaultValue={q}
        placeholder="Event, artist, venue or city"
        className="min-h-12 w-full rounded-field border border-control bg-surface ps-10 pe-3 text-body text-text"
      />
      {Object.entries(kept).map(
        ([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={value} />,
      )}
    </Form>
  );
}

interface FilterSheetProps {
  readonly found: Found;
  readonly groups: readonly FilterGroup[];
  readonly isFiltered: boolean;
}

/** Every choice changes the results behind the sheet; the button at its foot says how many there are by now. */
function FilterSheet({ found, groups, isFiltered }: FilterSheetProps) {
  const [isOpen, setOpen] = useState(false);
  const { search, count } = found;
  return (
    <>
      <Button icon={<SlidersHorizontal aria-hidden size={18} />} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Filters
      </Button>
      <Dialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title="Filter events"
        actions={
          <>
            {isFiltered && (
              <ButtonLink to={paths.events()} replace preventScrollReset variant="quiet">
                Remove all filters
              </ButtonLink>
            )}
            <Button variant="primary" onClick={() => setOpen(false)}>
              {count === undefined ? 'Show events' : `Show ${formatCount(count, 'event')}`}
            </Button>
          </>
        }
      >
        <FilterChips search={search} groups={groups} />
      </Dialog>
    </>
  );
}
