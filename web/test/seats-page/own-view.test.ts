import { expect, test, vi } from 'vitest';
import { NO_PLACES, ownViewOf } from '../../app/seat-map/page/own-view.ts';
import { liveHouse, smallHouse } from './small-house.ts';

const plan = smallHouse();

test('seats of the own hold are free to their buyer, and are counted so', () => {
  const view = ownViewOf(plan, liveHouse(plan, [0, 1, 2]));
  expect(view.isFree(1)).toBe(false);
  expect(view.freeInSection(0)).toBe(15);
  view.own({ seats: new Set([0, 1]), areas: new Map([[0, 4]]) });
  expect(view.isFree(1)).toBe(true);
  expect(view.isFree(2)).toBe(false);
  expect(view.freeInSection(0)).toBe(17);
  expect(view.freeAt(0)).toBe(12 + 12 - 1);
  expect(view.freeInArea(0)).toBe(104);
  view.own(NO_PLACES);
  expect(view.isFree(1)).toBe(false);
});

test('a seat that a refusal named is gone at once, and free again when the stream says so', () => {
  const live = liveHouse(plan);
  const view = ownViewOf(plan, live);
  const listener = vi.fn();
  view.subscribe(listener);
  view.tellTaken([7]);
  expect(listener).toHaveBeenCalledWith({ seats: [7] });
  expect(view.isFree(7)).toBe(false);
  expect(view.freeInSectionAt(0, 0)).toBe(11);
  live.applyDelta({ from: 2, version: 3, seats: [[7, 1]], areas: [] });
  expect(view.isFree(7)).toBe(false);
  expect(view.freeInSectionAt(0, 0)).toBe(11);
  live.applyDelta({ from: 3, version: 4, seats: [[7, 0]], areas: [] });
  expect(view.isFree(7)).toBe(true);
  expect(view.freeInSectionAt(0, 0)).toBe(12);
});
