/** The basket beside the map on a desk: each place, the total, and the one next step. */
import { BasketLines, BasketTotal } from './basket-lines.tsx';
import { BasketNews, ContinueButton, EmptyBasket } from './basket-news.tsx';
import { useChoice } from './choice.ts';
import { basketTitle } from './seat-words.ts';
import type { Continue } from './use-continue.ts';

/** Stays in view while the list scrolls. */
export function BasketPanel({ going }: { going: Continue }) {
  const { plan, basket } = useChoice();
  const isEmpty = basket.seats.length + basket.areas.length === 0;
  return (
    <div className="sticky top-4 grid max-h-[calc(100dvh-10.5rem)] grid-rows-[auto_minmax(0,1fr)_auto] gap-4 rounded-card border border-line bg-surface p-5">
      <h2 className="text-h4">{basketTitle(plan)}</h2>
      <div className="-mx-2 overflow-y-auto px-2">{isEmpty ? <EmptyBasket /> : <BasketLines />}</div>
      <div className="grid gap-3 empty:hidden">
        <BasketTotal />
        <BasketNews going={going} />
        <ContinueButton going={going} />
      </div>
    </div>
  );
}
