/** Which event these seats are for, in two lines, and the way back to it. */
import { ArrowLeft } from 'lucide-react';
import { Link } from 'react-router';
import { paths } from '../../paths.ts';
import { EventTime } from '../../ui/when.tsx';
import type { SeatsEvent } from './seats-loader.server.ts';

/** Low, so that the map has the screen. */
export function SeatsHeader({ event }: { event: SeatsEvent }) {
  return (
    <header className="flex items-center gap-1">
      <Link
        to={paths.event(event.slug)}
        aria-label={`Back to ${event.name}`}
        title={`Back to ${event.name}`}
        className="-ms-2.5 inline-flex size-11 shrink-0 items-center justify-center rounded-field text-text hover:bg-sunken"
      >
        <ArrowLeft aria-hidden size={22} className="rtl:-scale-x-100" />
      </Link>
      <div className="min-w-0">
        <h1 className="truncate text-h4 lg:text-h3">
          <span className="sr-only">Choose seats for </span>
          {event.name}
        </h1>
        <p className="truncate text-muted text-small">
          <EventTime instant={event.startsAt} timeZone={event.timeZone} /> · {event.venue.name}, {event.venue.city}
        </p>
      </div>
    </header>
  );
}
