/** Which places one wants to see, by tier, and how many there are; price and wheelchair stand where seats are found. */
import { useEffect, useMemo, useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import { ChipButton } from '../../ui/chip.tsx';
import { TierShapeMark } from '../../ui/tier-shape.tsx';
import { formatMoneyShort } from '../../words/format.ts';
import type { PlanTier } from '../plan.ts';
import { useChoice } from './choice.ts';
import { ChipSelect } from './chip-select.tsx';
import { cheapestLeft, countFree, type FilterChoice, NO_CHOICE, priceStepsOf, resultWords } from './filter-choice.ts';
import { useLive } from './use-live.ts';

interface FilterRowProps {
  readonly event: { readonly tiers: readonly PlanTier[]; readonly seating: 'seated' | 'areas' | 'mixed' | null };
  readonly choice: FilterChoice;
  readonly onChoose: (choice: FilterChoice) => void;
}

/** The tiers with their shapes are also the legend of the map; on a phone the row scrolls sideways. */
export function FilterRow({ event, choice, onChoose }: FilterRowProps) {
  const { tiers, seating } = event;
  // Where there are seats, the row that finds them has the prices.
  const steps = seating === 'areas' ? priceStepsOf(tiers) : [];
  const toggleTier = (key: string) => {
    const chosen = choice.tiers.includes(key) ? choice.tiers.filter((each) => each !== key) : [...choice.tiers, key];
    onChoose({ ...choice, tiers: chosen });
  };
  return (
    <div
      role="group"
      aria-label="Filter seats"
      className="-mx-4 flex gap-2 overflow-x-auto px-4 py-1 md:-mx-1 md:flex-wrap md:px-1"
    >
      {tiers.map((tier, index) => (
        <ChipButton
          key={tier.key}
          selected={choice.tiers.includes(tier.key)}
          icon={<TierShapeMark index={index} size={16} />}
          onClick={() => toggleTier(tier.key)}
          className="shrink-0"
        >
          {tier.name} <span className="tabular font-normal">{formatMoneyShort(tier.price)}</span>
        </ChipButton>
      ))}
      {steps.length > 0 && (
        <ChipSelect
          label="Highest price"
          chosen={choice.upTo !== undefined}
          value={choice.upTo ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onChoose({ ...choice, upTo: value === '' ? undefined : Number(value) })
          }
        >
          <option value="">Any price</option>
          {steps.map((price) => (
            <option key={price.amount} value={price.amount}>
              Up to {formatMoneyShort(price)}
            </option>
          ))}
        </ChipSelect>
      )}
    </div>
  );
}

const COUNTED_AFTER_MS = 500;

/** "1,204 seats up to €60 free", told to listeners when the filter changed. */
export function ResultLine({ onClear }: { onClear: (choice: FilterChoice) => void }) {
  const { plan, view, filter, filterChoice, announcer } = useChoice();
  const revision = useLive(view);
  const count = useMemo(() => countFree(plan, view, filter), [plan, view, filter, revision]);
  const words = view.version < 0 ? 'Looking for free seats…' : resultWords(plan, filterChoice, count);
  const told = useRef(filter);
  useEffect(() => {
    if (told.current === filter) return;
    told.current = filter;
    const timer = setTimeout(
      () => announcer.say(resultWords(plan, filterChoice, countFree(plan, view, filter))),
      COUNTED_AFTER_MS,
    );
    return () => clearTimeout(timer);
    // Only what the buyer changed is told; what others buy is not.
  }, [filter]);
  const cheapest = count === 0 && view.version >= 0 ? cheapestLeft(plan, view) : undefined;
  return (
    <p className="tabular flex min-h-5 min-w-0 flex-1 flex-wrap items-center gap-x-3 text-muted text-small md:px-2">
      {words}
      {view.status === 'paused' && <span className="font-medium text-warning">Live updates paused. Reconnecting.</span>}
      {cheapest && (
        <>
          <span>Cheapest left: {formatMoneyShort(cheapest)}.</span>
          <Button variant="quiet" size="small" onClick={() => onClear(NO_CHOICE)}>
            Show all seats
          </Button>
        </>
      )}
    </p>
  );
}
