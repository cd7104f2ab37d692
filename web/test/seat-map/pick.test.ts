import { expect, test } from 'vitest';
import { groupAround, nearestFree } from '../../app/seat-map/adjacent.ts';
import { openLiveSeats } from '../../app/seat-map/live-seats.ts';
import { SOLD } from '../../app/seat-map/seat-states.ts';
import { seatUnder, targetAt } from '../../app/seat-map/pick.ts';
import { NO_FILTER } from '../../app/seat-map/seat-filter.ts';
import { gridOf, nearestSeats } from '../../app/seat-map/seat-grid.ts';
import { bitsOf, smallPlan } from './small-map.ts';

const plan = smallPlan();
const grid = gridOf(plan);
const any = () => true;
/** Seat 3 of row A is at 650, 1000; the pitch is 50, so that a scale of 1 is 50 pixels. */
const near = { scale: 1, coarse: false };

test('every seat is found where it stands', () => {
  for (let seat = 0; seat < plan.seatCount; seat += 1) {
    expect(nearestSeats(plan, grid, { x: plan.x[seat]!, y: plan.y[seat]!, within: 5 }).seat).toBe(seat);
  }
});

test('near enough, a tap on a seat picks it', () => {
  expect(targetAt(plan, grid, { x: 655, y: 1008, ...near }, any)).toEqual({ kind: 'seat', seat: 3 });
});

test('a tap on a seat that cannot be picked does nothing, and never takes its neighbour', () => {
  expect(targetAt(plan, grid, { x: 650, y: 1000, ...near }, (seat) => seat !== 3)).toEqual({ kind: 'nothing' });
});

test('a finger between two seats asks to come nearer', () => {
  expect(targetAt(plan, grid, { x: 675, y: 1000, scale: 0.9, coarse: true }, any)).toEqual({ kind: 'unclear' });
  expect(targetAt(plan, grid, { x: 655, y: 1000, scale: 0.9, coarse: true }, any)).toEqual({ kind: 'seat', seat: 3 });
});

test('from afar a tap means the section', () => {
  expect(targetAt(plan, grid, { x: 700, y: 1040, scale: 0.2, coarse: false }, any)).toEqual({
    kind: 'section',
    section: 0,
  });
  expect(targetAt(plan, grid, { x: 700, y: 1040, scale: 0.6, coarse: true }, any)).toEqual({
    kind: 'section',
    section: 0,
  });
  expect(targetAt(plan, grid, { x: 5, y: 5, scale: 0.2, coarse: false }, any)).toEqual({ kind: 'nothing' });
});

test('a tap on an area means the area, near or far', () => {
  for (const scale of [0.1, 1]) {
    expect(targetAt(plan, grid, { x: 1100, y: 2000, scale, coarse: true }, any)).toEqual({ kind: 'area', area: 0 });
  }
});

test('a mouse sees a seat whatever its state, and nothing between rows', () => {
  expect(seatUnder(plan, grid, { x: 652, y: 1010 })).toBe(3);
  expect(seatUnder(plan, grid, { x: 652, y: 1045 })).toBeUndefined();
});

test('a group is the run around the tapped seat, moved only where there is room', () => {
  const free = (seat: number) => seat !== 6;
  expect(groupAround(plan, { seat: 3, count: 3 }, free)).toEqual([2, 3, 4]);
  expect(groupAround(plan, { seat: 5, count: 3 }, free)).toEqual([3, 4, 5]);
  expect(groupAround(plan, { seat: 0, count: 4 }, free)).toEqual([0, 1, 2, 3]);
  expect(groupAround(plan, { seat: 3, count: 2, shift: 1 }, free)).toEqual([4, 5]);
});

test('a group never crosses a taken seat, a row or an aisle', () => {
  const free = (seat: number) => seat !== 6;
  expect(groupAround(plan, { seat: 8, count: 4 }, free)).toBeUndefined();
  expect(groupAround(plan, { seat: 9, count: 3 }, any)).toEqual([7, 8, 9]);
  expect(groupAround(plan, { seat: 6, count: 1 }, free)).toBeUndefined();
});

test('the nearest free seat of the same tier replaces a lost one', () => {
  const live = openLiveSeats(plan);
  live.applySnapshot({ version: 1, seats: bitsOf(plan, { 3: SOLD, 4: SOLD }), areas: [] });
  const nearest = (excluded: number[]) =>
    nearestFree(plan, live, { seat: 3, filter: NO_FILTER, excluded: new Set(excluded) });
  expect(nearest([])).toBe(2);
  expect(nearest([2])).toBe(1);
});
