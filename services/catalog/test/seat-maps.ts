/** Seat maps of any kind, for property tests. */
import type { SeatMapInput } from '@usher/contracts/seat-map';
import fc from 'fast-check';

const hundredths = fc.integer({ min: 0, max: 10_000_000 }).map((n) => n / 100);
const whole = fc.integer({ min: 0, max: 100_000 });
const tierKey = fc.option(fc.constantFrom('vip', 'gold', 'standard'), { nil: undefined });
const number = fc.oneof(fc.nat({ max: 600 }).map(String), fc.constantFrom('01', '7a', '-0', '1e3', 'ß', ' 1'));

const seat = (coordinate: fc.Arbitrary<number>) =>
  fc
    .record({ number, x: coordinate, y: coordinate, tierKey, accessible: fc.boolean() })
    .map(({ tierKey: key, ...rest }) => (key ? { ...rest, tierKey: key } : rest));

const map = (coordinate: fc.Arbitrary<number>): fc.Arbitrary<SeatMapInput> => {
  const name = fc.string({ minLength: 1, maxLength: 8 });
  const row = fc.record({ name, seats: fc.array(seat(coordinate), { maxLength: 6 }) });
  const area = fc.record({ name, capacity: fc.integer({ min: 1, max: 100_000 }), x: coordinate, y: coordinate });
  return fc.record({
    sections: fc.array(fc.record({ name, rows: fc.array(row, { maxLength: 3 }) }), { maxLength: 3 }),
    areas: fc.array(area, { maxLength: 2 }),
  });
};

/** Maps of every shape the contract allows, names and places doubled or not. */
export const anySeatMap = fc.oneof(map(whole), map(hundredths));

/** A good map of one section: so many rows of so many seats, half a metre apart. */
export function plainSeatMap(rows: number, seatsPerRow: number): SeatMapInput {
  return {
    sections: [
      {
        name: 'Stalls',
        rows: Array.from({ length: rows }, (_, r) => ({
          name: `Row ${r + 1}`,
          seats: Array.from({ length: seatsPerRow }, (_, i) => ({ number: String(i + 1), x: i * 50, y: r * 90 })),
        })),
      },
    ],
    areas: [],
  };
}
