/** What is in the basket, line by line; a line never moves by itself. */
import type { Money } from '@usher/contracts/money';
import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { TierShapeMark } from '../../ui/tier-shape.tsx';
import { formatMoney } from '../../words/format.ts';
import { nearestFree } from '../adjacent.ts';
import { type BasketArea, type BasketSeat, totalsOf, totalsWithLost } from '../basket.ts';
import { isAccessible, type Plan, seatNameOf, tierOf } from '../plan.ts';
import { useChoice } from './choice.ts';
import { areaLeftWords, placeWords, seatWords, totalWords } from './seat-words.ts';
import { useLive } from './use-live.ts';

/** Seats, then areas, in the order they were picked. */
export function BasketLines() {
  const { basket } = useChoice();
  return (
    <ul className="grid divide-y divide-line">
      {basket.seats.map((line) =>
        line.lost ? <LostLine key={line.seat} {...line} /> : <SeatLine key={line.seat} {...line} />,
      )}
      {basket.areas.map((line) => (
        <AreaLine key={line.area} {...line} />
      ))}
    </ul>
  );
}

/** What all of it costs, and what it did before seats were lost. */
export function BasketTotal() {
  const { plan, basket } = useChoice();
  if (basket.seats.length + basket.areas.length === 0) return null;
  const total = totalWords(totalsOf(plan, basket));
  const hasLost = basket.seats.some(({ lost }) => lost);
  return (
    <p className="flex items-baseline justify-between gap-3 border-line border-t pt-3">
      <span className="font-bold">Total</span>
      <span className="tabular text-end">
        {hasLost && <span className="me-2 text-muted text-small">was {totalWords(totalsWithLost(plan, basket))}</span>}
        <span className="font-bold text-h4">{total || formatMoney({ amount: 0, currency: currencyOf(plan) })}</span>
      </span>
    </p>
  );
}

const currencyOf = (plan: Plan) => plan.tiers[0]?.price.currency ?? 'EUR';

function SeatLine({ seat }: BasketSeat) {
  const { plan, deeds } = useChoice();
  const tier = tierOf(plan, seat);
  return (
    <Line onRemove={() => deeds.remove(seat)} removes={placeWords(plan, seat)} price={tier?.price}>
      <p className="font-medium">{seatWords(plan, seat)}</p>
      <p className="flex flex-wrap items-center gap-x-1.5 text-muted text-small">
        <TierShapeMark index={plan.tier[seat] ?? 0} size={14} />
        {tier?.name} · {seatNameOf(plan, seat).section}
        {isAccessible(plan, seat) && ' · wheelchair place'}
      </p>
    </Line>
  );
}

/** Keeps its place until the buyer removes or replaces it. */
function LostLine({ seat }: BasketSeat) {
  const { plan, view, basket, filter, deeds } = useChoice();
  useLive(view);
  const excluded = new Set(basket.seats.map((line) => line.seat));
  const other = nearestFree(plan, view, { seat, filter, excluded });
  return (
    <Line onRemove={() => deeds.remove(seat)} removes={placeWords(plan, seat)}>
      <p className="animate-rise text-muted">
        <s>{placeWords(plan, seat)}</s> <span className="font-medium text-danger">Just taken</span>
      </p>
      {other !== undefined && (
        <Button size="small" onClick={() => deeds.replace(seat, other)} className="w-fit">
          Replace with {placeWords(plan, other).replace(`${seatNameOf(plan, seat).section}, `, '')}
        </Button>
      )}
    </Line>
  );
}

function AreaLine({ area, quantity }: BasketArea) {
  const { plan, view, deeds } = useChoice();
  useLive(view);
  const place = plan.areas[area];
  const tier = plan.tiers[place?.tier ?? -1];
  if (!place || !tier) return null;
  const free = view.freeInArea(area);
  return (
    <Line
      onRemove={() => deeds.setArea(area, 0)}
      removes={place.name}
      price={{ ...tier.price, amount: tier.price.amount * quantity }}
    >
      <p className="font-medium">
        {place.name} <span className="tabular">× {quantity}</span>
      </p>
      <p className="flex items-center gap-1.5 text-muted text-small">
        <TierShapeMark index={place.tier} size={14} />
        {tier.name}
      </p>
      {view.version >= 0 && free < quantity && (
        <div className="grid justify-items-start gap-1">
          <p className="font-medium text-danger text-small">{areaLeftWords(free)}.</p>
          {free > 0 && (
            <Button size="small" onClick={() => deeds.setArea(area, free)}>
              Take {free}
            </Button>
          )}
        </div>
      )}
    </Line>
  );
}

interface LineProps {
  readonly onRemove: () => void;
  /** Read out with the button. */
  readonly removes: string;
  readonly price?: Money | undefined;
  readonly children: ReactNode;
}

function Line({ onRemove, removes, price, children }: LineProps) {
  return (
    <li className="flex items-start gap-1 py-2 first:pt-0 last:pb-0">
      <div className="grid min-w-0 flex-1 gap-0.5 py-1">{children}</div>
      {price && <p className="tabular py-1 font-medium">{formatMoney(price)}</p>}
      <IconButton
        label={`Remove ${removes}`}
        icon={<Trash2 aria-hidden size={20} />}
        onClick={onRemove}
        className="-me-2 text-muted"
      />
    </li>
  );
}
