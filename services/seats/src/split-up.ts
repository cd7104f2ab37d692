/** People who cannot sit together: as few blocks as will do, divided evenly, near each other. */
import { accessibleIn, type Block, middleOf, penaltyOf, type Run, type Search } from './blocks.ts';
import { distance } from './seating.ts';

/**
 * Chooses blocks one after another. Each time the number of blocks is the least that can still seat all, the block is
 * as near to an even part as that allows, and of such blocks the best is taken: the first by the rules of a block, each
 * further one nearest to the first. Undefined when there are not enough seats. `runs` are all there are.
 */
export function splitUp(search: Search, runs: readonly Run[], quantity: number): Block[] | undefined {
  const blocks: Block[] = [];
  const lengths = countLengths(runs);
  const used = new Set<Run>();
  let left = quantity;
  while (left > 0) {
    const [first] = blocks;
    const parts = first || !search.accessible ? partsFor(lengths, left) : partsWithAccessible(runs, lengths, left);
    if (parts === undefined) return undefined;
    const chosen = bestPart(search, { runs, used, lengths, parts, left, first });
    if (!chosen) return undefined;
    blocks.push(chosen.block);
    left -= chosen.block.size;
    used.add(chosen.run);
    lengths[chosen.run.length] = (lengths[chosen.run.length] ?? 0) - 1;
  }
  return blocks;
}

interface Part {
  readonly runs: readonly Run[];
  /** Have a block of this party already. */
  readonly used: ReadonlySet<Run>;
  readonly lengths: Lengths;
  readonly parts: number;
  readonly left: number;
  readonly first: Block | undefined;
}

/** The best block of the size nearest to an even part that leaves few enough for the other blocks. */
function bestPart(search: Search, part: Part): { run: Run; block: Block } | undefined {
  const { runs, used, lengths, parts, left, first } = part;
  const even = Math.ceil(left / parts);
  const larger = Array.from({ length: left - even + 1 }, (_, i) => even + i);
  const smaller = Array.from({ length: even - 1 }, (_, i) => even - 1 - i);
  for (const size of [...larger, ...smaller]) {
    let best: { run: Run; block: Block } | undefined;
    for (const run of runs) {
      if (run.length < size || used.has(run)) continue;
      if (!first && search.accessible && !run.accessible) continue;
      if (left - size > others(lengths, run.length, parts - 1)) continue;
      const block = bestInRun(search, run, size, first);
      if (block && (!best || isBetter(block, best.block))) best = { run, block };
    }
    if (best) return best;
  }
  return undefined;
}

function bestInRun(search: Search, run: Run, size: number, first: Block | undefined): Block | undefined {
  const { seating } = search.free;
  const section = seating.rows[run.row]?.section ?? 0;
  const to = first && middleOf(seating, first.start, first.size);
  let best: Block | undefined;
  for (let start = run.start; start + size <= run.start + run.length; start += 1) {
    if (!first && search.accessible && accessibleIn(search, start, size) === 0) continue;
    const { x, y } = middleOf(seating, start, size);
    const score = to ? distance(x - to.x, y - to.y) : seating.score(section, x, y);
    const block = { start, size, penalty: penaltyOf(search, start, size), score };
    if (!best || isBetter(block, best)) best = block;
  }
  return best;
}

const isBetter = (a: Block, b: Block): boolean =>
  a.penalty < b.penalty || (a.penalty === b.penalty && a.score < b.score);

/** How many runs there are of each length. */
type Lengths = Uint32Array;

function countLengths(runs: readonly Run[]): Lengths {
  const counts = new Uint32Array(runs.reduce((most, run) => Math.max(most, run.length), 0) + 1);
  for (const { length } of runs) counts[length] = (counts[length] ?? 0) + 1;
  return counts;
}

/** How many seats the longest `count` runs have, one run of length `without` left aside. */
function others(lengths: Lengths, without: number, count: number): number {
  let [sum, left] = [0, count];
  for (let length = lengths.length - 1; length > 0 && left > 0; length -= 1) {
    const taken = Math.min(left, (lengths[length] ?? 0) - (length === without ? 1 : 0));
    sum += taken * length;
    left -= taken;
  }
  return sum;
}

/** The least number of runs that have so many seats; undefined when all together have not. */
function partsFor(lengths: Lengths, seats: number): number | undefined {
  let [left, parts] = [seats, 0];
  for (let length = lengths.length - 1; length > 0; length -= 1) {
    const needed = Math.ceil(left / length);
    const there = lengths[length] ?? 0;
    if (needed <= there) return parts + needed;
    left -= there * length;
    parts += there;
  }
  return undefined;
}

/** The same when one of them must have an accessible seat. */
function partsWithAccessible(runs: readonly Run[], lengths: Lengths, seats: number): number | undefined {
  const longest = runs.reduce((most, run) => (run.accessible ? Math.max(most, run.length) : most), 0);
  if (longest === 0) return undefined;
  for (let parts = 1; parts <= seats; parts += 1) {
    if (longest + others(lengths, longest, parts - 1) >= seats) return parts;
  }
  return undefined;
}
