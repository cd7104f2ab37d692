/** The filters of a search: as lists beside the results, or as chips in a sheet. All of them are links. */
import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import { Form, Link } from 'react-router';
import { paths } from '../paths.ts';
import { Button } from '../ui/button.tsx';
import { ChipLink } from '../ui/chip.tsx';
import { TextField } from '../ui/text-fields.tsx';
import { formatNumber } from '../words/format.ts';
import type { FilterGroup, FilterOption } from './search-filters.ts';
import type { EventSearch } from './search-query.ts';

interface FilterPanelProps {
  readonly search: EventSearch;
  readonly groups: readonly FilterGroup[];
}

/** Rows with their counts at the right; for wide windows. */
export function FilterLists({ search, groups }: FilterPanelProps) {
  return (
    <div className="grid gap-6">
      {groups.map(({ title, options }) => (
        <nav key={title} aria-label={title} className="grid gap-1">
          <h2 className="text-body">{title}</h2>
          <ul className="-mx-3 grid">
            {options.map((option) => (
              <li key={option.label}>
                <FilterRow option={option} />
              </li>
            ))}
          </ul>
          {title === 'When' && <OwnDates search={search} idPrefix="list" />}
        </nav>
      ))}
    </div>
  );
}

/** The same as chips, for thumbs. Each choice takes effect at once and adds no step to Back. */
export function FilterChips({ search, groups }: FilterPanelProps) {
  return (
    <div className="grid gap-6">
      {groups.map(({ title, options }) => (
        <nav key={title} aria-label={title} className="grid gap-3">
          <h3 className="text-body">{title}</h3>
          <ul className="flex flex-wrap gap-2">
            {options.map(({ label, count, selected, to }) => (
              <li key={label}>
                <ChipLink to={to} replace selected={selected} count={count}>
                  {label}
                </ChipLink>
              </li>
            ))}
          </ul>
          {title === 'When' && <OwnDates search={search} idPrefix="sheet" />}
        </nav>
      ))}
    </div>
  );
}

function FilterRow({ option: { label, count, selected, to } }: { option: FilterOption }) {
  return (
    <Link
      to={to}
      preventScrollReset
      aria-current={selected ? 'true' : undefined}
      className={clsx(
        'flex min-h-9 items-center gap-2 rounded-field px-3 no-underline pointer-coarse:min-h-11',
        selected ? 'bg-brand-soft font-bold text-brand' : 'text-text hover:bg-sunken',
      )}
    >
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {selected && <Check aria-hidden size={16} className="shrink-0" />}
      {count !== undefined && (
        <span className={clsx('tabular text-small', !selected && 'text-muted')}>
          {formatNumber(count)}
          <span className="sr-only">{count === 1 ? ' event' : ' events'}</span>
        </span>
      )}
    </Link>
  );
}

/** Any other days: two dates, either of which may stay open. */
function OwnDates({ search, idPrefix }: { search: EventSearch; idPrefix: string }) {
  const { q, category, city, from, to, sort } = search;
  const kept = { q, category, city, sort: sort === 'popular' ? sort : undefined };
  return (
    <details className="group/dates">
      <summary className="link flex min-h-9 w-fit list-none items-center pointer-coarse:min-h-11">Other dates</summary>
      <Form key={`${from} ${to}`} action={paths.events()} replace preventScrollReset className="mt-1 grid gap-3">
        {Object.entries(kept).map(
          ([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={value} />,
        )}
        <TextField id={`${idPrefix}-from`} label="From" type="date" name="from" defaultValue={from} />
        <TextField id={`${idPrefix}-to`} label="Until" type="date" name="to" defaultValue={to} />
        <Button type="submit" size="small">
          Show these dates
        </Button>
      </Form>
    </details>
  );
}
