/** Places without numbers: what they cost, how many are left, how many one wants. */
import { NumberStepper } from '../../ui/number-stepper.tsx';
import { TierShapeMark } from '../../ui/tier-shape.tsx';
import { formatMoney } from '../../words/format.ts';
import { ticketsIn } from '../basket.ts';
import { useChoice } from './choice.ts';
import { areaLeftWords } from './seat-words.ts';
import { useLive } from './use-live.ts';

/** Counts up to what is left and what one may buy. */
export function AreaStepper({ area, named = false }: { area: number; named?: boolean }) {
  const { plan, view, basket, deeds, maxTickets } = useChoice();
  useLive(view);
  const place = plan.areas[area];
  const tier = plan.tiers[place?.tier ?? -1];
  if (!place || !tier) return null;
  const quantity = basket.areas.find((line) => line.area === area)?.quantity ?? 0;
  const isKnown = view.version >= 0;
  const free = isKnown ? view.freeInArea(area) : place.capacity;
  const most = Math.max(quantity, Math.min(free, quantity + maxTickets - ticketsIn(basket)));
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <div className="grid gap-0.5">
        {named && <p className="font-bold">{place.name}</p>}
        <p className="flex items-center gap-2">
          <TierShapeMark index={place.tier} />
          {tier.name} · <span className="tabular font-medium">{formatMoney(tier.price)}</span>
        </p>
        <p className="text-muted text-small">{isKnown ? areaLeftWords(free) : 'Looking for places…'}</p>
      </div>
      {free === 0 && quantity === 0 ? (
        <p className="font-medium text-muted">Sold out</p>
      ) : (
        <NumberStepper
          label={<span className="sr-only">Tickets for {place.name}</span>}
          value={quantity}
          max={most}
          onChange={(next) => deeds.setArea(area, next)}
        />
      )}
    </div>
  );
}
