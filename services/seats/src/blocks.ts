/** Blocks: so many neighbours in one row. What choices are made of. */
import { type FreeSeats, singlesBeside } from './free-seats.ts';
import { distance, type Seating } from './seating.ts';

export interface Block {
  readonly start: number;
  readonly size: number;
  /** Single seats left and accessible seats used, the first counting for more than all of the second. */
  readonly penalty: number;
  readonly score: number;
}

/** All usable neighbours between two seats that are not. */
export interface Run {
  readonly start: number;
  readonly length: number;
  readonly row: number;
  readonly accessible: boolean;
}

/** What is looked for, among what. */
export interface Search {
  readonly free: FreeSeats;
  /** Blocks must have an accessible seat. */
  readonly accessible: boolean;
  readonly mindsSingles: boolean;
  usable(seat: number): boolean;
}

/** More than the seats one can ask for. */
const SINGLE_PENALTY = 64;

/** What a block costs beside its distance. */
export function penaltyOf(search: Search, start: number, size: number): number {
  const singles = search.mindsSingles ? singlesBeside(search.free, start, size) : 0;
  return singles * SINGLE_PENALTY + accessibleIn(search, start, size);
}

/** How many seats of a block are accessible. */
export function accessibleIn({ free: { seating } }: Search, start: number, size: number): number {
  if (!seating.hasAccessible) return 0;
  let count = 0;
  for (let seat = start; seat < start + size; seat += 1) count += seating.accessible[seat] ?? 0;
  return count;
}

/** Starts of all blocks of usable neighbours of that size in a row. */
export function blocksIn(search: Search, rowNo: number, size: number, visit: (start: number) => void): void {
  const { rows, joined } = search.free.seating;
  const row = rows[rowNo];
  if (!row) return;
  let run = 0;
  for (let seat = row.from; seat < row.to; seat += 1) {
    if (!search.usable(seat)) run = 0;
    else run = seat > row.from && joined[seat - 1] === 1 ? run + 1 : 1;
    if (run >= size) visit(seat - size + 1);
  }
}

/** All runs of usable neighbours. */
export function runsOf(search: Search): Run[] {
  const { rows, joined, accessible } = search.free.seating;
  const runs: Run[] = [];
  for (const [row, { from, to }] of rows.entries()) {
    if (search.free.inRow[row] === 0) continue;
    let length = 0;
    let hasAccessible = false;
    for (let seat = from; seat < to; seat += 1) {
      if (!search.usable(seat)) continue;
      length += 1;
      hasAccessible ||= accessible[seat] === 1;
      if (joined[seat] === 1 && search.usable(seat + 1)) continue;
      runs.push({ start: seat + 1 - length, length, row, accessible: hasAccessible });
      length = 0;
      hasAccessible = false;
    }
  }
  return runs;
}

/** The middle between a block's ends. */
export function middleOf({ x, y }: Seating, start: number, size: number): { x: number; y: number } {
  const end = start + size - 1;
  return { x: ((x[start] ?? 0) + (x[end] ?? 0)) / 2, y: ((y[start] ?? 0) + (y[end] ?? 0)) / 2 };
}

/** Rows are seldom in step: a block that is off by half a seat is still behind. */
const OUT_OF_STEP = 0.6;

/** True when the smaller of two blocks, in rows that follow each other, lies within the width of the larger. */
export function isBehind(
  seating: Seating,
  a: { start: number; size: number },
  b: { start: number; size: number },
): boolean {
  const [front, back] = [seating.rows[seating.rowOf(a.start)], seating.rows[seating.rowOf(b.start)]];
  if (!front || !back) return false;
  const { x, y } = seating;
  const alongX = (x[front.to - 1] ?? 0) - (x[front.from] ?? 0);
  const alongY = (y[front.to - 1] ?? 0) - (y[front.from] ?? 0);
  const length = distance(alongX, alongY);
  if (length === 0) return true;
  const [p, q] = [middleOf(seating, a.start, a.size), middleOf(seating, b.start, b.size)];
  const offset = Math.abs((q.x - p.x) * alongX + (q.y - p.y) * alongY) / length;
  return offset <= (Math.abs(a.size - b.size) / 2 + OUT_OF_STEP) * Math.max(front.pitch, back.pitch);
}
