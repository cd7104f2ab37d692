/** What one can get right now, on a card: the price, or why there is none. */
import type { Data } from '../api/ask.ts';
import { StatusBadge } from '../ui/badge.tsx';
import { Price } from '../ui/price.tsx';
import { formatDateShort, formatTime } from '../words/format-time.ts';

/** An event as lists show it. */
export type ListedEvent = Data<'listEvents'>['items'][number];

/** Its state in words. The price is the whole price: nothing is added later. */
export function EventOffer({ event }: { event: ListedEvent }) {
  if (event.status === 'on_sale') return <Price money={event.priceFrom} from className="font-bold" />;
  if (event.status !== 'scheduled') return <StatusBadge event={event.status} />;
  return (
    <span className="grid gap-0.5">
      <Price money={event.priceFrom} from className="font-bold" />
      <span className="font-medium text-info text-small">{onSaleWords(event)}</span>
    </span>
  );
}

/** When its sales open, by the venue's clock: `On sale Fri 7 May, 10:00`. */
export function onSaleWords({ salesOpenAt, timeZone }: Pick<ListedEvent, 'salesOpenAt' | 'timeZone'>): string {
  return `On sale ${formatDateShort(salesOpenAt, timeZone)}, ${formatTime(salesOpenAt, timeZone)}`;
}
