/** Any price, up to a price, or one tier: the filter as a single choice, and as the tiers to ask the server for. */
import { formatList, formatMoneyShort } from '../../words/format.ts';
import type { PlanTier } from '../plan.ts';
import { type FilterChoice, priceStepsOf } from './filter-choice.ts';
import { formValue } from './find-wish.ts';

export interface PriceOption {
  /** What the form sends: the keys of the tiers, the dearest first; empty for any. */
  readonly value: string;
  readonly label: string;
  /** The part of the filter this option stands for. */
  readonly choice: Pick<FilterChoice, 'tiers' | 'upTo'>;
}

/** "Any price", then prices to stop at, then the tiers; only one when there is nothing to choose. */
export function priceOptionsOf(tiers: readonly PlanTier[]): PriceOption[] {
  const any = { value: '', label: 'Any price', choice: { tiers: [], upTo: undefined } };
  if (tiers.length < 2) return [any];
  const steps = priceStepsOf(tiers).flatMap((price): PriceOption[] => {
    const within = tiers.filter((tier) => tier.price.amount <= price.amount);
    // One tier alone is in the list by its name.
    if (within.length < 2) return [];
    return [
      {
        value: valueOf(within),
        label: `Up to ${formatMoneyShort(price)}`,
        choice: { tiers: [], upTo: price.amount },
      },
    ];
  });
  const single = tiers.map((tier) => ({
    value: valueOf([tier]),
    label: `${tier.name} ${formatMoneyShort(tier.price)}`,
    choice: { tiers: [tier.key], upTo: undefined },
  }));
  return [any, ...steps, ...single];
}

/** The option the filter stands at; one of its own when several tiers are ticked. */
export function priceOptionOf(filter: FilterChoice, tiers: readonly PlanTier[]): PriceOption {
  const { upTo } = filter;
  const wanted = tiers.filter(
    ({ key, price }) =>
      (filter.tiers.length === 0 || filter.tiers.includes(key)) && (upTo === undefined || price.amount <= upTo),
  );
  const value = wanted.length === tiers.length ? '' : valueOf(wanted);
  const known = priceOptionsOf(tiers).find((option) => option.value === value);
  return known ?? { value, label: formatList(wanted.map(({ name }) => name)), choice: { tiers: filter.tiers, upTo } };
}

/** The tier to offer when those asked for have too few seats: the next dearer one, else the next cheaper. */
export function nextTier(
  wanted: readonly string[],
  tiers: readonly PlanTier[],
  isLeft: (tier: number) => boolean,
): PlanTier | undefined {
  if (wanted.length === 0) return undefined;
  const top = Math.max(...tiers.filter(({ key }) => wanted.includes(key)).map(({ price }) => price.amount));
  const others = tiers
    .filter(({ key }, index) => !wanted.includes(key) && isLeft(index))
    .sort((a, b) => a.price.amount - b.price.amount);
  return others.find(({ price }) => price.amount >= top) ?? others.at(-1);
}

function valueOf(tiers: readonly PlanTier[]): string {
  return formValue([...tiers].sort((a, b) => b.price.amount - a.price.amount).map(({ key }) => key));
}
