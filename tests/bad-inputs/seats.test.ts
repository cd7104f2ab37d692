/** G5: seats and holds. */
import { beforeAll, expect, test } from 'vitest';
import { type Caller, caller, guest } from '../callers.ts';
import { buySeats } from '../purchase.ts';
import type { Availability, Hold } from '../shapes.ts';
import { hold, openStage, type Stage } from '../stage.ts';
import { MADE_UP } from './requests.ts';

let stage: Stage;
let ada: Caller;
beforeAll(async () => {
  stage = await openStage({ rows: 6 });
  ada = await guest();
});

const holding = (by: Caller, body: Record<string, unknown>) => by.post('/holds', { eventId: stage.event.id, ...body });

test('G5-01: a sold seat is not held again', async () => {
  const { order } = await buySeats(await guest(), stage);
  const seatId = order.lines[0]!.seatId;
  expect((await holding(ada, { seatIds: [seatId] })).refuses(409, 'seats_taken')['seatIds']).toEqual([seatId]);
});

test('G5-03: a seat or an area is named once in a request', async () => {
  const [seatId] = stage.takeSeats(1);
  (await holding(ada, { seatIds: [seatId, seatId] })).refuses(400, 'invalid_request');
  (await holding(ada, { seatIds: [seatId, seatId!.toUpperCase()] })).refuses(400, 'invalid_request');
  const area = { areaId: stage.areaId, quantity: 1 };
  (await holding(ada, { areas: [area, area] })).refuses(400, 'invalid_request');
  await hold(ada, stage, [seatId!]);
});

test('G5-05: more than the event allows is refused, seats and places together too', async () => {
  (await holding(ada, { seatIds: stage.takeSeats(5), areas: [{ areaId: stage.areaId, quantity: 4 }] })).refuses(
    422,
    'too_many_tickets',
  );
  (await holding(ada, { areas: [{ areaId: stage.areaId, quantity: 50 }] })).refuses(422, 'too_many_tickets');
  (await holding(ada, { areas: [{ areaId: stage.areaId, quantity: 51 }] })).refuses(400, 'invalid_request');
});

test('G5-07, G5-09: seats of another event, and seats nobody built, are not part of this one', async () => {
  const other = await openStage();
  const [own, foreign] = [stage.takeSeats(1)[0]!, other.takeSeats(1)[0]!];
  expect((await holding(ada, { seatIds: [own, foreign] })).refuses(422, 'unknown_seat')['seatIds']).toEqual([foreign]);
  expect((await holding(ada, { seatIds: [own, MADE_UP] })).refuses(422, 'unknown_seat')['seatIds']).toEqual([MADE_UP]);
  // The seat beside the last one would be one more than there are.
  const last = stage.seatMap.sections.at(-1)!.rows.at(-1)!.seats.at(-1)!.id;
  const beyond = last.slice(0, -1) + (Number.parseInt(last.at(-1)!, 16) ^ 1).toString(16);
  if (
    !stage.seatMap.sections.some((section) => section.rows.some((row) => row.seats.some((seat) => seat.id === beyond)))
  ) {
    (await holding(ada, { seatIds: [beyond] })).refuses(422, 'unknown_seat');
  }
  await hold(ada, stage, [own]);
});

test('G5-13: nothing is held a second after the sale closed', async () => {
  const second = new Date(Date.now() - 1_000).toISOString();
  const closed = await openStage({ salesOpenAt: new Date(Date.now() - 60_000).toISOString(), salesCloseAt: second });
  (await ada.post('/holds', { eventId: closed.event.id, seatIds: closed.takeSeats(1) })).refuses(403, 'sales_closed');
});

test('G5-15: the buyer does not choose how long, for how much, or for whom', async () => {
  const seatIds = stage.takeSeats(1);
  for (const more of [
    { ttl: 999_999 },
    { expiresAt: '2099-01-01T00:00:00Z' },
    { price: 1 },
    { ownerId: MADE_UP },
    { state: 'sold' },
    { fence: 0 },
  ]) {
    (await holding(ada, { seatIds, ...more })).refuses(400, 'invalid_request');
  }
  (await holding(ada, {})).refuses(400, 'invalid_request');
  (await holding(ada, { seatIds: [] })).refuses(400, 'invalid_request');
});

test('G5-17: of buyers who want two seats in opposite order one gets both, and the others hear which are taken', async () => {
  const [left, right] = stage.takeSeats(2);
  const buyers = await Promise.all(Array.from({ length: 60 }, () => guest()));
  const answers = await Promise.all(
    buyers.map((buyer, i) => holding(buyer, { seatIds: i % 2 === 0 ? [left, right] : [right, left] })),
  );
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
  for (const answer of answers) if (answer.status !== 201) answer.refuses(409, 'seats_taken');
});

test('G5-19: however many want two places of an area at once, it gives out what it has', async () => {
  const small = await openStage({ floorCapacity: 15 });
  const buyers = await Promise.all(Array.from({ length: 40 }, () => guest()));
  const wish = { eventId: small.event.id, areas: [{ areaId: small.areaId, quantity: 2 }] };
  const answers = await Promise.all(buyers.map((buyer) => buyer.post('/holds', wish)));
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(7);
  for (const answer of answers) if (answer.status !== 201) answer.refuses(409, 'not_enough_seats');
  expect((await caller().get(`/events/${small.event.id}/availability`)).is<Availability>(200).areas).toEqual([
    { id: small.areaId, free: 1, capacity: 15 },
  ]);
});

test('G5-21: a hold is not extended for ever', async () => {
  const held = await hold(ada, stage, stage.takeSeats(1));
  const longer = (await ada.post(`/holds/${held.id}/extend`)).is<Hold>(200);
  for (let i = 0; i < 3; i += 1) (await ada.post(`/holds/${held.id}/extend`)).refuses(409, 'already_extended');
  expect((await ada.get(`/holds/${held.id}`)).is<Hold>(200).expiresAt).toBe(longer.expiresAt);
});

test('G5-23: releasing twice is releasing once', async () => {
  const seatIds = stage.takeSeats(1);
  const held = await hold(ada, stage, seatIds);
  (await ada.delete(`/holds/${held.id}`)).is(204);
  const next = await hold(await guest(), stage, seatIds);
  (await ada.delete(`/holds/${held.id}`)).is(204);
  (await holding(ada, { seatIds })).refuses(409, 'seats_taken');
  expect(next.state).toBe('held');
});

test("G5-25: a hold's id opens nothing for anybody but its owner", async () => {
  const held = await hold(ada, stage, stage.takeSeats(1));
  const stranger = await guest();
  (await stranger.get(`/holds/${held.id}`)).refuses(404, 'not_found');
  (await stranger.get(`/holds/${MADE_UP}`)).refuses(404, 'not_found');
  (
    await stranger.postOnce('/orders', {
      holdId: held.id,
      buyer: { email: 'a@example.com', firstName: 'A', lastName: 'B' },
    })
  ).refuses(404, 'not_found');
});

test('G5-31: when the area is out, the seat asked for with it is not left held', async () => {
  const small = await openStage({ floorCapacity: 1 });
  const seatIds = small.takeSeats(1);
  const wish = { eventId: small.event.id, seatIds, areas: [{ areaId: small.areaId, quantity: 2 }] };
  (await ada.post('/holds', wish)).refuses(409, 'not_enough_seats');
  await hold(await guest(), small, seatIds);
});
