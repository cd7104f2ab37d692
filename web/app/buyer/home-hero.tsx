/** The opening of the home page: one promise, one field, and the questions most people come with. */
import { CalendarDays, MapPin, Search } from 'lucide-react';
import { Form } from 'react-router';
import { paths } from '../paths.ts';
import { Button } from '../ui/button.tsx';
import { ChipLink } from '../ui/chip.tsx';
import type { DateChoice } from './date-choices.ts';
import { SeatRows } from './seat-rows.tsx';

interface HomeHeroProps {
  readonly dates: readonly DateChoice[];
  readonly cities: readonly { readonly name: string }[];
}

/** As wide as the window; the hall beside the words is drawn where there is room for it. */
export function HomeHero({ dates, cities }: HomeHeroProps) {
  return (
    <section aria-labelledby="promise" className="overflow-hidden border-line border-b bg-surface">
      <div className="page-column grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,1fr)_27rem] lg:gap-16">
        <div className="grid grid-cols-[minmax(0,1fr)] content-center gap-4 py-8 md:gap-6 md:py-16">
          <h1 id="promise" className="text-h1 tracking-tight md:text-[4rem] md:leading-[1.05]">
            Pick the night. <span className="block text-brand">Pick the seat.</span>
          </h1>
          <p className="max-w-[34rem] text-body text-muted md:text-lead">
            Every seat is on the map and every price is the whole price. What you choose is held for you while you pay.
          </p>
          <SearchForm />
          <QuickLinks dates={dates} cities={cities} />
        </div>
        <div className="relative hidden lg:block">
          <SeatRows
            rows={11}
            chosen={[
              [4, 6],
              [4, 7],
            ]}
            className="absolute start-6 top-10 w-[40rem] overflow-visible"
          />
        </div>
      </div>
    </section>
  );
}

function SearchForm() {
  return (
    <Form role="search" aria-label="Events" action={paths.events()} className="flex max-w-[34rem] gap-2">
      <label htmlFor="home-search" className="sr-only">
        Event, artist, venue or city
      </label>
      <div className="relative min-w-0 flex-1">
        <Search aria-hidden size={20} className="pointer-events-none absolute inset-y-0 start-4 my-auto text-muted" />
        <input
          id="home-search"
          type="search"
          name="q"
          maxLength={100}
          enterKeyHint="search"
          placeholder="Event, artist, venue or city"
          className="min-h-14 w-full rounded-field border border-control bg-bg ps-11 pe-3 text-body text-text"
        />
      </div>
      <Button type="submit" variant="primary" className="min-h-14">
        Search
      </Button>
    </Form>
  );
}

function QuickLinks({ dates, cities }: HomeHeroProps) {
  if (dates.length + cities.length === 0) return null;
  return (
    <nav aria-label="Quick searches" className="-mx-4 md:mx-0">
      <ul className="flex gap-2 overflow-x-auto px-4 py-1 [scrollbar-width:none] md:flex-wrap md:px-0">
        {dates.map(({ from, to, label }) => (
          <li key={label}>
            <ChipLink
              to={paths.events({ from, to })}
              preventScrollReset={false}
              icon={<CalendarDays aria-hidden size={16} />}
            >
              {label}
            </ChipLink>
          </li>
        ))}
        {cities.map(({ name }) => (
          <li key={name}>
            <ChipLink
              to={paths.events({ city: name })}
              preventScrollReset={false}
              icon={<MapPin aria-hidden size={16} />}
            >
              {name}
            </ChipLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
