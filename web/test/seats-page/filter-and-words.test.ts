import { expect, test } from 'vitest';
import {
  countFree,
  NO_CHOICE,
  priceStepsOf,
  readFilterChoice,
  resultWords,
  seatFilterOf,
  writeFilterChoice,
} from '../../app/seat-map/page/filter-choice.ts';
import { runsOf } from '../../app/seat-map/page/seat-runs.ts';
import { areaLeftWords, basketWords, cellWords, groupWords, placeWords } from '../../app/seat-map/page/seat-words.ts';
import { lostWords } from '../../app/seat-map/page/use-basket.ts';
import { liveHouse, smallHouse, tiers } from './small-house.ts';

const plan = smallHouse();

test('a filter survives the address and keeps what else is there', () => {
  const choice = { tiers: ['gold'], upTo: 6000, accessible: true };
  const written = writeFilterChoice(choice, new URLSearchParams('view=list'));
  expect(written.get('view')).toBe('list');
  expect(readFilterChoice(written, tiers)).toEqual(choice);
  expect(readFilterChoice(new URLSearchParams('tier=none&upTo=1&accessible=1'), tiers)).toEqual(NO_CHOICE);
});

test('prices to stop at are all but the highest', () => {
  expect(priceStepsOf(tiers).map(({ amount }) => amount)).toEqual([3000, 6000]);
});

test('free places are counted inside the filter and told with it', () => {
  const live = liveHouse(plan, [0]);
  const count = (choice: typeof NO_CHOICE) => countFree(plan, live, seatFilterOf(choice, tiers));
  expect(count(NO_CHOICE)).toBe(35 + 100);
  expect(count({ ...NO_CHOICE, upTo: 6000 })).toBe(12 + 100);
  expect(count({ ...NO_CHOICE, accessible: true })).toBe(1);
  expect(resultWords(plan, { ...NO_CHOICE, tiers: ['silver'], upTo: 6000 }, 12)).toBe(
    '12 places free in Silver up to €60',
  );
  expect(resultWords(plan, NO_CHOICE, 0)).toBe('No places free');
});

test('a row falls into runs at taken seats', () => {
  const live = liveHouse(plan, [2]);
  expect(runsOf(plan, 0, (seat) => live.isFree(seat))).toEqual([
    { first: 0, count: 2 },
    { first: 3, count: 3 },
  ]);
});

test('seats are called as people call them', () => {
  expect(placeWords(plan, 7)).toBe('Left, row B, seat 2');
  expect(groupWords(plan, [6, 7])).toBe('Left, row B, seats 1 and 2');
  expect(groupWords(plan, [6, 7, 8, 12])).toBe('Left, row B, seats 1 to 3 and row C, seat 1');
  expect(cellWords(plan, 12, 'free')).toBe('Row C, seat 1, Left, Silver, €60.00, wheelchair place, free');
  expect([areaLeftWords(0), areaLeftWords(1), areaLeftWords(30), areaLeftWords(51)]).toEqual([
    'None left',
    '1 place left',
    'Fewer than 50 places left',
    'More than 50 places left',
  ]);
});

test('a lost seat is named, and what is left is said', () => {
  const line = (seat: number, lost = false) => ({ seat, lost });
  const basket = { seats: [line(0, true), line(1), line(2)], areas: [] };
  expect(lostWords(plan, basket, [0])).toBe(
    'Row A, seat 1 was just taken by someone else. Your other 2 seats are still selected.',
  );
  expect(basketWords(plan, basket)).toBe('2 seats, €180.00');
  expect(lostWords(plan, { seats: [line(0, true)], areas: [] }, [0])).toBe(
    'Row A, seat 1 was just taken by someone else.',
  );
});
