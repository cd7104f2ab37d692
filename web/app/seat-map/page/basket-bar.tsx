/** The basket on a phone: one bar at the thumb, the places themselves in a sheet above it. */
import { ChevronUp } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ticketsIn } from '../basket.ts';
import { BasketLines, BasketTotal } from './basket-lines.tsx';
import { BasketNews, ContinueButton, EmptyBasket, FoundHeld, WayIn } from './basket-news.tsx';
import { useChoice } from './choice.ts';
import { basketTitle, ticketsWords } from './seat-words.ts';
import type { SeatsEvent } from './seats-loader.server.ts';
import type { Continue } from './use-continue.ts';

/** As high empty as filled, so that the map does not move with the first seat. */
export function BasketBar({ going }: { going: Continue }) {
  const { plan, basket } = useChoice();
  const [isOpen, setOpen] = useState(false);
  const isEmpty = basket.seats.length + basket.areas.length === 0;
  return (
    <Bar>
      <BasketNews going={going} compact />
      {isEmpty ? (
        <div className="flex min-h-12 items-center">
          <EmptyBasket />
        </div>
      ) : (
        <div className="flex gap-2">
          <Button
            aria-label={`Show your ${ticketsWords(basket)}`}
            aria-haspopup="dialog"
            icon={<ChevronUp aria-hidden size={20} />}
            onClick={() => setOpen(true)}
            className="shrink-0 px-3"
          >
            {ticketsIn(basket)}
          </Button>
          <ContinueButton going={going} />
        </div>
      )}
      <Dialog
        open={isOpen && !isEmpty}
        onClose={() => setOpen(false)}
        title={basketTitle(plan)}
        actions={<ContinueButton going={going} />}
      >
        <div className="grid gap-3">
          <BasketLines />
          <BasketTotal />
        </div>
      </Dialog>
    </Bar>
  );
}

/** The bar before there is a map. */
export function BarWaiting({ event, foundCount }: { event: SeatsEvent; foundCount: number }) {
  return (
    <Bar>
      <div className="flex min-h-12 items-center">
        {foundCount > 0 ? (
          <FoundHeld count={foundCount} />
        ) : (
          <WayIn
            maxTickets={event.maxTickets}
            hasSeats={event.seating !== 'areas'}
            hasAreas={event.seating !== 'seated'}
          />
        )}
      </div>
    </Bar>
  );
}

function Bar({ children }: { children: ReactNode }) {
  return (
    <section aria-label="Next step" className="step-bar -mx-4 grid gap-2 px-4 md:-mx-6 md:px-6 lg:hidden">
      {children}
    </section>
  );
}
