import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { eventually, guest, newAddress, operator, organizer, type Person } from '../callers.ts';
import { buySeats, order, orderReaches, pay } from '../purchase.ts';
import type { CheckIn, CheckInStats, EventReport, Hold, ListOf, Order, Ticket } from '../shapes.ts';
import { hold, openStage, type Stage } from '../stage.ts';

let stage: Stage;
let petra: Person;
beforeAll(async () => {
  stage = await openStage();
  petra = await operator();
});

/** Scans a code at the stage's door, or as told. */
async function scan(code: string, changes: Record<string, unknown> = {}): Promise<CheckIn> {
  const body = {
    eventId: stage.event.id,
    code,
    gate: 'North',
    deviceId: 'door-1',
    nonce: randomUUID(),
    scannedAt: new Date().toISOString(),
    ...changes,
  };
  return (await petra.post('/check-ins', body)).is<CheckIn>(200);
}

test('A ticket opens the door once, and the second scan tells when that was', async () => {
  const { tickets } = await buySeats(await guest(), stage, 1);
  const [ticket] = tickets;
  const first = await scan(ticket!.code);
  expect(first).toEqual({
    result: 'admitted',
    ticket: { id: ticket!.id, seat: ticket!.seat, area: null, tier: expect.any(String), holder: ticket!.holder },
    firstAdmittedAt: first.firstAdmittedAt,
  });
  const second = await scan(ticket!.code, { gate: 'South' });
  expect(second).toMatchObject({ result: 'already_admitted', ticket: { id: ticket!.id } });
  expect(Number.isNaN(Date.parse(second.firstAdmittedAt!))).toBe(false);
});

test('The same device and nonce get the same answer, whatever else they say', async () => {
  const { tickets } = await buySeats(await guest(), stage, 2);
  const nonce = randomUUID();
  const first = await scan(tickets[0]!.code, { nonce });
  expect(first.result).toBe('admitted');
  expect(await scan(tickets[0]!.code, { nonce })).toEqual(first);
  expect(await scan(tickets[1]!.code, { nonce })).toEqual(first);
  expect((await scan(tickets[1]!.code, { nonce, deviceId: 'door-2' })).result).toBe('admitted');
});

test('A ticket of another event is told apart from a code nobody made', async () => {
  const elsewhere = await openStage();
  const { tickets } = await buySeats(await guest(), elsewhere);
  expect((await scan(tickets[0]!.code)).result).toBe('wrong_event');
  expect(await scan('not a code at all')).toEqual({ result: 'unknown_code' });
  expect((await scan(tickets[0]!.code, { eventId: elsewhere.event.id })).result).toBe('admitted');
});

test('Where holders are named, the name must fit', async () => {
  const named = await openStage({ holderNameRequired: true });
  const buyer = await guest();
  const held = await hold(buyer, named, named.takeSeats(1));
  const body = { holdId: held.id, buyer: { email: newAddress('named'), firstName: 'José', lastName: 'Nuñez' } };
  const ordered = (await buyer.postOnce('/orders', body)).is<Order>(201);
  await pay(buyer, ordered);
  await orderReaches(buyer, ordered, 'fulfilled');
  const { code } = (await buyer.get(`/tickets?orderId=${ordered.id}`)).is<ListOf<Ticket>>(200).items[0]!;
  const at = { eventId: named.event.id };
  expect((await scan(code, { ...at, holderLastName: 'Smith' })).result).toBe('holder_mismatch');
  expect((await scan(code, { ...at, holderLastName: 'nunez' })).result).toBe('admitted');
});

test('A ticket for an area has no seat, and the area is named', async () => {
  const buyer = await guest();
  const held = (
    await buyer.post('/holds', { eventId: stage.event.id, areas: [{ areaId: stage.areaId, quantity: 2 }] })
  ).is<Hold>(201);
  const ordered = await order(buyer, held);
  await pay(buyer, ordered);
  await orderReaches(buyer, ordered, 'fulfilled');
  const { items } = (await buyer.get(`/tickets?orderId=${ordered.id}`)).is<ListOf<Ticket>>(200);
  expect(items.map(({ seat, area, tierKey }) => ({ seat, area, tierKey }))).toEqual(
    Array(2).fill({ seat: null, area: 'Floor', tierKey: 'floor' }),
  );
  expect((await scan(items[0]!.code)).ticket).toMatchObject({ seat: null, area: 'Floor' });
});

test('Admissions are counted by gate, and come to the report', async () => {
  const own = await openStage();
  const { tickets } = await buySeats(await guest(), own, 3);
  const at = { eventId: own.event.id };
  await scan(tickets[0]!.code, { ...at, gate: 'North' });
  await scan(tickets[1]!.code, { ...at, gate: 'South' });
  await scan(tickets[1]!.code, { ...at, gate: 'South' });
  const stats = (await petra.get(`/events/${own.event.id}/check-ins/stats`)).is<CheckInStats>(200);
  expect(stats).toMatchObject({ eventId: own.event.id, issued: 3, admitted: 2 });
  expect([...stats.gates].sort((a, b) => String(a.gate).localeCompare(String(b.gate)))).toEqual([
    { gate: 'North', admitted: 1, refused: 0 },
    { gate: 'South', admitted: 1, refused: 1 },
  ]);
  const olu = await organizer();
  await eventually('the report counts who came', async () => {
    const report = (await olu.get(`/events/${own.event.id}/report`)).is<EventReport>(200);
    return report.admissions === 2 || undefined;
  });
});
