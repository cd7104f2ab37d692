/** What the buyer wants to see, as it stands in the address: `?tier=standard&upTo=6000&accessible=yes`. */
import type { Money } from '@usher/contracts/money';
import { formatCount, formatMoneyShort } from '../../words/format.ts';
import type { LiveSeats } from '../live-seats.ts';
import { isAccessible, type Plan, type PlanTier } from '../plan.ts';
import { passes, type SeatFilter } from '../seat-filter.ts';

export interface FilterChoice {
  /** Keys of tiers; empty means all. */
  readonly tiers: readonly string[];
  /** In minor units. */
  readonly upTo: number | undefined;
  readonly accessible: boolean;
}

export const NO_CHOICE: FilterChoice = { tiers: [], upTo: undefined, accessible: false };

/** Reads the choice from the address; what the event does not know is left out. */
export function readFilterChoice(parameters: URLSearchParams, tiers: readonly PlanTier[]): FilterChoice {
  const known = new Set(tiers.map(({ key }) => key));
  const upTo = Number(parameters.get('upTo') ?? Number.NaN);
  return {
    tiers: parameters.getAll('tier').filter((key) => known.has(key)),
    upTo: priceStepsOf(tiers).some(({ amount }) => amount === upTo) ? upTo : undefined,
    accessible: parameters.get('accessible') === 'yes',
  };
}

/** Writes the choice into the parameters; the other parameters stay. */
export function writeFilterChoice(choice: FilterChoice, parameters: URLSearchParams): URLSearchParams {
  const written = new URLSearchParams(parameters);
  for (const name of ['tier', 'upTo', 'accessible']) written.delete(name);
  for (const key of choice.tiers) written.append('tier', key);
  if (choice.upTo !== undefined) written.set('upTo', String(choice.upTo));
  if (choice.accessible) written.set('accessible', 'yes');
  return written;
}

/** The prices one can stop at: all but the highest, cheapest first. */
export function priceStepsOf(tiers: readonly PlanTier[]): Money[] {
  const byAmount = new Map(tiers.map(({ price }) => [price.amount, price]));
  return [...byAmount.values()].sort((a, b) => a.amount - b.amount).slice(0, -1);
}

/** The choice as map and list understand it. */
export function seatFilterOf(choice: FilterChoice, tiers: readonly PlanTier[]): SeatFilter {
  const { upTo } = choice;
  const isWanted = ({ key, price }: PlanTier) =>
    (choice.tiers.length === 0 || choice.tiers.includes(key)) && (upTo === undefined || price.amount <= upTo);
  const wanted = tiers.flatMap((tier, index) => (isWanted(tier) ? [index] : []));
  return {
    tiers: wanted.length === tiers.length ? null : new Set(wanted),
    accessibleOnly: choice.accessible,
  };
}

/** How many places are free inside the filter, areas included. */
export function countFree(plan: Plan, live: LiveSeats, filter: SeatFilter): number {
  if (filter.accessibleOnly) {
    let count = 0;
    for (let seat = 0; seat < plan.seatCount; seat += 1)
      if (isAccessible(plan, seat) && live.isFree(seat) && passes(plan, filter, seat)) count += 1;
    return count;
  }
  return plan.tiers.reduce((sum, _, tier) => sum + (filter.tiers?.has(tier) === false ? 0 : live.freeAt(tier)), 0);
}

/** The cheapest price that still has a free place, filter or not. */
export function cheapestLeft(plan: Plan, live: LiveSeats): Money | undefined {
  const left = plan.tiers.filter((_, tier) => live.freeAt(tier) > 0).map(({ price }) => price);
  return left.sort((a, b) => a.amount - b.amount)[0];
}

/** "1,204 seats up to €60": the result in words, with what it was asked by. */
export function resultWords(plan: Plan, choice: FilterChoice, count: number): string {
  const noun = plan.areas.length > 0 ? 'place' : 'seat';
  const counted = count === 0 ? `No ${noun}s` : formatCount(count, noun);
  return `${counted} free${conditionWords(plan, choice)}`;
}

function conditionWords(plan: Plan, { tiers, upTo, accessible }: FilterChoice): string {
  const names = plan.tiers.filter(({ key }) => tiers.includes(key)).map(({ name }) => name);
  const currency = plan.tiers[0]?.price.currency;
  const words = [
    accessible ? ' for wheelchairs' : '',
    names.length > 0 ? ` in ${names.join(' or ')}` : '',
    upTo !== undefined && currency ? ` up to ${formatMoneyShort({ amount: upTo, currency })}` : '',
  ];
  return words.join('');
}
