import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrangementOf, type BestWish, chooseBest } from '@usher/seats/best-available';
import { HELD, SOLD } from '@usher/seats/claim';
import { type FreeSeats, freeSeatsOf, mindsSingles } from '@usher/seats/free-seats';
import { openSeating } from '@usher/seats/seating';
import { smallHalls } from './small-halls.ts';

const RUNS = 4_000;
const wishes: fc.Arbitrary<BestWish> = fc.record({
  quantity: fc.integer({ min: 1, max: 5 }),
  tier: fc.constantFrom(undefined, undefined, 0, 1),
  accessible: fc.nat(3).map((n) => n === 0),
});

describe('the best available seats', () => {
  it('are as good as the best of all choices there are, in thousands of small halls', () => {
    let met = { together: 0, adjacent_rows: 0, split: 0, none: 0 };
    fc.assert(
      fc.property(smallHalls, wishes, (free, wish) => {
        const choice = chooseBest(free, wish);
        const best = bestByTrying(free, wish);
        met = { ...met, [choice?.arrangement ?? 'none']: met[choice?.arrangement ?? 'none'] + 1 };
        if (!choice || !best) {
          expect(choice).toBe(best);
          return;
        }
        expect(choice.arrangement).toBe(arrangementOf(free.seating, choice.seats));
        const found = rankOf(free, wish, choice.seats);
        expect(found.slice(0, 2)).toEqual(best.slice(0, 2));
        // Apart, the number of blocks is all that can be compared: each block is chosen for itself.
        if (choice.arrangement === 'split') expect(found[2]).toBe(best[2]);
        else found.forEach((value, i) => expect(value).toBeCloseTo(best[i] ?? NaN, 3));
      }),
      { numRuns: RUNS },
    );
    // The halls are such that every kind of answer occurs often.
    for (const count of Object.values(met)) expect(count).toBeGreaterThan(RUNS / 50);
  });

  it('are free, of the tier, as many as asked for, and never the same twice', () => {
    fc.assert(
      fc.property(smallHalls, wishes, (free, wish) => {
        const seats = chooseBest(free, wish)?.seats ?? [];
        if (seats.length === 0) return;
        expect(new Set(seats).size).toBe(wish.quantity);
        for (const seat of seats) {
          expect(free.free[seat]).toBe(1);
          if (wish.tier !== undefined) expect(free.seating.tiers[seat]).toBe(wish.tier);
        }
        expect(!wish.accessible || seats.some((seat) => free.seating.accessible[seat] === 1)).toBe(true);
        free.take(seats);
        expect(chooseBest(free, wish)?.seats.some((seat) => seats.includes(seat)) ?? false).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are in the middle of the front row of the section that is nearest to where all look', () => {
    // Three blocks side by side, turned to one stage; the circle behind them is listed first.
    const block = (x: number, y: number, turn: number) => ({
      rows: [0, 1, 2].map((depth) => ({
        tiers: Array.from({ length: 9 }, () => 0),
        x: [x + turn * depth * 90, ...Array.from({ length: 8 }, () => 50)],
        y: [y + depth * 90, ...Array.from({ length: 8 }, () => 0)],
      })),
    });
    const map = {
      sections: [block(-200, 3_000, 0), block(-1_200, 1_000, -1), block(-200, 1_000, 0), block(800, 1_000, 1)],
    };
    const free = freeSeatsOf(openSeating(map), new Uint8Array(108));
    expect(chooseBest(free, { quantity: 3, accessible: false })).toEqual({
      seats: [57, 58, 59],
      arrangement: 'together',
    });
  });

  it('leave accessible seats to those who ask for them, until nothing else is left', () => {
    const map = { sections: [{ rows: [{ tiers: [0, 0, 0, 0, 0, 0], accessible: [2, 3] }] }] };
    const free = freeSeatsOf(openSeating(map), new Uint8Array(6));
    expect(chooseBest(free, { quantity: 4, accessible: false })).toEqual({ seats: [0, 1, 4, 5], arrangement: 'split' });
    expect(chooseBest(free, { quantity: 2, accessible: true })?.arrangement).toBe('together');
    expect(chooseBest(free, { quantity: 5, accessible: false })?.seats).toHaveLength(5);
  });

  it('leave single seats only when the event is nearly sold out', () => {
    const map = { sections: [{ rows: [{ tiers: Array.from({ length: 20 }, () => 0) }] }] };
    const states = new Uint8Array(20).fill(SOLD);
    states.set([0, 0, 0, 0, 0], 7);
    // Three in the middle of five free ones leave one on each side; at an end they leave two together.
    expect(chooseBest(freeSeatsOf(openSeating(map), states), { quantity: 3, accessible: false })?.seats).toEqual([
      9, 10, 11,
    ]);
    const sections = [
      { rows: [map.sections[0]?.rows[0] ?? { tiers: [] }, { tiers: Array.from({ length: 40 }, () => 0) }] },
    ];
    const nearly = new Uint8Array(60).fill(HELD);
    nearly.set([0, 0, 0, 0, 0], 7);
    expect(
      chooseBest(freeSeatsOf(openSeating({ sections }), nearly), { quantity: 3, accessible: false })?.seats,
    ).toEqual([8, 9, 10]);
  });
});

/** Kind of answer, then what makes one better than another of its kind. */
type Rank = readonly number[];

/** Every set of free seats of that size, judged by the rules as they are told; the best judgement. */
function bestByTrying(free: FreeSeats, wish: BestWish): Rank | undefined {
  const { seating } = free;
  const seats = [...free.free.keys()].filter(
    (seat) => free.free[seat] === 1 && (wish.tier === undefined || seating.tiers[seat] === wish.tier),
  );
  let best: Rank | undefined;
  for (const set of setsOf(seats, wish.quantity)) {
    if (wish.accessible && !set.some((seat) => seating.accessible[seat] === 1)) continue;
    const rank = rankOf(free, wish, set);
    if (!best || isBetter(rank, best)) best = rank;
  }
  return best;
}

function isBetter(a: Rank, b: Rank): boolean {
  const at = a.findIndex((value, i) => Math.abs(value - (b[i] ?? 0)) > 1e-9);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}

function rankOf(free: FreeSeats, wish: BestWish, seats: readonly number[]): Rank {
  const { seating } = free;
  const accessible = seats.filter((seat) => seating.accessible[seat] === 1).length;
  const needsAccessible = !wish.accessible && accessible > 0 ? 1 : 0;
  const blocks = blocksOf(free, seats);
  const kind = { together: 0, adjacent_rows: 1, split: 2 }[arrangementOf(seating, seats)];
  if (kind === 2) return [needsAccessible, kind, blocks.length];
  const section = seating.rows[seating.rowOf(seats[0] ?? 0)]?.section ?? 0;
  const distance = blocks.reduce((sum, block) => {
    const [first, last] = [block[0] ?? 0, block.at(-1) ?? 0];
    const middle = (of: Float32Array) => ((of[first] ?? 0) + (of[last] ?? 0)) / 2;
    return sum + seating.score(section, middle(seating.x), middle(seating.y)) * block.length;
  }, 0);
  const [a, b] = blocks;
  const uneven = b ? Math.abs((a?.length ?? 0) - b.length) : 0;
  const singles = mindsSingles(free) ? singlesAfter(free, seats) : 0;
  return [needsAccessible, kind, singles, accessible, uneven, distance / seats.length];
}

/** Seats of one row that follow each other without an aisle. */
function blocksOf({ seating }: FreeSeats, seats: readonly number[]): number[][] {
  const blocks: number[][] = [];
  for (const seat of seats) {
    const last = blocks.at(-1);
    if (last?.at(-1) === seat - 1 && seating.joined[seat - 1] === 1) last.push(seat);
    else blocks.push([seat]);
  }
  return blocks;
}

/** Free seats that have no free neighbour once these are taken, and had one before. */
function singlesAfter({ free, seating }: FreeSeats, seats: readonly number[]): number {
  const alone = (taken: ReadonlySet<number>) =>
    [...free.keys()].filter((seat) => {
      const isFree = (at: number) => free[at] === 1 && !taken.has(at);
      const left = seating.joined[seat - 1] === 1 && isFree(seat - 1);
      const right = seating.joined[seat] === 1 && isFree(seat + 1);
      return isFree(seat) && !left && !right;
    });
  const before = new Set(alone(new Set()));
  return alone(new Set(seats)).filter((seat) => !before.has(seat)).length;
}

function setsOf(seats: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return seats.flatMap((seat, i) => setsOf(seats.slice(i + 1), size - 1).map((rest) => [seat, ...rest]));
}
