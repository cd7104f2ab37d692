import { expect, test } from 'vitest';
import { addSeats, EMPTY_BASKET, markLost } from '../../app/seat-map/basket.ts';
import { openLostMarks } from '../../app/seat-map/lost-marks.ts';

const basket = addSeats(EMPTY_BASKET, [1, 2], 8).basket;
const lostOne = markLost(basket, (seat) => seat !== 2);

test('a lost seat pulses once, keeps its cross for three seconds, and is then a taken seat', () => {
  const marks = openLostMarks(() => false);
  marks.note(lostOne);
  expect(marks.step(1_000)).toBe(0);
  expect(marks.step(1_300)).toBe(0);
  expect(marks.pulses.get(2)).toBeCloseTo(0.5);
  expect(marks.step(1_700)).toBe(2_300);
  expect(marks.pulses.get(2)).toBe(1);
  expect(marks.step(4_000)).toBeUndefined();
  expect(marks.pulses.size).toBe(0);
});

test('the mark is not shown again for the same loss', () => {
  const marks = openLostMarks(() => false);
  marks.note(lostOne);
  marks.step(0);
  marks.step(3_000);
  marks.note({ ...lostOne });
  expect(marks.pulses.size).toBe(0);
});

test('nothing pulses for somebody who asked for less motion, and a seat that came back has no cross', () => {
  const marks = openLostMarks(() => true);
  marks.note(lostOne);
  expect(marks.step(0)).toBe(3_000);
  expect(marks.pulses.get(2)).toBe(1);
  marks.note(basket);
  expect(marks.pulses.size).toBe(0);
});
