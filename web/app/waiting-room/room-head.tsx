/** Which event one is waiting for, and in a headline how one stands. */
import { Link } from 'react-router';
import { paths } from '../paths.ts';
import { EventTime } from '../ui/when.tsx';
import type { QueueData } from './queue-loader.server.ts';
import type { Stage } from './stage.ts';

/** The link opens the event beside the waiting room, whose page stays where it is. */
export function RoomHead({ event, stage }: { event: QueueData['event']; stage: Stage }) {
  return (
    <header className="grid gap-2">
      <p className="text-muted">
        <Link to={paths.event(event.slug)} target="_blank" className="link font-medium">
          {event.name}
          <span className="sr-only"> (opens in a new tab)</span>
        </Link>
        <br />
        <EventTime instant={event.startsAt} timeZone={event.timeZone} /> · {event.venue.name}, {event.venue.city}
      </p>
      <h1 className="text-h2 md:text-h1">{headlines[stage]}</h1>
    </header>
  );
}

const headlines: Readonly<Record<Stage, string>> = {
  outside: 'Waiting room',
  unknown: 'We can’t see your place right now',
  pooled: 'You’re in',
  waiting: 'You’re in line',
  sold_out: 'Sold out for now',
  admitted: 'It’s your turn',
  lapsed: 'Your turn has passed',
  closed: 'Sales have ended',
};
