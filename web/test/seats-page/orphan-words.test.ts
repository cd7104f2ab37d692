/** A single seat left over: where it is, and where the choice would go instead. */
import { expect, test } from 'vitest';
import { moveSeats } from '../../app/seat-map/basket.ts';
import { moveWords, orphanWords } from '../../app/seat-map/page/orphan-words.ts';
import { seatsIn } from '../../app/seat-map/page/refused-seats.ts';
import { seatIdOf } from '../../app/seat-map/plan.ts';
import { smallHouse } from './small-house.ts';

const plan = smallHouse();
const basketOf = (...seats: number[]) => ({ seats: seats.map((seat) => ({ seat, lost: false })), areas: [] });

test('a single seat is named by its row, and by its end where it is one', () => {
  expect(orphanWords(plan, [6])).toBe('This would leave a single empty seat at the end of row B.');
  expect(orphanWords(plan, [8])).toBe('This would leave a single empty seat in row B.');
  expect(orphanWords(plan, [6, 11])).toBe('This would leave single empty seats.');
});

test('a choice that moves along its row is told by steps, as seen on the map', () => {
  expect(moveWords(plan, basketOf(8, 7), [6, 7])).toBe('Move one seat to the left?');
  expect(moveWords(plan, basketOf(7, 8), [9, 10])).toBe('Move 2 seats to the right?');
  expect(moveWords(plan, basketOf(7, 8), [13, 14])).toBe('Take Left, row C, seats 2 and 3 instead?');
});

test('seats that stay keep their line, and the others give theirs to the new ones', () => {
  const basket = { ...basketOf(8, 7), areas: [{ area: 0, quantity: 2 }] };
  expect(moveSeats(basket, [6, 7])).toEqual({ ...basketOf(6, 7), areas: basket.areas });
  expect(moveSeats(basketOf(1, 2), [1, 2])).toEqual(basketOf(1, 2));
  const withLost = {
    seats: [
      { seat: 3, lost: true },
      { seat: 7, lost: false },
    ],
    areas: [],
  };
  expect(moveSeats(withLost, [6])).toEqual({
    seats: [
      { seat: 3, lost: true },
      { seat: 6, lost: false },
    ],
    areas: [],
  });
});

test('seats a refusal names are found on the map, and what is none of its seats is not', () => {
  const more = { suggestion: [seatIdOf(plan, 6), seatIdOf(plan, 7), 'x'], seatIds: 'none' };
  expect(seatsIn({ code: 'orphan_seat', more }, 'suggestion', plan)).toEqual([6, 7]);
  expect(seatsIn({ code: 'orphan_seat', more }, 'seatIds', plan)).toEqual([]);
});
