/** On a phone, the next step stays within the thumb's reach. */
import { useEffect } from 'react';
import type { ShownEvent } from './event-sale.ts';
import { FullPrice } from './full-price.tsx';
import { NextStep } from './next-step.tsx';

/** Nothing when there is no next step. While the page is read, the map is fetched ahead. */
export function EventBar({ shown }: { shown: ShownEvent }) {
  const { event, sale, isQueued } = shown;
  const isOnSale = sale === 'on_sale';
  useMapAhead(isOnSale && !isQueued);
  if (!isOnSale && !(sale === 'scheduled' && isQueued)) return null;
  return (
    <div className="step-bar md:hidden">
      <div className="page-column flex items-center justify-between gap-4">
        <FullPrice event={event} />
        <NextStep shown={shown} />
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
