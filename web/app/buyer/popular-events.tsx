/** What sells best this week, as a poster wall: one large, the others around it. */
import { clsx } from 'clsx';
import { paths } from '../paths.ts';
import { EventCard } from './event-card.tsx';
import type { ListedEvent } from './event-offer.tsx';
import { SectionHeading } from './section-heading.tsx';

/** Nothing when nothing is on sale. On a phone the cards are a row one swipes; the cut one says so. */
export function PopularEvents({ events }: { events: readonly ListedEvent[] }) {
  if (events.length === 0) return null;
  return (
    <section aria-labelledby="popular" className="grid min-w-0 gap-4 md:gap-6">
      <SectionHeading
        id="popular"
        title="Popular now"
        more={{ to: paths.events({ sort: 'popular' }), label: 'All events' }}
      />
      <ul
        className={clsx(
          'flex snap-x scroll-px-4 gap-4 overflow-x-auto max-md:-mx-4 max-md:px-4 max-md:py-1 [scrollbar-width:none]',
          'md:grid md:grid-cols-2 md:gap-6 md:overflow-visible lg:grid-cols-4',
        )}
      >
        {events.map((event, index) => (
          <li
            key={event.id}
            className={clsx(
              'w-72 shrink-0 snap-start md:w-auto',
              index === 0 && 'md:col-span-2',
              index === 0 && events.length > 3 && 'lg:row-span-2',
            )}
          >
            <EventCard event={event} leads={index === 0} eager={index === 0} />
          </li>
        ))}
      </ul>
    </section>
  );
}
