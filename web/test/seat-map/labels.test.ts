import { expect, test } from 'vitest';
import { areaLabel, sectionLabel } from '../../app/seat-map/labels.ts';
import { levelOf, shareOf } from '../../app/seat-map/level.ts';
import { openLiveSeats } from '../../app/seat-map/live-seats.ts';
import { SOLD } from '../../app/seat-map/seat-states.ts';
import { roomAround } from '../../app/seat-map/outline-room.ts';
import { NO_FILTER } from '../../app/seat-map/seat-filter.ts';
import { figuresOf } from '../../app/seat-map/section-figures.ts';
import { bitsOf, smallPlan } from './small-map.ts';

const plan = smallPlan();
const priceOf = (tier: number) => `€${(plan.tiers[tier]?.price.amount ?? 0) / 100}`;
const linesOf = (label: ReturnType<typeof areaLabel>) => label.versions.map(({ lines }) => lines.join(' | '));

function figures(states: Record<number, number>, filter = NO_FILTER) {
  const live = openLiveSeats(plan);
  live.applySnapshot({ version: 1, seats: bitsOf(plan, states), areas: [] });
  return figuresOf(plan, live, filter);
}
const sold = (from: number, to: number) =>
  Object.fromEntries(Array.from({ length: to - from }, (_, i) => [from + i, SOLD]));

test('a section says its cheapest free price, and "from" only when there is a dearer one', () => {
  expect(linesOf(sectionLabel('Stalls Left', figures({})[0], priceOf))[0]).toBe('Stalls Left | from €45 | Plenty left');
  expect(linesOf(sectionLabel('Stalls Left', figures(sold(10, 20))[0], priceOf))[0]).toBe(
    'Stalls Left | €90 | Some left',
  );
  expect(linesOf(sectionLabel('Stalls Left', figures(sold(0, 20))[0], priceOf))[0]).toBe('Stalls Left | None left');
});

test('a section counts only what is inside the filter', () => {
  const gold = { tiers: new Set([0]), accessibleOnly: false };
  expect(figures({}, gold)[0]).toMatchObject({ count: 10, free: 10, cheapest: 0, several: false });
  expect(figures({}, { tiers: null, accessibleOnly: true }).map(({ free }) => free)).toEqual([1, 0]);
});

test('a label has a shorter version for less room', () => {
  expect(linesOf(sectionLabel('Block 104', figures({})[0], priceOf))).toEqual([
    'Block 104 | from €45 | Plenty left',
    'Block 104 | from €45',
    '104 | from €45',
    '104 | €45',
    '€45',
  ]);
});

test('an area with few places left says how many', () => {
  const area = plan.areas[0]!;
  expect(linesOf(areaLabel(area, 80, priceOf))[0]).toBe('Floor | €90 | Plenty left');
  expect(linesOf(areaLabel(area, 7, priceOf))[0]).toBe('Floor | €90 | 7 left');
  expect(linesOf(areaLabel(area, 0, priceOf))[0]).toBe('Floor | None left');
});

test('shares and levels change at their bounds', () => {
  expect([51, 50, 16, 15, 2, 1, 0].map((free) => shareOf(free, 100))).toEqual([
    'plenty',
    'some',
    'some',
    'few',
    'few',
    'one',
    'none',
  ]);
  expect([3.9, 4, 10, 24, 44].map((pitch) => levelOf(pitch, true))).toEqual([0, 1, 2, 2, 3]);
  expect(levelOf(24, false)).toBe(3);
});

test('there is room for letters between the sides of a shape, and none outside it', () => {
  const diamond = Float32Array.from([50, 0, 100, 50, 50, 100, 0, 50]);
  expect(roomAround(diamond, 50, 50, 0)).toBeCloseTo(100);
  expect(roomAround(diamond, 50, 50, 40)).toBeCloseTo(60);
  expect(roomAround(diamond, 150, 50, 10)).toBeLessThanOrEqual(0);
});
