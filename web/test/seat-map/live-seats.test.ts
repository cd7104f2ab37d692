import { expect, test } from 'vitest';
import { type LiveChange, openLiveSeats } from '../../app/seat-map/live-seats.ts';
import { FREE, HELD, SOLD } from '../../app/seat-map/seat-states.ts';
import { bitsOf, smallPlan } from './small-map.ts';

function opened() {
  const plan = smallPlan();
  const live = openLiveSeats(plan);
  live.applySnapshot({ version: 5, seats: bitsOf(plan, { 3: SOLD, 10: HELD }), areas: [{ id: 'floor', free: 80 }] });
  return { plan, live };
}

test('before the first snapshot nothing counts as free', () => {
  const live = openLiveSeats(smallPlan());
  expect(live.isFree(0)).toBe(false);
  expect(live.freeAt(0)).toBe(0);
  expect(live.version).toBe(-1);
});

test('a snapshot sets states and counts', () => {
  const { live } = opened();
  expect([live.stateOf(2), live.stateOf(3), live.stateOf(10)]).toEqual([FREE, SOLD, HELD]);
  expect(live.freeInSection(0)).toBe(18);
  expect(live.freeInSectionAt(0, 0)).toBe(9);
  expect(live.freeInArea(0)).toBe(80);
  expect(live.freeAt(0)).toBe(19 + 80);
  expect(live.cheapestIn(0)).toBe(1);
});

test('a delta changes seats, counts and areas, and tells which seats changed', () => {
  const { live } = opened();
  const changes: LiveChange[] = [];
  live.subscribe((change) => changes.push(change));
  const applied = live.applyDelta({
    version: 8,
    from: 5,
    seats: [
      [3, FREE],
      [4, HELD],
      [10, HELD],
    ],
    areas: [{ id: 'floor', free: 79 }],
  });
  expect(applied).toBe(true);
  expect(changes).toEqual([{ seats: [3, 4] }]);
  expect(live.freeInSectionAt(0, 0)).toBe(9);
  expect(live.freeInArea(0)).toBe(79);
  expect(live.version).toBe(8);
});

test('counts kept by deltas are those a recount would give', () => {
  const { plan, live } = opened();
  for (let version = 6; version < 60; version += 1) {
    const seat = (version * 7) % plan.seatCount;
    live.applyDelta({ version, from: version - 1, seats: [[seat, version % 4]], areas: [] });
  }
  for (const section of [0, 1]) {
    const seats = Array.from({ length: 20 }, (_, i) => section * 20 + i);
    expect(live.freeInSection(section)).toBe(seats.filter((seat) => live.isFree(seat)).length);
  }
});

test('a delta that was seen is ignored, and one after a gap asks for a snapshot', () => {
  const { live } = opened();
  expect(live.applyDelta({ version: 5, from: 4, seats: [[0, SOLD]], areas: [] })).toBe(true);
  expect(live.isFree(0)).toBe(true);
  expect(live.applyDelta({ version: 9, from: 7, seats: [[0, SOLD]], areas: [] })).toBe(false);
  expect(live.isFree(0)).toBe(true);
});

test('an older snapshot does not undo what is known', () => {
  const { plan, live } = opened();
  live.applySnapshot({ version: 4, seats: bitsOf(plan), areas: [] });
  expect(live.stateOf(3)).toBe(SOLD);
});

test('a seat that the map does not have changes nothing', () => {
  const { live } = opened();
  live.applyDelta({
    version: 6,
    from: 5,
    seats: [
      [40, SOLD],
      [4000, SOLD],
    ],
    areas: [{ id: 'nowhere', free: 3 }],
  });
  expect(live.freeInSection(1)).toBe(20);
});
