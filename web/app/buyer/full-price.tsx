/** What a place at an event costs at least. */
import { Price } from '../ui/price.tsx';
import type { EventDetail } from './event-sale.ts';

/** The lowest price as one pays it. */
export function FullPrice({ event }: { event: Pick<EventDetail, 'priceFrom' | 'priceTiers'> }) {
  const isFree = event.priceTiers.every(({ price }) => price.amount === 0);
  return (
    <p className="grid">
      <Price money={event.priceFrom} from={event.priceTiers.length > 1 || isFree} className="font-bold text-h4" />
      {!isFree && <span className="text-muted text-small">All fees included</span>}
    </p>
  );
}
