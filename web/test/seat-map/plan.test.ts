import { seatIndexOf } from '@usher/contracts/seat-ids';
import { expect, test } from 'vitest';
import { isAccessible, readPlan, seatIdOf, seatNameOf, tierOf } from '../../app/seat-map/plan.ts';
import { BASE, smallMap, smallPlan, tiers } from './small-map.ts';

test('coordinates are summed up from their steps, in the unit that the map names', () => {
  const plan = smallPlan();
  expect([plan.x[0], plan.y[0], plan.x[3], plan.y[3]]).toEqual([500, 1000, 650, 1000]);
  const finer = readPlan({ ...smallMap(), decimals: 1 }, tiers);
  expect([finer.x[3], finer.y[3]]).toEqual([65, 100]);
});

test('every seat knows its section, row, number and id', () => {
  const plan = smallPlan();
  expect(plan.seatCount).toBe(40);
  expect(seatNameOf(plan, 11)).toEqual({ section: 'Stalls Left', row: 'B', number: '2' });
  expect(seatNameOf(plan, 39)).toEqual({ section: 'Stalls Right', row: 'B', number: '10' });
  expect(seatIndexOf(BASE, seatIdOf(plan, 39))).toBe(39);
  expect(plan.sections[1]).toMatchObject({ firstSeat: 20, seatCount: 20, firstRow: 2, rowCount: 2 });
});

test('numbers that are not a run are read one by one', () => {
  const map = smallMap();
  const odd = Array.from({ length: 10 }, (_, i) => `${2 * i + 1}`);
  const [section] = map.sections;
  section!.rows[0]!.numbers = odd;
  expect(seatNameOf(readPlan(map, tiers), 4).number).toBe('9');
});

test('tiers are those of the event, whatever order the map has them in; an unknown one is the first', () => {
  const plan = smallPlan();
  expect(tierOf(plan, 0)?.key).toBe('gold');
  expect(tierOf(plan, 10)?.key).toBe('standard');
  expect(plan.areas[0]?.tier).toBe(0);
  const map = { ...smallMap(), tierKeys: ['nobody', 'knows'] };
  expect(tierOf(readPlan(map, tiers), 10)?.key).toBe('gold');
});

test('accessible seats are marked, and only they', () => {
  const plan = smallPlan();
  expect(Array.from({ length: 40 }, (_, i) => i).filter((i) => isAccessible(plan, i))).toEqual([10]);
});

test('the outline of a section holds its seats, and areas stay clear of seats', () => {
  const plan = smallPlan();
  const outline = plan.sections[0]!.outline;
  const xs = outline.filter((_, i) => i % 2 === 0);
  expect(Math.min(...xs)).toBeLessThan(500);
  expect(Math.max(...xs)).toBeGreaterThan(950);
  expect(plan.areas[0]!.box.top).toBeGreaterThan(1090);
});

test('the stage stands before the first rows', () => {
  const { stage } = smallPlan();
  expect(stage.name).toBe('Stage');
  expect(stage.bottom).toBeLessThan(1000);
});

test('sections that look at each other all around have a pitch between them', () => {
  const side = (name: string, along: 'x' | 'y', at: number, back: number) => ({
    id: name,
    name,
    rows: [at, back].map((place, i) => ({
      id: `${name}${i}`,
      name: String(i + 1),
      x: along === 'x' ? [1000, 50, 50, 50] : [place, 0, 0, 0],
      y: along === 'x' ? [place, 0, 0, 0] : [1000, 50, 50, 50],
      numbers: 1,
      tiers: 0,
      accessible: [],
    })),
  });
  const sections = [
    side('N', 'x', 500, 400),
    side('S', 'x', 1700, 1800),
    side('W', 'y', 500, 400),
    side('E', 'y', 1700, 1800),
  ];
  const { stage } = readPlan({ ...smallMap(), sections, areas: [] }, tiers);
  expect(stage.name).toBe('Pitch');
  expect(stage.left).toBeGreaterThan(500);
  expect(stage.right).toBeLessThan(1700);
});

test('a map without seats is drawn by its areas', () => {
  const plan = readPlan({ ...smallMap(), sections: [] }, tiers);
  expect(plan.seatCount).toBe(0);
  expect(plan.box.bottom).toBeGreaterThan(2000);
  expect(Object.values(plan.box).every(Number.isFinite)).toBe(true);
});
