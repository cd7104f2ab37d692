/** The price and the next step, or when and why there is none. */
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import type { ShownEvent } from './event-sale.ts';
import { FullPrice } from './full-price.tsx';
import { NextStep } from './next-step.tsx';
import { SaleStart } from './sale-start.tsx';

/** One button at most. On phones it is in the bar at the foot of the page instead. */
export function EventOfferBox({ shown }: { shown: ShownEvent }) {
  const { event, sale } = shown;
  switch (sale) {
    case 'on_sale':
      return (
        <div className="grid gap-4 border-line border-t pt-5 max-md:hidden">
          <FullPrice event={event} />
          {shown.isQueued && (
            <p className="text-muted text-small">Many people want these tickets, so we let everyone in one by one.</p>
          )}
          <NextStep shown={shown} wide />
        </div>
      );
    case 'scheduled':
      return <SaleStart shown={shown} />;
    case 'draft':
      return (
        <div className="border-line border-t pt-5">
          <FullPrice event={event} />
        </div>
      );
    case 'sold_out':
    case 'sales_closed':
    case 'cancelled':
    case 'past':
      return (
        <div className="border-line border-t pt-5">
          <ButtonLink to={paths.events({ category: event.category })} variant="primary" wide>
            Find another event
          </ButtonLink>
        </div>
      );
  }
}
