import { type FreeSeats, mindsSingles } from '@usher/seats/free-seats';
import { singlesLeftBy } from '@usher/seats/orphan-rule';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { smallHalls } from './small-halls.ts';

/** A hall, and some of its free seats. */
const choices = smallHalls.chain((free) => {
  const seats = [...free.free.keys()].filter((seat) => free.free[seat] === 1);
  return fc.record({
    free: fc.constant(free),
    wished: fc.subarray(seats, { minLength: Math.min(1, seats.length), maxLength: Math.min(4, seats.length) }),
  });
});

it('the orphan rule names the free seats a choice would leave without a free neighbour, where another choice would not', () => {
  let refused = 0;
  fc.assert(
    fc.property(choices, ({ free, wished }) => {
      const left = mindsSingles(free) ? singlesAfter(free, wished) : [];
      const named = left.filter((single) => hasBetterChoice(free, wished, single));
      refused += named.length > 0 ? 1 : 0;
      expect(singlesLeftBy(free, wished)?.seats ?? []).toEqual(named);
    }),
    { numRuns: 3_000 },
  );
  expect(refused).toBeGreaterThan(100);
});

it('the choice that the orphan rule suggests is free, as many seats in the same rows, and leaves no single seat', () => {
  let suggested = 0;
  fc.assert(
    fc.property(choices, ({ free, wished }) => {
      const suggestion = singlesLeftBy(free, wished)?.suggestion;
      if (!suggestion) return;
      suggested += 1;
      const rows = (seats: readonly number[]) => seats.map((seat) => free.seating.rowOf(seat)).sort((a, b) => a - b);
      expect(rows(suggestion)).toEqual(rows(wished));
      for (const seat of suggestion) expect(free.free[seat]).toBe(1);
      expect(singlesAfter(free, suggestion)).toEqual([]);
    }),
    { numRuns: 3_000 },
  );
  expect(suggested).toBeGreaterThan(100);
});

/** Free seats without a free neighbour once the chosen ones are taken, that had one before. */
function singlesAfter({ free, seating: { joined } }: FreeSeats, chosen: readonly number[]): number[] {
  const alone = (taken: readonly number[]) => {
    const isFree = (seat: number) => free[seat] === 1 && !taken.includes(seat);
    return [...free.keys()].filter(
      (seat) =>
        isFree(seat) && !(joined[seat - 1] === 1 && isFree(seat - 1)) && !(joined[seat] === 1 && isFree(seat + 1)),
    );
  };
  const before = alone([]);
  return alone(chosen).filter((seat) => !before.includes(seat));
}

/** Tries every block of as many seats in the section of a single one, of the same tiers and of the same kind. */
function hasBetterChoice(free: FreeSeats, wished: readonly number[], single: number): boolean {
  const { rows, rowOf, joined, tiers, accessible } = free.seating;
  const sectionOf = (seat: number) => rows[rowOf(seat)]?.section;
  const size = wished.filter((seat) => sectionOf(seat) === sectionOf(single)).length;
  const allowed = (seat: number) =>
    free.free[seat] === 1 &&
    sectionOf(seat) === sectionOf(single) &&
    wished.some((other) => tiers[other] === tiers[seat]) &&
    (accessible[seat] !== 1 || wished.some((other) => accessible[other] === 1));
  return [...free.free.keys()].some((start) => {
    const block = Array.from({ length: size }, (_, i) => start + i);
    const isBlock = block.every((seat, i) => allowed(seat) && (i === 0 || joined[seat - 1] === 1));
    return isBlock && singlesAfter(free, block).length === 0;
  });
}
