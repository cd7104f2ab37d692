/**
 * Finds the best seats for a party: beside each other in one row, nearest to where one looks, and so that no single
 * seat is left over. When no row has that many, half of the party sits in the next row.
 */
import type { LiveSeats } from '../live-seats.ts';
import type { Plan } from '../plan.ts';
import { passes, type SeatFilter } from '../seat-filter.ts';
import { runsOf } from './seat-runs.ts';

export interface Wanted {
  readonly count: number;
  readonly filter: SeatFilter;
  /** Seats that were offered before, or are in the basket. */
  readonly excluded: ReadonlySet<number>;
}

export interface Found {
  readonly seats: readonly number[];
  /** In two rows, one behind the other. */
  readonly split: boolean;
}

/** Leaving one seat alone counts like sitting this many seats further away. */
const ORPHAN_IN_PITCHES = 6;
/** A seat at the side is worse than one as far back. */
const ASIDE = 2;
/** The rows of a split party are no further apart than this. */
const NEIGHBOURS_IN_PITCHES = 4;

/** The best seats that are left; undefined when the party cannot sit together, not even in two rows. */
export function findBest(plan: Plan, live: LiveSeats, wanted: Wanted): Found | undefined {
  const accept = (seat: number) => live.isFree(seat) && passes(plan, wanted.filter, seat) && !wanted.excluded.has(seat);
  const together = bestGroup(plan, accept, wanted.count);
  if (together) return { seats: together, split: false };
  if (wanted.count < 2) return undefined;
  return splitGroup(plan, accept, wanted.count);
}

type Accept = (seat: number) => boolean;

function bestGroup(plan: Plan, accept: Accept, count: number): number[] | undefined {
  const best = { first: -1, score: Number.POSITIVE_INFINITY };
  for (let row = 0; row < plan.rows.length; row += 1) tryRow(plan, accept, { row, count }, best);
  return best.first < 0 ? undefined : Array.from({ length: count }, (_, i) => best.first + i);
}

/** Compares each place where the group fits into the row with the best so far. */
function tryRow(
  plan: Plan,
  accept: Accept,
  { row, count }: { row: number; count: number },
  best: { first: number; score: number },
): void {
  for (const run of runsOf(plan, row, accept)) {
    for (let from = 0; from + count <= run.count; from += 1) {
      const first = run.first + from;
      const isOrphan = from === 1 || run.count - from - count === 1;
      const score = distanceToStage(plan, first, first + count - 1) + (isOrphan ? ORPHAN_IN_PITCHES * plan.pitch : 0);
      if (score < best.score) Object.assign(best, { first, score });
    }
  }
}

/** The larger half as well as can be, the smaller one right behind or before it. */
function splitGroup(plan: Plan, accept: Accept, count: number): Found | undefined {
  const larger = Math.ceil(count / 2);
  const refused = new Set<number>();
  for (let attempt = 0; attempt < plan.rows.length; attempt += 1) {
    const first = bestGroup(plan, (seat) => accept(seat) && !refused.has(plan.row[seat] ?? -1), larger);
    if (!first) return undefined;
    const row = plan.row[first[0] ?? 0] ?? 0;
    const second = nearestGroup(plan, accept, { to: first, row, count: count - larger });
    if (second) return { seats: [...first, ...second].sort((a, b) => a - b), split: true };
    refused.add(row);
  }
  return undefined;
}

function nearestGroup(
  plan: Plan,
  accept: Accept,
  { to, row, count }: { to: readonly number[]; row: number; count: number },
): number[] | undefined {
  const middle = centreOf(plan, to[0] ?? 0, to.at(-1) ?? 0);
  let [best, nearest]: [number, number] = [-1, NEIGHBOURS_IN_PITCHES * plan.pitch];
  for (const beside of [row - 1, row + 1]) {
    if (plan.rows[beside]?.section !== plan.rows[row]?.section) continue;
    for (const run of runsOf(plan, beside, accept)) {
      for (let first = run.first; first + count <= run.first + run.count; first += 1) {
        const { x, y } = centreOf(plan, first, first + count - 1);
        const away = Math.hypot(x - middle.x, y - middle.y);
        if (away < nearest) [best, nearest] = [first, away];
      }
    }
  }
  return best < 0 ? undefined : Array.from({ length: count }, (_, i) => best + i);
}

/** From the middle of the group to the middle of the stage; along the front of the stage each step counts more. */
function distanceToStage(plan: Plan, first: number, last: number): number {
  const { x, y } = centreOf(plan, first, last);
  const { left, right, top, bottom } = plan.stage;
  const isWide = right - left >= bottom - top;
  const [dx, dy] = [x - (left + right) / 2, y - (top + bottom) / 2];
  return isWide ? Math.hypot(dx * ASIDE, dy) : Math.hypot(dx, dy * ASIDE);
}

function centreOf(plan: Plan, first: number, last: number): { x: number; y: number } {
  return {
    x: ((plan.x[first] ?? 0) + (plan.x[last] ?? 0)) / 2,
    y: ((plan.y[first] ?? 0) + (plan.y[last] ?? 0)) / 2,
  };
}
