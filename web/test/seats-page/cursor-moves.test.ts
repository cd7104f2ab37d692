import { expect, test } from 'vitest';
import { moveOf, moveSeat, moveSpot, nextFree, spotsOf } from '../../app/seat-map/page/cursor-moves.ts';
import { cellRowsOf, windowOf } from '../../app/seat-map/page/cell-window.ts';
import { smallHouse } from './small-house.ts';

const plan = smallHouse();

test('left and right follow the row, up and down keep the place in it', () => {
  expect(moveSeat(plan, 2, 'right')).toBe(3);
  expect(moveSeat(plan, 2, 'left')).toBe(1);
  expect(moveSeat(plan, 2, 'down')).toBe(8);
  expect(moveSeat(plan, 8, 'up')).toBe(2);
});

test('at the end of a row the next section goes on, and at the edge of the house nothing moves', () => {
  expect(moveSeat(plan, 5, 'right')).toBe(18);
  expect(moveSeat(plan, 18, 'left')).toBe(5);
  expect(moveSeat(plan, 0, 'left')).toBe(0);
  expect(moveSeat(plan, 14, 'down')).toBe(14);
});

test('Home and End stay in the row, with Ctrl in the section, a page is five rows or what there is', () => {
  expect(moveSeat(plan, 8, 'rowStart')).toBe(6);
  expect(moveSeat(plan, 8, 'rowEnd')).toBe(11);
  expect(moveSeat(plan, 8, 'sectionStart')).toBe(0);
  expect(moveSeat(plan, 8, 'sectionEnd')).toBe(17);
  expect(moveSeat(plan, 2, 'pageDown')).toBe(14);
});

test('sections and areas are reached by direction', () => {
  const spots = spotsOf(plan);
  expect(spots.map(({ kind }) => kind)).toEqual(['section', 'section', 'area']);
  expect(moveSpot(spots, 0, 'right')).toBe(1);
  expect(moveSpot(spots, 0, 'down')).toBe(2);
  expect(moveSpot(spots, 0, 'up')).toBeUndefined();
});

test('the next free seat is looked for to the end and from the beginning', () => {
  expect(nextFree(plan, 4, (seat) => seat === 2 || seat === 7)).toBe(7);
  expect(nextFree(plan, 7, (seat) => seat === 2)).toBe(2);
  expect(nextFree(plan, 7, () => false)).toBeUndefined();
});

test('keys are moves, and the same keys with Ctrl mostly are not', () => {
  expect(moveOf({ key: 'ArrowUp', ctrlKey: false })).toBe('up');
  expect(moveOf({ key: 'ArrowUp', ctrlKey: true })).toBeUndefined();
  expect(moveOf({ key: 'Home', ctrlKey: true })).toBe('sectionStart');
  expect(moveOf({ key: 'q', ctrlKey: false })).toBeUndefined();
});

test('never more than 300 cells exist, and the current one is among them', () => {
  const { rows, columns } = cellRowsOf(plan, 1, 30);
  expect(columns).toBe(6);
  expect(rows.map(({ name, place }) => [name, place])).toEqual([
    ['A', 1],
    ['B', 2],
    ['C', 3],
  ]);
  expect(windowOf(500, 0)).toEqual({ from: 0, to: 300 });
  expect(windowOf(500, 499)).toEqual({ from: 200, to: 500 });
  expect(windowOf(20, 19)).toEqual({ from: 0, to: 20 });
});
