/** Seats beside each other, and the nearest seat of the same price. */
import type { LiveSeats } from './live-seats.ts';
import type { Plan } from './plan.ts';
import { passes, type SeatFilter } from './seat-filter.ts';

/** Neighbours further apart than this many pitches have an aisle between them. */
const AISLE_FROM = 1.7;

/**
 * The `count` free seats beside each other that a tap on `seat` would take: the run that has the seat nearest to its
 * middle, moved by `shift` seats where there is room. Undefined when the row has no such run around the seat.
 */
export function groupAround(
  plan: Plan,
  wanted: { seat: number; count: number; shift?: number },
  accept: (seat: number) => boolean,
): number[] | undefined {
  const { seat, count, shift = 0 } = wanted;
  if (!accept(seat)) return undefined;
  let [first, last] = [seat, seat];
  while (seat - first < count + Math.abs(shift) && joined(plan, first - 1, first) && accept(first - 1)) first -= 1;
  while (last - seat < count + Math.abs(shift) && joined(plan, last, last + 1) && accept(last + 1)) last += 1;
  if (last - first + 1 < count) return undefined;
  const middle = seat - ((count - 1) >> 1) + shift;
  const from = Math.min(last - count + 1, Math.max(first, middle));
  return Array.from({ length: count }, (_, i) => from + i);
}

/** The nearest seat of the same tier that is free, inside the filter and not excluded; undefined when none is left. */
export function nearestFree(
  plan: Plan,
  live: LiveSeats,
  { seat, filter, excluded }: { seat: number; filter: SeatFilter; excluded: ReadonlySet<number> },
): number | undefined {
  let [nearest, distance]: [number | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  for (let other = 0; other < plan.seatCount; other += 1) {
    if (plan.tier[other] !== plan.tier[seat] || !live.isFree(other)) continue;
    const away = distanceOf(plan, seat, other);
    if (away >= distance || excluded.has(other) || !passes(plan, filter, other)) continue;
    [nearest, distance] = [other, away];
  }
  return nearest;
}

/** Whether two seats with following indexes stand side by side in one row. */
export function joined(plan: Plan, a: number, b: number): boolean {
  if (a < 0 || b >= plan.seatCount || plan.row[a] !== plan.row[b]) return false;
  return distanceOf(plan, a, b) < plan.pitch * AISLE_FROM;
}

function distanceOf(plan: Plan, a: number, b: number): number {
  return Math.hypot((plan.x[a] ?? 0) - (plan.x[b] ?? 0), (plan.y[a] ?? 0) - (plan.y[b] ?? 0));
}
