/** Halls small enough that every choice in them can be tried. */
import fc from 'fast-check';
import { FREE, HELD, SOLD } from '@usher/seats/claim';
import { type FreeSeats, freeSeatsOf } from '@usher/seats/free-seats';
import { type DrawnMap, openSeating } from '@usher/seats/seating';

interface DrawnRow {
  readonly gaps: readonly boolean[];
  readonly tier: number;
  readonly accessible: readonly boolean[];
  readonly states: readonly number[];
  readonly shift: number;
}

const row = fc.integer({ min: 1, max: 7 }).chain((seats) =>
  fc.record({
    gaps: fc.array(
      fc.nat(5).map((n) => n === 0),
      { minLength: seats, maxLength: seats },
    ),
    tier: fc.nat(1),
    accessible: fc.array(
      fc.nat(7).map((n) => n === 0),
      { minLength: seats, maxLength: seats },
    ),
    states: fc.array(fc.constantFrom(FREE, FREE, FREE, HELD, SOLD), { minLength: seats, maxLength: seats }),
    shift: fc.constantFrom(0, 25, 100),
  }),
);

/** Sections of a few rows beside each other; rows with aisles, seats out of step, some taken. */
export const smallHalls: fc.Arbitrary<FreeSeats> = fc
  .array(fc.array(row, { minLength: 0, maxLength: 3 }), { minLength: 1, maxLength: 2 })
  .map((sections) => {
    const seating = openSeating(drawn(sections));
    return freeSeatsOf(seating, Uint8Array.from(sections.flat().flatMap(({ states }) => states)));
  });

function drawn(sections: readonly (readonly DrawnRow[])[]): DrawnMap {
  return {
    decimals: 1,
    sections: sections.map((rows, section) => ({
      rows: rows.map((drawnRow, depth) => ({
        tiers: drawnRow.gaps.map(() => drawnRow.tier),
        x: drawnRow.gaps.map((gap, i) => (i === 0 ? section * 8_000 + drawnRow.shift * 10 : gap ? 1_300 : 500)),
        y: drawnRow.gaps.map((_, i) => (i === 0 ? depth * 900 : 0)),
        accessible: drawnRow.accessible.flatMap((yes, i) => (yes ? [i] : [])),
      })),
    })),
  };
}
