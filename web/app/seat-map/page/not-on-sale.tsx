/** There are no seats to choose: why, and one way on. */
import { CalendarClock } from 'lucide-react';
import { paths } from '../../paths.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty.tsx';
import { formatDateLong, formatTime, formatZone } from '../../words/format-time.ts';
import type { SeatsEvent } from './seats-loader.server.ts';

/** Stands where the map would be. */
export function NotOnSale({ event }: { event: SeatsEvent }) {
  const { title, sentence, link } = wordsOf(event);
  return (
    <div className="py-6">
      <EmptyState title={title} icon={<CalendarClock size={28} />} action={link}>
        <p>{sentence}</p>
      </EmptyState>
    </div>
  );
}

function wordsOf(event: SeatsEvent) {
  const back = (
    <ButtonLink variant="primary" to={paths.event(event.slug)}>
      Back to the event
    </ButtonLink>
  );
  const others = (
    <ButtonLink variant="primary" to={paths.events()}>
      Find another event
    </ButtonLink>
  );
  switch (event.status) {
    case 'scheduled':
      return {
        title: 'Not on sale yet',
        sentence: `Tickets go on sale on ${when(event.salesOpenAt, event)}.`,
        link: back,
      };
    case 'sold_out':
      return { title: 'Sold out', sentence: 'Every place for this event is taken.', link: others };
    case 'sales_closed':
      return {
        title: 'Sales have ended',
        sentence: `Online sales ended on ${when(event.salesCloseAt, event)}.`,
        link: others,
      };
    case 'cancelled':
      return {
        title: 'This event is cancelled',
        sentence: 'Tickets already bought are paid back. You don’t need to do anything.',
        link: others,
      };
    case 'draft':
    case 'on_sale':
    default:
      return { title: 'Nothing to choose here yet', sentence: 'This event is not on sale.', link: back };
  }
}

/** "Friday 7 May 2027 at 10:00 (Berlin time)". */
function when(instant: string, { timeZone }: SeatsEvent): string {
  return `${formatDateLong(instant, timeZone)} at ${formatTime(instant, timeZone)} (${formatZone(timeZone)})`;
}
