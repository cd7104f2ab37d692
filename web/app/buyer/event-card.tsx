/** An event one may like: its picture, when, what, where, and what it costs. */
import { clsx } from 'clsx';
import { Link } from 'react-router';
import { paths } from '../paths.ts';
import { EventTime } from '../ui/when.tsx';
import { EventImage } from './event-image.tsx';
import { EventOffer, type ListedEvent } from './event-offer.tsx';

interface EventCardProps {
  readonly event: ListedEvent;
  /** The one that leads a list: larger words. */
  readonly leads?: boolean | undefined;
  /** On a phone the picture stands beside the words, so that more events fit. */
  readonly compact?: boolean | undefined;
  readonly eager?: boolean | undefined;
  readonly className?: string | undefined;
}

/** One link, its name; the whole card can be pressed. */
export function EventCard({ event, leads = false, compact = false, eager, className }: EventCardProps) {
  return (
    <article className={clsx(cardLook, 'group flex h-full', compact ? 'flex-row sm:flex-col' : 'flex-col', className)}>
      <div className={clsx('overflow-hidden', leads ? 'flex-1' : 'shrink-0', compact && 'w-28 sm:w-auto')}>
        <EventImage
          event={event}
          eager={eager}
          className={clsx(
            'transition-transform duration-zoom group-hover:scale-[1.02]',
            leads && 'md:max-lg:aspect-[21/9] lg:aspect-auto lg:h-full',
            compact && 'max-sm:aspect-auto max-sm:h-full',
          )}
        />
      </div>
      <div className={clsx('flex min-w-0 flex-col gap-1', leads ? 'p-4 md:p-6' : 'flex-1 p-4')}>
        <p className="text-muted text-small">
          <EventTime instant={event.startsAt} timeZone={event.timeZone} />
        </p>
        <h3 className={clsx('line-clamp-3', leads ? 'text-h4 md:text-h2' : 'text-lead')}>
          <EventLink event={event} />
        </h3>
        <p className={clsx('text-muted', !leads && 'text-small')}>
          {event.venue.name}, {event.venue.city}
        </p>
        <div className="mt-auto pt-2">
          <EventOffer event={event} />
        </div>
      </div>
    </article>
  );
}

/** The event's name, leading to its page; it stretches over the nearest `cardLook`. */
export function EventLink({ event }: { event: Pick<ListedEvent, 'slug' | 'name'> }) {
  return (
    <Link
      to={paths.event(event.slug)}
      prefetch="intent"
      className="text-text no-underline after:absolute after:inset-0 focus-visible:outline-none group-hover:underline"
    >
      {event.name}
    </Link>
  );
}

/** A surface that is pressed as a whole and shows the focus of the link within. */
export const cardLook = clsx(
  'relative overflow-hidden rounded-card border border-line bg-surface',
  'has-[a:focus-visible]:outline-3 has-[a:focus-visible]:outline-focus has-[a:focus-visible]:outline-offset-2',
);
