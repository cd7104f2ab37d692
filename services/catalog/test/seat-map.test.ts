import { gzipSync } from 'node:zlib';
import { seatIdAt } from '@usher/contracts/seat-ids';
import { SeatMapAnswer, SeatMapColumns } from '@usher/contracts/seat-map';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { generateSeatMap } from '../src/generate-seat-map.ts';
import { fromColumns, toAnswer, toColumns } from '../src/seat-map-columns.ts';
import { seatMapOf, sizeOf } from '../src/seat-map.ts';
import { anySeatMap, plainSeatMap } from './seat-maps.ts';

/** What a client receives: whatever JSON drops is not there. */
const overTheWire = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('a seat map', () => {
  it('gets one base for all its seats, and an id for every section, row and area', () => {
    const input = { ...plainSeatMap(2, 3), areas: [{ name: 'Floor', capacity: 40, x: 1, y: 2 }] };
    const map = seatMapOf(input, v7);
    const ids = map.sections.flatMap((s) => [s.id, ...s.rows.map((r) => r.id)]).concat(map.areas.map((a) => a.id));
    expect(new Set(ids).size).toBe(4);
    expect(map.seatIdBase).toMatch(/00000$/);
    expect(sizeOf(map)).toEqual({ seats: 6, areaPlaces: 40 });
  });

  it('keeps coordinates to the hundredth', () => {
    const input = plainSeatMap(1, 1);
    input.sections[0]!.rows[0]!.seats[0]!.x = 12.345_678;
    expect(seatMapOf(input, v7).sections[0]?.rows[0]?.seats[0]?.x).toBe(12.35);
  });

  it('comes back from its columns as it was, through JSON too', () => {
    fc.assert(
      fc.property(anySeatMap, (input) => {
        const map = seatMapOf(input, v7);
        const columns = overTheWire(toColumns(map));
        expect(SeatMapColumns.parse(columns)).toEqual(columns);
        expect(fromColumns(columns)).toEqual(map);
      }),
    );
  });

  it('is answered with every seat under the id of its index', () => {
    fc.assert(
      fc.property(anySeatMap, (input) => {
        const map = seatMapOf(input, v7);
        const answer = overTheWire(toAnswer(toColumns(map), 3));
        expect(SeatMapAnswer.parse(answer)).toEqual(answer);
        const seats = answer.sections.flatMap((section) => section.rows.flatMap((row) => row.seats));
        expect(seats.map((seat) => seat.id)).toEqual(seats.map((_, i) => seatIdAt(map.seatIdBase, i)));
        const sent = input.sections.flatMap((section) => section.rows.flatMap((row) => row.seats));
        expect(seats).toEqual(
          sent.map((seat, i) => ({ id: seatIdAt(map.seatIdBase, i), tierKey: null, accessible: false, ...seat })),
        );
      }),
    );
  });

  it('writes a run of numbers as its first, but never a number people write otherwise', () => {
    const numbersOf = (...numbers: string[]) => {
      const input = plainSeatMap(1, numbers.length);
      for (const [i, number] of numbers.entries()) input.sections[0]!.rows[0]!.seats[i]!.number = number;
      return toColumns(seatMapOf(input, v7)).sections[0]?.rows[0]?.numbers;
    };
    expect(numbersOf('11', '12', '13')).toBe(11);
    expect(numbersOf('1', '3')).toEqual(['1', '3']);
    expect(numbersOf('01', '02')).toEqual(['01', '02']);
  });

  it('of a stadium with 60,000 seats is below 150 kB gzipped in columns', () => {
    const map = seatMapOf(generateSeatMap({ shape: 'stadium', tiers: ['best', 'good', 'fair'] }), v7);
    expect(gzipSync(JSON.stringify(toColumns(map))).length).toBeLessThan(150_000);
  });
});
