import { beforeAll, expect, test } from 'vitest';
import { type Caller, caller, guest, organizer, register } from '../callers.ts';
import type { AreaCapacity, Availability, Hold } from '../shapes.ts';
import { FLOOR_PRICE, hold, openStage, type Stage, STALLS_PRICE } from '../stage.ts';

let stage: Stage;
let ada: Caller;
let bo: Caller;
beforeAll(async () => {
  stage = await openStage({ floorCapacity: 12 });
  ada = await guest();
  bo = await guest();
});

const holdFloor = (who: Caller, quantity: number, seatIds?: string[]) =>
  who.post('/holds', {
    eventId: stage.event.id,
    ...(seatIds ? { seatIds } : {}),
    areas: [{ areaId: stage.areaId, quantity }],
  });
const freeFloor = async () =>
  (await caller().get(`/events/${stage.event.id}/availability`)).is<Availability>(200).areas[0]!.free;

test('A seat somebody holds is refused to everybody, by name, and nothing else of the wish is held', async () => {
  const [first, second, third] = stage.takeSeats(3) as [string, string, string];
  await hold(ada, stage, [first, second]);
  const refused = (await bo.post('/holds', { eventId: stage.event.id, seatIds: [second, third] })).refuses(
    409,
    'seats_taken',
  );
  expect(refused['seatIds']).toEqual([second]);
  // The caller's own hold is in the way just as anybody's.
  expect(
    (await ada.post('/holds', { eventId: stage.event.id, seatIds: [first] })).refuses(409, 'seats_taken')['seatIds'],
  ).toEqual([first]);
  await hold(bo, stage, [third]);
});

test('A buyer may have several holds, each seen by its owner only', async () => {
  const one = await hold(ada, stage, stage.takeSeats(1));
  const two = await hold(ada, stage, stage.takeSeats(2));
  expect((await ada.get(`/holds/${one.id}`)).is<Hold>(200)).toEqual(one);
  expect(two.total).toEqual({ amount: 2 * STALLS_PRICE.amount, currency: 'EUR' });
  (await bo.get(`/holds/${one.id}`)).refuses(404, 'not_found');
  (await bo.delete(`/holds/${one.id}`)).refuses(404, 'not_found');
  (await bo.post(`/holds/${one.id}/extend`)).refuses(404, 'not_found');
  (await caller().get(`/holds/${one.id}`)).refuses(401, 'unauthenticated');
});

test('A released seat is free at once, and releasing twice is fine', async () => {
  const seats = stage.takeSeats(2);
  const held = await hold(ada, stage, seats);
  (await ada.delete(`/holds/${held.id}`)).is(204);
  (await ada.delete(`/holds/${held.id}`)).is(204);
  expect((await ada.get(`/holds/${held.id}`)).is<Hold>(200).state).toBe('released');
  const next = await hold(bo, stage, seats);
  const order = { holdId: held.id, buyer: { email: 'late@example.com', firstName: 'Late', lastName: 'Comer' } };
  (await ada.postOnce('/orders', order)).refuses(410, 'hold_expired');
  (await bo.postOnce('/orders', { ...order, holdId: next.id })).is(201);
});

test('A hold can be extended once', async () => {
  const held = await hold(ada, stage, stage.takeSeats(1));
  const longer = (await ada.post(`/holds/${held.id}/extend`)).is<Hold>(200);
  expect(Date.parse(longer.expiresAt)).toBeGreaterThan(Date.parse(held.expiresAt));
  expect(Date.parse(longer.expiresAt)).toBe(Date.parse(held.extendableTo!));
  expect(longer.extendableTo).toBeNull();
  (await ada.post(`/holds/${held.id}/extend`)).refuses(409, 'already_extended');
  (await ada.delete(`/holds/${held.id}`)).is(204);
  (await ada.post(`/holds/${held.id}/extend`)).refuses(410, 'hold_expired');
});

test('Places of an area are held by number, together with seats or alone', async () => {
  const before = await freeFloor();
  const mixed = (await holdFloor(ada, 2, stage.takeSeats(1))).is<Hold>(201);
  expect(mixed.items).toHaveLength(3);
  expect(mixed.total.amount).toBe(STALLS_PRICE.amount + 2 * FLOOR_PRICE.amount);
  expect(mixed.items.filter((item) => item.areaId === stage.areaId)).toEqual(
    Array(2).fill({
      areaId: stage.areaId,
      section: 'Floor',
      row: null,
      number: null,
      tierKey: 'floor',
      price: FLOOR_PRICE,
    }),
  );
  expect(await freeFloor()).toBe(before - 2);
  (await ada.delete(`/holds/${mixed.id}`)).is(204);
  expect(await freeFloor()).toBe(before);
});

test('An area never gives more places than it has', async () => {
  const holds = [(await holdFloor(ada, 7)).is<Hold>(201), (await holdFloor(bo, 5)).is<Hold>(201)];
  expect(await freeFloor()).toBe(0);
  (await holdFloor(await guest(), 1)).refuses(409, 'not_enough_seats');
  const olu = await organizer();
  const area = `/events/${stage.event.id}/areas/${stage.areaId}`;
  (await olu.patch(area, { body: { capacity: 11 } })).refuses(409, 'capacity_below_claimed');
  expect((await olu.patch(area, { body: { capacity: 14 } })).is<AreaCapacity>(200)).toEqual({
    id: stage.areaId,
    name: 'Floor',
    capacity: 14,
    free: 2,
  });
  holds.push((await holdFloor(await register(), 2)).is<Hold>(201));
  expect(await freeFloor()).toBe(0);
});

test('More tickets than the event allows, and places it does not have, are refused', async () => {
  const limit = (await ada.post('/holds', { eventId: stage.event.id, seatIds: stage.takeSeats(9) })).refuses(
    422,
    'too_many_tickets',
  );
  expect(limit['max']).toBe(8);
  const madeUp = '01980000-0000-7000-8000-00000000beef';
  (await ada.post('/holds', { eventId: stage.event.id, seatIds: [madeUp] })).refuses(422, 'unknown_seat');
  (await ada.post('/holds', { eventId: stage.event.id, areas: [{ areaId: madeUp, quantity: 1 }] })).refuses(
    422,
    'unknown_seat',
  );
  (await ada.post('/holds', { eventId: madeUp, seatIds: [madeUp] })).refuses(404, 'not_found');
  (await caller().post('/holds', { eventId: stage.event.id, seatIds: [madeUp] })).refuses(401, 'unauthenticated');
});

test('Nothing can be held before sales open or after they close', async () => {
  const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
  const early = await openStage({ salesOpenAt: hours(1) });
  (await ada.post('/holds', { eventId: early.event.id, seatIds: early.takeSeats(1) })).refuses(403, 'sales_not_open');
  const late = await openStage({ salesOpenAt: hours(-2), salesCloseAt: hours(-1) });
  (await ada.post('/holds', { eventId: late.event.id, seatIds: late.takeSeats(1) })).refuses(403, 'sales_closed');
  expect([early.event.status, late.event.status]).toEqual(['scheduled', 'sales_closed']);
});

test('Of many buyers who want one seat at the same time, one gets it', async () => {
  const seatIds = stage.takeSeats(1);
  const buyers = await Promise.all(Array.from({ length: 30 }, () => guest()));
  const answers = await Promise.all(buyers.map((buyer) => buyer.post('/holds', { eventId: stage.event.id, seatIds })));
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
  for (const answer of answers.filter((each) => each.status !== 201)) answer.refuses(409, 'seats_taken');
});
