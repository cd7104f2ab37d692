/** The poster, and beside it what one decides by: what, when, where, how much. */
import { clsx } from 'clsx';
import { CalendarDays, MapPin, Ticket } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { paths } from '../paths.ts';
import { StatusBadge } from '../ui/badge.tsx';
import { useHydrated } from '../ui/ticking.ts';
import { EventTime } from '../ui/when.tsx';
import { formatCount } from '../words/format.ts';
import { formatDateShort, formatTime, sameClock } from '../words/format-time.ts';
import { categoryName } from './category-words.ts';
import { EventImage } from './event-image.tsx';
import { EventOfferBox } from './event-offer-box.tsx';
import { seatingWords, type ShownEvent } from './event-sale.ts';

/** A longer name is set smaller, so that date and price stay in sight. */
const LONG_NAME = 48;

/** On a phone the picture reaches both edges; on a desk the words stand beside it, all in sight at once. */
export function EventHead({ shown }: { shown: ShownEvent }) {
  const { event, sale } = shown;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_24rem] lg:gap-16">
      <div className="max-md:-mx-4">
        <EventImage event={event} eager className="max-h-[35dvh] md:max-h-none md:rounded-card" />
      </div>
      <div className="grid content-start gap-5">
        <div className="grid gap-3">
          <p className="flex flex-wrap items-center gap-3">
            <Link
              to={paths.events({ category: event.category })}
              className="-my-2.5 inline-flex min-h-11 items-center font-medium text-brand no-underline hover:underline"
            >
              {categoryName(event.category)}
            </Link>
            <StatusBadge event={sale === 'past' ? 'sales_closed' : sale} />
          </p>
          <h1
            className={clsx(
              'text-h2 tracking-tight',
              event.name.length <= LONG_NAME && 'md:text-h1 lg:text-[2.75rem] lg:leading-[1.1]',
            )}
          >
            {event.name}
          </h1>
        </div>
        <EventFacts shown={shown} />
        <EventOfferBox shown={shown} />
      </div>
    </div>
  );
}

function EventFacts({ shown: { event, venue } }: { shown: ShownEvent }) {
  const seating = seatingWords(event);
  return (
    <dl className="grid gap-3">
      <Fact name="When" icon={<CalendarDays aria-hidden size={22} />}>
        <EventTime instant={event.startsAt} timeZone={event.timeZone} style="long" className="font-bold" />
        <span className="block text-muted">
          Until about {formatTime(event.endsAt, event.timeZone)}
          <YourTime event={event} />
        </span>
      </Fact>
      <Fact name="Where" icon={<MapPin aria-hidden size={22} />}>
        <span className="font-bold">{event.venue.name}</span>
        <span className="block text-muted">{venue ? `${venue.address}, ${venue.city}` : event.venue.city}</span>
      </Fact>
      {seating && (
        <Fact name="Tickets" icon={<Ticket aria-hidden size={22} />}>
          {seating}
          <span className="block text-muted">Up to {formatCount(event.maxTicketsPerOrder, 'ticket')} per order</span>
        </Fact>
      )}
    </dl>
  );
}

/** Added to a line that has room for it, because the server can't know who is elsewhere and nothing may jump. */
function YourTime({ event: { startsAt, timeZone } }: { event: ShownEvent['event'] }) {
  if (!useHydrated()) return null;
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (sameClock(startsAt, timeZone, own)) return null;
  const [weekday] = formatDateShort(startsAt, own).split(' ');
  const isOtherDay = formatDateShort(startsAt, timeZone) !== formatDateShort(startsAt, own);
  return ` · ${isOtherDay ? `${weekday} ` : ''}${formatTime(startsAt, own)} your time`;
}

function Fact({ name, icon, children }: { name: string; icon: ReactNode; children: ReactNode }) {
  return (
    <div className="flex gap-3">
      <dt className="mt-px shrink-0 text-brand">
        {icon}
        <span className="sr-only">{name}</span>
      </dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
