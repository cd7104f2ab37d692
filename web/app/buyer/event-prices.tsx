/** What each kind of place costs; the sign before it is the one on the seat map. */
import { Price } from '../ui/price.tsx';
import { TierShapeMark } from '../ui/tier-shape.tsx';
import type { EventDetail } from './event-sale.ts';

/** All price tiers in the order of the event. */
export function EventPrices({ event }: { event: EventDetail }) {
  return (
    <section
      aria-labelledby="prices"
      className="grid gap-3 rounded-card border border-line bg-surface p-4 md:p-6 lg:order-2"
    >
      <h2 id="prices" className="text-h4">
        Prices
      </h2>
      <ul className="divide-y divide-line">
        {event.priceTiers.map((tier, index) => (
          <li key={tier.id} className="flex items-center gap-3 py-3">
            <TierShapeMark index={index} size={20} />
            <span className="min-w-0 flex-1">{tier.name}</span>
            {tier.price.amount === 0 ? (
              <span className="font-bold">Free</span>
            ) : (
              <Price money={tier.price} className="font-bold" />
            )}
          </li>
        ))}
      </ul>
      <p className="text-muted text-small">This is what you pay. Nothing is added at the end.</p>
    </section>
  );
}
