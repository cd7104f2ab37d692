/** On a phone, the next step stays within the thumb's reach. */
import { useEffect } from 'react';
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { chooseLabel, type ShownEvent } from './event-sale.ts';
import { FullPrice } from './full-price.tsx';

/** Nothing when there is no next step. While the page is read, the map is fetched ahead. */
export function EventBar({ shown: { event, sale } }: { shown: ShownEvent }) {
  const isOnSale = sale === 'on_sale';
  useMapAhead(isOnSale);
  if (!isOnSale) return null;
  return (
    <div className="step-bar md:hidden">
      <div className="page-column flex items-center justify-between gap-4">
        <FullPrice event={event} />
        <ButtonLink to={paths.seats(event.slug)} prefetch="intent" variant="primary">
          {chooseLabel(event)}
        </ButtonLink>
      </div>
    </div>
  );
}

const AFTER_MS = 2500;

/** The drawing of the map, once the browser has nothing better to do; never where data is dear. */
function useMapAhead(wanted: boolean): void {
  useEffect(() => {
    const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
    if (!wanted || connection?.saveData === true) return;
    const timer = setTimeout(() => void import('../seat-map/seat-canvas.tsx').catch(() => undefined), AFTER_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
}
