/**
 * The best seats that are free, for so many people. Pure; works on the picture in memory.
 *
 * A choice is, in this order of preference: `together`, neighbours in one row; `adjacent_rows`, one block in a row and
 * one behind it in the next row of the section; `split`, as few blocks as will do. Of choices of one kind the best
 *   1. leaves the fewest single seats beside its blocks (not asked for when the event is nearly sold out),
 *   2. uses the fewest accessible seats,
 *   3. is divided most evenly (two rows),
 *   4. has its middle nearest to what there is to see (see sight.ts).
 * Who does not ask for accessible seats gets some only if nothing else is left; who does gets at least one, and
 * companions beside it. Rows are looked at from the nearest outwards, so that most choices see a few of them only.
 */
import {
  accessibleIn,
  type Block,
  blocksIn,
  isBehind,
  middleOf,
  penaltyOf,
  type Run,
  runsOf,
  type Search,
} from './blocks.ts';
import { type FreeSeats, mindsSingles } from './free-seats.ts';
import type { Seating } from './seating.ts';
import { splitUp } from './split-up.ts';

export type Arrangement = 'together' | 'adjacent_rows' | 'split';

export interface BestWish {
  readonly quantity: number;
  /** Index in the event's price tiers; any when absent. */
  readonly tier?: number | undefined;
  readonly accessible: boolean;
}
export interface Choice {
  /** In ascending order. */
  readonly seats: readonly number[];
  readonly arrangement: Arrangement;
}
/** Chooses, or gives undefined when fewer are free than asked for. Takes nothing. */
export function chooseBest(free: FreeSeats, wish: BestWish): Choice | undefined {
  if (free.count < wish.quantity) return undefined;
  const { tiers, accessible, hasAccessible } = free.seating;
  const { tier } = wish;
  const fits = (seat: number) => free.free[seat] === 1 && (tier === undefined || tiers[seat] === tier);
  const base = { free, accessible: wish.accessible, mindsSingles: mindsSingles(free) };
  if (wish.accessible) return hasAccessible ? chooseAmong({ ...base, usable: fits }, wish.quantity, 1) : undefined;
  const ordinary = { ...base, usable: (seat: number) => fits(seat) && accessible[seat] !== 1 };
  return (
    chooseAmong(ordinary, wish.quantity, 0) ??
    (hasAccessible ? chooseAmong({ ...base, usable: fits }, wish.quantity, 1) : undefined)
  );
}

/** How chosen seats, in ascending order, lie to each other. */
export function arrangementOf(seating: Seating, seats: readonly number[]): Arrangement {
  const blocks: { start: number; size: number }[] = [];
  for (const seat of seats) {
    const last = blocks.at(-1);
    if (last && seat === last.start + last.size && seating.joined[seat - 1] === 1) last.size += 1;
    else blocks.push({ start: seat, size: 1 });
  }
  const [front, back, ...others] = blocks;
  if (!front || !back) return 'together';
  return others.length === 0 && followEachOther(seating, front, back) && isBehind(seating, front, back)
    ? 'adjacent_rows'
    : 'split';
}

function chooseAmong(search: Search, quantity: number, leastPenalty: number): Choice | undefined {
  const block = bestTogether(search, quantity, leastPenalty);
  if (block) return { seats: seatsOf([block]), arrangement: 'together' };
  const runs = runsOf(search);
  const two = bestInTwoRows(search, runs, quantity, leastPenalty);
  if (two) return { seats: seatsOf(two), arrangement: 'adjacent_rows' };
  const parts = splitUp(search, runs, quantity);
  return parts && { seats: seatsOf(parts), arrangement: 'split' };
}

function seatsOf(blocks: readonly { start: number; size: number }[]): number[] {
  const seats = blocks.flatMap(({ start, size }) => Array.from({ length: size }, (_, i) => start + i));
  return seats.sort((a, b) => a - b);
}

function bestTogether(search: Search, size: number, leastPenalty: number): Block | undefined {
  const { free } = search;
  const { rows, nearestFirst, score } = free.seating;
  let best: Block | undefined;
  for (const rowNo of nearestFirst) {
    const row = rows[rowNo];
    if (!row || (free.inRow[rowNo] ?? 0) < size) continue;
    if (best && best.penalty <= leastPenalty && best.score <= row.nearest) break;
    blocksIn(search, rowNo, size, (start) => {
      if (search.accessible && accessibleIn(search, start, size) === 0) return;
      const penalty = penaltyOf(search, start, size);
      if (best && penalty > best.penalty) return;
      const { x, y } = middleOf(free.seating, start, size);
      const block = { start, size, penalty, score: score(row.section, x, y) };
      if (!best || penalty < best.penalty || block.score < best.score) best = block;
    });
  }
  return best;
}

interface Pair {
  readonly blocks: readonly [Block, Block];
  /** In order of weight: penalty, unevenness, distance. */
  readonly rank: readonly [number, number, number];
}

/** Even parts first and near rows first, so that most pairs of rows need no look. */
function bestInTwoRows(
  search: Search,
  runs: readonly Run[],
  quantity: number,
  leastPenalty: number,
): readonly Block[] | undefined {
  const { rows, nearestFirst } = search.free.seating;
  const { longest, accessible } = measureRows(search.free.seating, runs);
  const fronts = Array.from({ length: quantity - 1 }, (_, i) => i + 1).sort(
    (a, b) => Math.abs(2 * a - quantity) - Math.abs(2 * b - quantity),
  );
  let best: Pair | undefined;
  for (const front of nearestFirst) {
    const back = front + 1;
    const [first, second] = [rows[front], rows[back]];
    if (!first || first.section !== second?.section) continue;
    const [roomInFront, roomBehind] = [longest[front] ?? 0, longest[back] ?? 0];
    if (roomInFront + roomBehind < quantity) continue;
    if (search.accessible && accessible[front] !== 1 && accessible[back] !== 1) continue;
    const nearest = Math.min(first.nearest, second.nearest);
    for (const size of fronts) {
      if (roomInFront < size || roomBehind < quantity - size) continue;
      if (best && !isLower([leastPenalty, Math.abs(2 * size - quantity), nearest], best.rank)) continue;
      best = bestPair(search, { front, back, size, quantity }, best);
    }
  }
  return best?.blocks;
}

function bestPair(
  search: Search,
  { front, back, size, quantity }: { front: number; back: number; size: number; quantity: number },
  found: Pair | undefined,
): Pair | undefined {
  const fronts = blocksOfRow(search, front, size);
  const backs = blocksOfRow(search, back, quantity - size);
  let best = found;
  for (const a of fronts) {
    for (const b of backs) {
      if (!isBehind(search.free.seating, a, b)) continue;
      if (search.accessible && accessibleIn(search, a.start, a.size) + accessibleIn(search, b.start, b.size) === 0)
        continue;
      const score = (a.score * a.size + b.score * b.size) / quantity;
      const rank = [a.penalty + b.penalty, Math.abs(a.size - b.size), score] as const;
      if (!best || isLower(rank, best.rank)) best = { blocks: [a, b], rank };
    }
  }
  return best;
}

function isLower(a: Pair['rank'], b: Pair['rank']): boolean {
  return a[0] < b[0] || (a[0] === b[0] && (a[1] < b[1] || (a[1] === b[1] && a[2] < b[2])));
}

function blocksOfRow(search: Search, rowNo: number, size: number): Block[] {
  const { seating } = search.free;
  const section = seating.rows[rowNo]?.section ?? 0;
  const blocks: Block[] = [];
  blocksIn(search, rowNo, size, (start) => {
    const { x, y } = middleOf(seating, start, size);
    blocks.push({ start, size, penalty: penaltyOf(search, start, size), score: seating.score(section, x, y) });
  });
  return blocks;
}

/** The longest run of each row, and whether the row has an accessible seat among its runs. */
function measureRows(seating: Seating, runs: readonly Run[]): { longest: Uint16Array; accessible: Uint8Array } {
  const longest = new Uint16Array(seating.rows.length);
  const accessible = new Uint8Array(seating.rows.length);
  for (const run of runs) {
    if (run.length > (longest[run.row] ?? 0)) longest[run.row] = run.length;
    if (run.accessible) accessible[run.row] = 1;
  }
  return { longest, accessible };
}

function followEachOther(seating: Seating, front: { start: number }, back: { start: number }): boolean {
  const [first, second] = [seating.rowOf(front.start), seating.rowOf(back.start)];
  return second === first + 1 && seating.rows[first]?.section === seating.rows[second]?.section;
}
