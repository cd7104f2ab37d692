import type { SeatMapInput as Input } from '@usher/contracts/seat-map';
import { SeatMapInput } from '@usher/contracts/seat-map';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateSeatMap } from '../src/generate-seat-map.ts';
import { sizeOf } from '../src/seat-map.ts';
import { validateSeatMap } from '../src/validate-seat-map.ts';

const tiers = ['vip', 'gold', 'silver'];
const seated = ['theatre', 'arena', 'stadium'] as const;
/** Seats are half a metre wide; on the inside of a curve and after rounding a little of it is lost. */
const NEAREST_CM = 48;

const seatsOf = (map: Input) => map.sections.flatMap((section) => section.rows.flatMap((row) => row.seats));

describe('a generated seat map', () => {
  it('has the size of a usual house of its shape unless another is asked for', () => {
    expect(sizeOf(generateSeatMap({ shape: 'theatre' }))).toEqual({ seats: 300, areaPlaces: 0 });
    expect(sizeOf(generateSeatMap({ shape: 'club' }))).toEqual({ seats: 0, areaPlaces: 2000 });
    expect(sizeOf(generateSeatMap({ shape: 'arena' }))).toEqual({ seats: 18_000, areaPlaces: 3000 });
    expect(sizeOf(generateSeatMap({ shape: 'stadium' }))).toEqual({ seats: 60_000, areaPlaces: 0 });
  });

  it('has exactly the seats asked for, each with a name and a place of its own', () => {
    fc.assert(
      fc.property(fc.constantFrom(...seated), fc.integer({ min: 1, max: 4000 }), (shape, seats) => {
        const map = generateSeatMap({ shape, seats, tiers });
        expect(sizeOf(map).seats).toBe(seats);
        expect(SeatMapInput.parse(map)).toEqual(map);
        expect(validateSeatMap(map)).toEqual([]);
        expect(nearest(seatsOf(map))).toBeGreaterThan(NEAREST_CM);
      }),
    );
  });

  it('of a club has exactly the places asked for, in areas', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), (seats) => {
        const map = generateSeatMap({ shape: 'club', seats, tiers });
        expect(sizeOf(map)).toEqual({ seats: 0, areaPlaces: seats });
        expect(SeatMapInput.parse(map)).toEqual(map);
      }),
    );
  });

  it('stays within every bound of the contract at its largest', () => {
    for (const shape of seated) {
      const map = generateSeatMap({ shape, seats: 200_000, tiers });
      expect(sizeOf(map).seats).toBe(200_000);
      expect(SeatMapInput.safeParse(map).error).toBeUndefined();
      expect(validateSeatMap(map)).toEqual([]);
    }
  });

  it('keeps seats apart in the big houses', () => {
    for (const shape of ['arena', 'stadium'] as const) {
      expect(nearest(seatsOf(generateSeatMap({ shape })))).toBeGreaterThan(NEAREST_CM);
    }
  });

  it('leaves an aisle of a metre between sections', () => {
    for (const shape of seated) {
      const { sections } = generateSeatMap({ shape, seats: 3000 });
      const seats = sections.flatMap((section, s) =>
        section.rows.flatMap((row) => row.seats.map((seat) => ({ x: seat.x, y: seat.y, s }))),
      );
      const close = seats.filter((a) => seats.some((b) => a.s < b.s && Math.hypot(a.x - b.x, a.y - b.y) < 100));
      expect(close, shape).toEqual([]);
    }
  });

  it('is the same map every time', () => {
    for (const shape of ['club', ...seated] as const) {
      expect(generateSeatMap({ shape, seats: 1234, tiers })).toEqual(generateSeatMap({ shape, seats: 1234, tiers }));
    }
  });

  it('has no tiers when none are given, and uses every tier in every place when some are', () => {
    for (const shape of ['club', ...seated] as const) {
      const keysOf = (map: Input) => new Set([...seatsOf(map), ...map.areas].map((place) => place.tierKey));
      expect(keysOf(generateSeatMap({ shape }))).toEqual(new Set([undefined]));
      expect(keysOf(generateSeatMap({ shape, tiers }))).toEqual(new Set(tiers));
    }
  });

  it('of a theatre sells the front of the stalls dearer than their back, and those dearer than the circle', () => {
    const map = generateSeatMap({ shape: 'theatre', tiers });
    const rows = map.sections.find((section) => section.name === 'Stalls Centre')?.rows ?? [];
    const ranks = rows.map((row) => tiers.indexOf(row.seats[0]?.tierKey ?? ''));
    expect(ranks).toEqual(ranks.toSorted());
    expect(ranks[0]).toBe(0);
    const circle = map.sections.find((section) => section.name === 'Circle Left');
    expect(circle?.rows.at(-1)?.seats[0]?.tierKey).toBe('silver');
  });

  it('has about one accessible seat in a hundred, at the ends of rows', () => {
    for (const shape of seated) {
      const map = generateSeatMap({ shape });
      const share = seatsOf(map).filter((seat) => seat.accessible).length / seatsOf(map).length;
      expect(share).toBeGreaterThan(0.008);
      expect(share).toBeLessThan(0.015);
      for (const row of map.sections.flatMap((section) => section.rows)) {
        expect(row.seats.slice(1, -1).some((seat) => seat.accessible)).toBe(false);
      }
    }
  });
});

/** The least distance between two seats, found among neighbours on a grid of one metre. */
function nearest(seats: readonly { x: number; y: number }[]): number {
  const cells = new Map<string, { x: number; y: number }[]>();
  let least = Number.POSITIVE_INFINITY;
  for (const seat of seats) {
    const [column, row] = [Math.floor(seat.x / 100), Math.floor(seat.y / 100)];
    for (const dx of [-1, 0, 1]) {
      for (const dy of [-1, 0, 1]) {
        for (const other of cells.get(`${column + dx} ${row + dy}`) ?? []) {
          least = Math.min(least, Math.hypot(seat.x - other.x, seat.y - other.y));
        }
      }
    }
    const cell = cells.get(`${column} ${row}`);
    if (cell) cell.push(seat);
    else cells.set(`${column} ${row}`, [seat]);
  }
  return least;
}
