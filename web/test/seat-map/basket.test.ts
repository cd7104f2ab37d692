import { expect, test } from 'vitest';
import {
  addSeats,
  EMPTY_BASKET,
  markLost,
  replaceSeat,
  setAreaQuantity,
  ticketsIn,
  toggleSeat,
  totalsOf,
  totalsWithLost,
} from '../../app/seat-map/basket.ts';
import { holdPlacesOf, readBasket, writeBasket } from '../../app/seat-map/basket-url.ts';
import { seatIdOf } from '../../app/seat-map/plan.ts';
import { smallPlan } from './small-map.ts';

const seatsOf = (...seats: number[]) => addSeats(EMPTY_BASKET, seats, 8).basket;

test('a second tap takes a seat out again', () => {
  const one = toggleSeat(EMPTY_BASKET, 4, 8).basket;
  expect(one.seats).toEqual([{ seat: 4, lost: false }]);
  expect(toggleSeat(one, 4, 8).basket).toEqual(EMPTY_BASKET);
});

test('more than the most is refused as a whole, seats and areas together', () => {
  const full = setAreaQuantity(seatsOf(1, 2), 0, 2, 4).basket;
  expect(ticketsIn(full)).toBe(4);
  expect(toggleSeat(full, 3, 4)).toEqual({ basket: full, refused: 'too_many' });
  expect(addSeats(seatsOf(1), [2, 3, 4, 5], 4)).toMatchObject({ refused: 'too_many' });
  expect(setAreaQuantity(full, 0, 3, 4)).toMatchObject({ refused: 'too_many' });
  expect(setAreaQuantity(full, 0, 1, 4).refused).toBeUndefined();
});

test('a seat that others took stays in its place as lost, and counts no more', () => {
  const basket = markLost(seatsOf(1, 2, 3), (seat) => seat !== 2);
  expect(basket.seats.map(({ seat, lost }) => [seat, lost])).toEqual([
    [1, false],
    [2, true],
    [3, false],
  ]);
  expect(ticketsIn(basket)).toBe(2);
  expect(markLost(basket, (seat) => seat !== 2)).toBe(basket);
  expect(markLost(basket, () => true).seats[1]?.lost).toBe(false);
});

test("seats of the buyer's own hold are never lost", () => {
  const basket = seatsOf(1, 2);
  expect(
    markLost(
      basket,
      () => false,
      () => true,
    ),
  ).toBe(basket);
});

test('a replacement takes the place of the lost seat', () => {
  const lost = markLost(seatsOf(1, 2, 3), (seat) => seat !== 2);
  expect(replaceSeat(lost, 2, 9).seats.map(({ seat }) => seat)).toEqual([1, 9, 3]);
});

test('totals leave lost seats out, and can say what the total was', () => {
  const plan = smallPlan();
  const lost = markLost(setAreaQuantity(seatsOf(0, 10), 0, 2, 8).basket, (seat) => seat !== 10);
  expect(totalsOf(plan, lost)).toEqual([{ amount: 27_000, currency: 'EUR' }]);
  expect(totalsWithLost(plan, lost)).toEqual([{ amount: 31_500, currency: 'EUR' }]);
  expect(totalsOf(plan, EMPTY_BASKET)).toEqual([]);
});

test('the address keeps the basket, its order, and its other parameters', () => {
  const plan = smallPlan();
  const basket = setAreaQuantity(seatsOf(12, 3), 0, 2, 8).basket;
  const address = writeBasket(basket, plan, new URLSearchParams('view=list'));
  expect(address.toString()).toBe('view=list&seats=12-3&areas=0x2&map=7');
  expect(readBasket(address, plan, 8)).toEqual({ basket, outdated: false });
  expect(writeBasket(EMPTY_BASKET, plan, address).toString()).toBe('view=list');
});

test('an address is not trusted: unknown, doubled and too many places are left out', () => {
  const plan = smallPlan();
  const read = (query: string, most = 8) => readBasket(new URLSearchParams(query), plan, most);
  expect(read('seats=3-3-40--1-x&map=7').basket.seats).toEqual([
    { seat: 3, lost: false },
    { seat: 1, lost: false },
  ]);
  expect(read('seats=1-2-3&areas=0x5&map=7', 4).basket).toMatchObject({ areas: [{ area: 0, quantity: 1 }] });
  expect(read('areas=5x1-0x0&map=7').basket).toEqual(EMPTY_BASKET);
});

test('a basket of another version of the map is outdated', () => {
  expect(readBasket(new URLSearchParams('seats=3&map=6'), smallPlan(), 8)).toEqual({
    basket: EMPTY_BASKET,
    outdated: true,
  });
});

test('a hold asks for what is not lost', () => {
  const plan = smallPlan();
  const basket = markLost(setAreaQuantity(seatsOf(1, 2), 0, 3, 8).basket, (seat) => seat !== 2);
  expect(holdPlacesOf(basket, plan)).toEqual({
    seatIds: [seatIdOf(plan, 1)],
    areas: [{ areaId: 'floor', quantity: 3 }],
  });
  expect(holdPlacesOf(seatsOf(1), plan)).toEqual({ seatIds: [seatIdOf(plan, 1)] });
});
