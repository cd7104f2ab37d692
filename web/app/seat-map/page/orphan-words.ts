/** A single seat that would be left over, and the way round it, in words. */
import { joined } from '../adjacent.ts';
import type { Basket } from '../basket.ts';
import { type Plan, seatNameOf } from '../plan.ts';
import { groupWords } from './seat-words.ts';

/** "This would leave a single empty seat at the end of row F." */
export function orphanWords(plan: Plan, singles: readonly number[]): string {
  const [single, ...others] = singles;
  if (single === undefined || others.length > 0) return 'This would leave single empty seats.';
  const isEnd = !joined(plan, single - 1, single) || !joined(plan, single, single + 1);
  return `This would leave a single empty seat ${isEnd ? 'at the end of' : 'in'} row ${seatNameOf(plan, single).row}.`;
}

/** "Move one seat to the left?" when the whole choice moves along its row, else the seats by their names. */
export function moveWords(plan: Plan, basket: Basket, to: readonly number[]): string {
  const from = basket.seats.flatMap(({ seat, lost }) => (lost ? [] : [seat])).sort((a, b) => a - b);
  const by = (to[0] ?? 0) - (from[0] ?? 0);
  const isShift =
    from.length === to.length && from.every((seat, i) => to[i] === seat + by && isSameRow(plan, seat, to[i]));
  if (!isShift) return `Take ${groupWords(plan, to)} instead?`;
  const isLeft = (plan.x[to[0] ?? 0] ?? 0) < (plan.x[from[0] ?? 0] ?? 0);
  const steps = Math.abs(by) === 1 ? 'one seat' : `${Math.abs(by)} seats`;
  return `Move ${steps} to the ${isLeft ? 'left' : 'right'}?`;
}

function isSameRow(plan: Plan, seat: number, other: number | undefined): boolean {
  return other !== undefined && plan.row[seat] === plan.row[other];
}
