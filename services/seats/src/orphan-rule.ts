/**
 * The orphan rule: a choice of seats by hand must not leave a single empty seat, which nobody would buy. Judged by the
 * picture in memory and not under row locks: it is a courtesy to the organizer, no truth that anything depends on, and
 * a neighbour taken in the same moment makes it at worst too strict or too lax once.
 */
import { type Refusal, refuse } from '@usher/kit/refusal';
import { blocksIn, type Search } from './blocks.ts';
import { type FreeSeats, mindsSingles, singlesBeside } from './free-seats.ts';
import type { Layout } from './layout.ts';

export interface Singles {
  /** The seats that would be left single. */
  readonly seats: readonly number[];
  /** As many seats in the same rows that leave none, if there are. */
  readonly suggestion: readonly number[] | undefined;
}

/** Refuses a choice that leaves single seats, and offers the nearest that does not. */
export function refuseSingles(
  layout: Layout,
  free: FreeSeats,
  wished: readonly number[],
): Refusal<'orphan_seat'> | undefined {
  const left = singlesLeftBy(free, wished);
  if (!left) return undefined;
  const names = left.seats.map((seat) => {
    const { row, number } = layout.describe(seat);
    return `row ${row}, seat ${number}`;
  });
  const ids = (seats: readonly number[]) => seats.map((seat) => layout.seatId(seat));
  return refuse('orphan_seat', {
    detail: `This would leave ${names.length === 1 ? 'a single empty seat' : 'single empty seats'}: ${names.join(' and ')}.`,
    more: { seatIds: ids(left.seats), ...(left.suggestion ? { suggestion: ids(left.suggestion) } : {}) },
  });
}

/**
 * The single seats a choice would leave that were not single before; to stand between an aisle and a taken seat is to
 * be single too. None when a wished seat is not free (that is told first), when the event is nearly sold out, or in a
 * section where no other choice of that size, at those prices, would do better.
 */
export function singlesLeftBy(free: FreeSeats, wished: readonly number[]): Singles | undefined {
  if (!mindsSingles(free) || wished.some((seat) => free.free[seat] !== 1)) return undefined;
  const singles = singlesBesideEach(free, wished).filter((single) => sectionCanDoBetter(free, wished, single));
  return singles.length > 0 ? { seats: singles, suggestion: suggest(free, wished) } : undefined;
}

function singlesBesideEach(free: FreeSeats, wished: readonly number[]): number[] {
  const { joined } = free.seating;
  free.take(wished);
  const singles = new Set<number>();
  for (const seat of wished) {
    for (const beside of [joined[seat - 1] === 1 ? seat - 1 : seat, joined[seat] === 1 ? seat + 1 : seat]) {
      const hasFree = (at: number, isNext: boolean) => isNext && free.free[at] === 1;
      const neighbour = hasFree(beside - 1, joined[beside - 1] === 1) || hasFree(beside + 1, joined[beside] === 1);
      if (free.free[beside] === 1 && !neighbour) singles.add(beside);
    }
  }
  free.giveBack(wished);
  return [...singles].sort((a, b) => a - b);
}

/** True when as many seats together, in the section of the single one, would leave none. */
function sectionCanDoBetter(free: FreeSeats, wished: readonly number[], single: number): boolean {
  const { rows, sections, rowOf } = free.seating;
  const sectionOf = (seat: number) => rows[rowOf(seat)]?.section ?? 0;
  const section = sectionOf(single);
  const size = wished.filter((seat) => sectionOf(seat) === section).length;
  return (sections[section]?.rows ?? []).some((row) => betterBlocks(free, wished, row, size).length > 0);
}

/** Blocks of that size in a row that leave no single seat, of tiers the buyer wished for. */
function betterBlocks(free: FreeSeats, wished: readonly number[], row: number, size: number): number[] {
  const { tiers, accessible } = free.seating;
  const wishedTiers = new Set(wished.map((seat) => tiers[seat]));
  const mayBeAccessible = wished.some((seat) => accessible[seat] === 1);
  const search: Search = {
    free,
    accessible: false,
    mindsSingles: true,
    usable: (seat) =>
      free.free[seat] === 1 && wishedTiers.has(tiers[seat]) && (mayBeAccessible || accessible[seat] !== 1),
  };
  const starts: number[] = [];
  blocksIn(search, row, size, (start) => {
    if (singlesBeside(free, start, size) === 0) starts.push(start);
  });
  return starts;
}

/** The same number of seats in each row, moved where that row would be left with a single one, as little as will do. */
function suggest(free: FreeSeats, wished: readonly number[]): number[] | undefined {
  const { rowOf } = free.seating;
  const seats: number[] = [];
  for (const row of new Set(wished.map(rowOf))) {
    const inRow = wished.filter((seat) => rowOf(seat) === row);
    if (singlesBesideEach(free, inRow).length === 0) {
      seats.push(...inRow);
      continue;
    }
    const middle = inRow.reduce((sum, seat) => sum + seat, 0) / inRow.length;
    const away = (start: number) => Math.abs(start + (inRow.length - 1) / 2 - middle);
    const [nearest] = betterBlocks(free, wished, row, inRow.length).sort((a, b) => away(a) - away(b) || a - b);
    if (nearest === undefined) return undefined;
    seats.push(...inRow.map((_, i) => nearest + i));
  }
  return seats.sort((a, b) => a - b);
}
