import { expect, test } from 'vitest';
import { findBest } from '../../app/seat-map/page/best-seats.ts';
import { NO_FILTER } from '../../app/seat-map/seat-filter.ts';
import { liveHouse, smallHouse } from './small-house.ts';

const nothing = new Set<number>();
const plan = smallHouse();
const all = Array.from({ length: plan.seatCount }, (_, seat) => seat);

test('the best seats are together, in the front row, in the middle of the house', () => {
  const found = findBest(plan, liveHouse(plan), { count: 2, filter: NO_FILTER, excluded: nothing });
  expect(found?.split).toBe(false);
  expect(found?.seats).toEqual([4, 5]);
});

test('no single seat is left over when the seats beside it are hardly worse', () => {
  const four = liveHouse(
    plan,
    all.filter((seat) => seat > 3),
  );
  expect(findBest(plan, four, { count: 2, filter: NO_FILTER, excluded: nothing })?.seats).toEqual([2, 3]);
});

test('what was offered before is not offered again', () => {
  const live = liveHouse(plan);
  const first = findBest(plan, live, { count: 2, filter: NO_FILTER, excluded: nothing });
  const second = findBest(plan, live, { count: 2, filter: NO_FILTER, excluded: new Set(first?.seats) });
  expect(second?.seats.some((seat) => first?.seats.includes(seat))).toBe(false);
});

test('a party that fits into no row is split over two rows, one behind the other', () => {
  const live = liveHouse(
    plan,
    all.filter((seat) => ![2, 3, 8, 9].includes(seat)),
  );
  expect(findBest(plan, live, { count: 4, filter: NO_FILTER, excluded: nothing })).toEqual({
    seats: [2, 3, 8, 9],
    split: true,
  });
});

test('a party that cannot sit near each other is told so', () => {
  const live = liveHouse(
    plan,
    all.filter((seat) => ![0, 35].includes(seat)),
  );
  expect(findBest(plan, live, { count: 2, filter: NO_FILTER, excluded: nothing })).toBeUndefined();
});

test('the filter holds for the best seats too', () => {
  const filter = { tiers: new Set([1]), accessibleOnly: false };
  const found = findBest(plan, liveHouse(plan), { count: 3, filter, excluded: nothing });
  expect(found?.seats.map((seat) => plan.tier[seat])).toEqual([1, 1, 1]);
});
