/** Events whose sales have not begun: what one may want to be early for. */
import { clsx } from 'clsx';
import { cardLook, EventLink } from './event-card.tsx';
import { EventImage } from './event-image.tsx';
import { type ListedEvent, onSaleWords } from './event-offer.tsx';
import { SectionHeading } from './section-heading.tsx';

/** In the order in which sales open. Nothing when all is on sale. */
export function OnSaleSoon({ events }: { events: readonly ListedEvent[] }) {
  if (events.length === 0) return null;
  return (
    <section aria-labelledby="on-sale-soon" className="grid gap-4">
      <div className="flex min-h-11 items-center">
        <SectionHeading id="on-sale-soon" title="On sale soon" />
      </div>
      <ul className="grid gap-3 md:max-lg:grid-cols-2">
        {events.map((event) => (
          <li key={event.id}>
            <SoonCard event={event} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function SoonCard({ event }: { event: ListedEvent }) {
  return (
    <article className={clsx(cardLook, 'group flex h-full')}>
      <EventImage event={event} className="aspect-auto! w-28! shrink-0" />
      <div className="grid min-w-0 content-center gap-0.5 p-4">
        <h3 className="line-clamp-2 text-body">
          <EventLink event={event} />
        </h3>
        <p className="truncate text-muted text-small">
          {event.venue.name}, {event.venue.city}
        </p>
        <p className="font-medium text-info text-small">{onSaleWords(event)}</p>
      </div>
    </article>
  );
}
