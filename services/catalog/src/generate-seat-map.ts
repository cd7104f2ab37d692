/** Makes seat maps of usual shapes, so that a venue can sell before anybody has drawn it. */
import type { SeatMapGenerator, SeatMapInput } from '@usher/contracts/seat-map';
import { arenaPlan, stadiumPlan } from './bowl-plan.ts';
import { clubPlan } from './club-plan.ts';
import type { Plan, Point, RowPlan } from './seat-plan.ts';
import { fits } from './seat-plan.ts';
import { theatrePlan } from './theatre-plan.ts';

type Section = SeatMapInput['sections'][number];

const shapes: Record<SeatMapGenerator['shape'], { seats: number; plan: (seats: number) => Plan }> = {
  theatre: { seats: 300, plan: theatrePlan },
  club: { seats: 2000, plan: clubPlan },
  arena: { seats: 18_000, plan: arenaPlan },
  stadium: { seats: 60_000, plan: stadiumPlan },
};

/** Free space around the house, in centimetres. */
const MARGIN = 500;
/** One seat in so many is for a wheelchair, at the end of a row. */
const SEATS_PER_ACCESSIBLE = 100;
const ROW_TOO_SHORT = 2;

/**
 * Draws a map with exactly the seats asked for (a club: places in its areas; an arena has a standing floor
 * besides its seats). The same request gives the same map. Coordinates are whole centimetres.
 * `tiers` go from best to cheapest by what one sees; without them no place has a tier.
 */
export function generateSeatMap({ shape, seats, tiers = [] }: SeatMapGenerator): SeatMapInput {
  const count = seats ?? shapes[shape].seats;
  const plan = shapes[shape].plan(count);
  const counts = seatsPerRow(plan.rows, plan.rows.length > 0 ? count : 0);
  const places = plan.rows.map((row, r) =>
    Array.from({ length: counts[r] ?? 0 }, (_, i) => row.seatAt(i, counts[r] ?? 0)),
  );
  const toPaper = shiftFor([...places.flat(), ...plan.areas]);
  const tierOfRow = rowTiers(plan.rows, counts, tiers);
  const sections = new Map<string, Section>();
  for (const [r, row] of plan.rows.entries()) {
    const points = places[r] ?? [];
    if (points.length === 0) continue;
    const section = sections.get(row.section) ?? { name: row.section, rows: [] };
    sections.set(row.section, section);
    const tierKey = tierOfRow[r];
    section.rows.push({
      name: row.row,
      seats: points.map((point, i) => ({ number: String(i + 1), ...toPaper(point), ...(tierKey && { tierKey }) })),
    });
  }
  markAccessible([...sections.values()]);
  return { sections: [...sections.values()], areas: areasOf(plan, tiers, toPaper) };
}

/** Shares the seats out by what fits in each row: exactly `count` in all, the largest remainders rounded up. */
function seatsPerRow(rows: readonly RowPlan[], count: number): number[] {
  const room = fits(rows);
  if (room < count) throw new Error(`seat map: room for ${room} seats, not for ${count}`);
  return shareOut(
    count,
    rows.map((row) => row.fits),
  );
}

/** Divides a whole number in proportion to the weights (largest remainder method). */
function shareOut(count: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (count * weight) / (total || 1));
  const shares = exact.map(Math.floor);
  const missing = total === 0 ? 0 : count - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = exact.map((value, i) => ({ i, remainder: value - Math.floor(value) }));
  byRemainder.sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  for (const { i } of byRemainder.slice(0, missing)) shares[i] = (shares[i] ?? 0) + 1;
  return shares;
}

/** Gives the best rows the first tier and so on; each next tier has a little more seats than the one before. */
function rowTiers(
  rows: readonly RowPlan[],
  counts: readonly number[],
  tiers: readonly string[],
): (string | undefined)[] {
  const seatsByScore = new Map<number, number>();
  for (const [r, row] of rows.entries()) {
    seatsByScore.set(row.score, (seatsByScore.get(row.score) ?? 0) + (counts[r] ?? 0));
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  const sizes = shareOut(
    total,
    tiers.map((_, i) => tiers.length + i),
  );
  const ends = sizes.map((_, i) => sizes.slice(0, i + 1).reduce((sum, size) => sum + size, 0));
  const tierByScore = new Map<number, string | undefined>();
  let better = 0;
  for (const [score, count] of [...seatsByScore].sort(([a], [b]) => a - b)) {
    const middle = better + count / 2;
    tierByScore.set(score, tiers[ends.findIndex((end) => middle <= end)]);
    better += count;
  }
  return rows.map((row) => tierByScore.get(row.score));
}

/**
 * Marks about one seat in a hundred, two by two at the ends of rows, starting at the back where doors are.
 * Every house has some; a box has none, its rows are too short to turn in.
 */
function markAccessible(sections: readonly Section[]): void {
  let due = 1;
  for (const section of sections) {
    due += section.rows.reduce((sum, row) => sum + row.seats.length, 0) / SEATS_PER_ACCESSIBLE;
    for (const row of section.rows.toReversed()) {
      if (due < 1) break;
      if (row.seats.length <= ROW_TOO_SHORT) continue;
      const ends = new Set([row.seats[0], row.seats.at(-1)]);
      for (const seat of ends) if (seat) seat.accessible = true;
      due -= ends.size;
    }
  }
}

/** An area's score is its tier, or the cheapest where there are fewer tiers. A tiny house has fewer areas. */
function areasOf(plan: Plan, tiers: readonly string[], toPaper: (point: Point) => Point): SeatMapInput['areas'] {
  const capacities = shareOut(
    plan.areaPlaces,
    plan.areas.map((area) => area.share),
  );
  const areas = plan.areas.map((area, i) => {
    const tierKey = tiers[Math.min(area.score, tiers.length - 1)];
    return { name: area.name, capacity: capacities[i] ?? 0, ...toPaper(area), ...(tierKey && { tierKey }) };
  });
  return areas.filter((area) => area.capacity > 0);
}

/** Moves the drawing so that nothing is left of or above the margin, and rounds to whole centimetres. */
function shiftFor(points: readonly Point[]): (point: Point) => Point {
  let [left, top] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { x, y } of points) [left, top] = [Math.min(left, x), Math.min(top, y)];
  return ({ x, y }) => ({ x: Math.round(x - left + MARGIN), y: Math.round(y - top + MARGIN) });
}
