/** What comes next, by date: a page of a diary rather than a wall of posters. */
import { paths } from '../paths.ts';
import { formatDateShort, formatTime } from '../words/format-time.ts';
import { EventLink } from './event-card.tsx';
import { EventOffer, type ListedEvent } from './event-offer.tsx';
import { SectionHeading } from './section-heading.tsx';

/** Nothing when there is nothing. */
export function NextUp({ events }: { events: readonly ListedEvent[] }) {
  if (events.length === 0) return null;
  return (
    <section aria-labelledby="next-up" className="grid gap-2">
      <SectionHeading id="next-up" title="Coming up" more={{ to: paths.events(), label: 'By date' }} />
      <ol className="divide-y divide-line border-line border-y">
        {events.map((event) => (
          <li key={event.id}>
            <Line event={event} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Line({ event }: { event: ListedEvent }) {
  return (
    <article className="group relative flex items-start gap-4 rounded-field sm:items-center py-4 has-[a:focus-visible]:outline-3 has-[a:focus-visible]:outline-focus md:gap-6">
      <DayBlock event={event} />
      <div className="flex min-w-0 flex-1 flex-col gap-1 sm:flex-row sm:items-center sm:justify-between sm:gap-6">
        <div className="grid min-w-0 gap-0.5">
          <h3 className="line-clamp-2 text-lead">
            <EventLink event={event} />
          </h3>
          <p className="text-muted text-small">
            {formatTime(event.startsAt, event.timeZone)} · {event.venue.name}, {event.venue.city}
          </p>
        </div>
        <div className="shrink-0">
          <EventOffer event={event} />
        </div>
      </div>
    </article>
  );
}

/** Weekday, day and month one below the other, by the venue's calendar. */
function DayBlock({ event }: { event: ListedEvent }) {
  const [weekday, day, month] = formatDateShort(event.startsAt, event.timeZone).split(' ');
  return (
    <time
      dateTime={event.startsAt}
      className="grid w-14 shrink-0 justify-items-center rounded-field bg-brand-soft py-2 leading-none text-brand"
    >
      <span className="text-caption leading-none">{weekday} </span>
      <span className="tabular font-bold text-h3 leading-tight">{day} </span>
      <span className="text-caption leading-none">{month}</span>
    </time>
  );
}
