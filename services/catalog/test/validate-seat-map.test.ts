import { SEATS_MAX } from '@usher/contracts/seat-map';
import { describe, expect, it } from 'vitest';
import { validateSeatMap } from '../src/validate-seat-map.ts';
import { plainSeatMap } from './seat-maps.ts';

const area = (name: string) => ({ name, capacity: 10, x: 0, y: 0 });

describe('a seat map is refused', () => {
  it('never, when nothing is wrong with it', () => {
    expect(validateSeatMap({ ...plainSeatMap(20, 30), areas: [area('Floor'), area('Bar')] })).toEqual([]);
  });

  it('when it has no place at all', () => {
    expect(validateSeatMap({ sections: [], areas: [] })).toEqual([
      { path: 'sections', message: 'must have at least one seat, or an area' },
    ]);
  });

  it('when a section has no rows or a row has no seats', () => {
    const input = plainSeatMap(2, 2);
    input.sections[0]!.rows[1]!.seats = [];
    input.sections.push({ name: 'Empty', rows: [] });
    expect(validateSeatMap(input)).toEqual([
      { path: 'sections.0.rows.1.seats', message: 'must have at least one seat' },
      { path: 'sections.1.rows', message: 'must have at least one row' },
    ]);
  });

  it('when two sections, a section and an area, two rows of a section or two seats of a row share a name', () => {
    const input = { ...plainSeatMap(3, 3), areas: [area('Bar'), area('stalls '), area('BAR')] };
    input.sections[0]!.rows[2]!.name = 'row 1';
    input.sections[0]!.rows[1]!.seats[2]!.number = '1';
    input.sections.push({ name: 'STALLS', rows: [{ name: 'Row 1', seats: [{ number: '1', x: 9, y: 9 }] }] });
    expect(validateSeatMap(input)).toEqual([
      {
        path: 'sections.0.rows.1.seats.2.number',
        message: 'must not repeat the name at sections.0.rows.1.seats.0.number',
      },
      { path: 'sections.0.rows.2.name', message: 'must not repeat the name at sections.0.rows.0.name' },
      { path: 'sections.1.name', message: 'must not repeat the name at sections.0.name' },
      { path: 'areas.1.name', message: 'must not repeat the name at sections.0.name' },
      { path: 'areas.2.name', message: 'must not repeat the name at areas.0.name' },
    ]);
  });

  it('when two seats are at the same place, to the hundredth', () => {
    const input = plainSeatMap(2, 2);
    Object.assign(input.sections[0]!.rows[1]!.seats[0]!, { x: 50.001, y: 0 });
    expect(validateSeatMap(input)).toEqual([
      { path: 'sections.0.rows.1.seats.0', message: 'is at the same place as sections.0.rows.0.seats.1' },
    ]);
    Object.assign(input.sections[0]!.rows[1]!.seats[0]!, { x: 50.01 });
    expect(validateSeatMap(input)).toEqual([]);
  });

  it('when it has more seats than a map may have', () => {
    const input = plainSeatMap(1, 1);
    const [section] = plainSeatMap(400, 500).sections;
    input.sections.push(section!);
    expect(validateSeatMap(input)).toEqual([
      { path: 'sections', message: `must have at most ${SEATS_MAX} seats, not ${SEATS_MAX + 1}` },
    ]);
  });

  it('with a hundred faults at most', () => {
    const input = plainSeatMap(100, 100);
    for (const row of input.sections[0]!.rows) for (const seat of row.seats) seat.number = '1';
    expect(validateSeatMap(input)).toHaveLength(100);
  });
});
