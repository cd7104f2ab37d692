import { systemClock } from '@usher/kit/clock';
import { createLog } from '@usher/kit/log';
import { rewriteStatements } from '@usher/kit/testing';
import { describeWith } from '@usher/kit/testing-programs';
import { startRedis } from '@usher/kit/testing-redis';
import { expect, inject, it, onTestFinished } from 'vitest';
import { openSeats } from './catalog-peer.ts';

describeWith('redis-server', 'two copies of seats that share Redis', () => {
  it('show each other what was held, without waiting for the next look into the log', async () => {
    const server = await startRedis();
    onTestFinished(() => server.stop());
    const redises = [await server.open(createLog('silent')), await server.open(createLog('silent'))] as const;
    const postgresUrl = inject('postgresUrl');
    const one = await openSeats({ postgresUrl, redis: redises[0] });
    const event = await one.putOnSale({ rows: 1, seatsPerRow: 4, areas: [] });
    const other = await openSeats({
      postgresUrl,
      redis: redises[1],
      databases: { seats: one.databaseUrl('seats') },
      // It neither numbers the log nor reads on in it: what it learns, Redis brought.
      wrapDatabase: (_service, db) =>
        rewriteStatements(db, (text) =>
          text
            .replace('from outbox where number is null', 'from outbox where false')
            .replace('from outbox where number >', 'from outbox where false and number >'),
        ),
    });
    const seats = async () => (await other.call(`GET /events/${event.eventId}/availability`)).json<{ seats: string }>();
    const free = await seats();
    await expect
      .poll(() => server.tell((commands) => commands.pubsub('NUMSUB', 'usher:tail:seats')))
      .toEqual(['usher:tail:seats', 2]);
    const guest = await one.tokenFor({ id: systemClock.newId(), role: 'guest' });
    const body = { eventId: event.eventId, seatIds: [event.seatId(1)] };
    expect((await one.call('POST /holds', { as: guest, body })).status).toBe(201);
    await expect.poll(async () => Buffer.from((await seats()).seats, 'base64')[0], { timeout: 5_000 }).toBe(0b0100);
    expect(Buffer.from(free.seats, 'base64')[0]).toBe(0);
    await one.close();
    await other.close();
    for (const redis of redises) redis.close();
  });
});

it('a copy that has not heard of new places yet can hold and tell them all the same', async () => {
  const postgresUrl = inject('postgresUrl');
  const one = await openSeats({ postgresUrl });
  const event = await one.putOnSale({ rows: 1, seatsPerRow: 2, areas: [{ name: 'Floor', capacity: 1 }] });
  const deaf = await openSeats({
    postgresUrl,
    databases: { seats: one.databaseUrl('seats') },
    wrapDatabase: (_service, db) =>
      rewriteStatements(db, (text) => text.replace('from outbox where number', 'from outbox where false and number')),
  });
  const guest = await deaf.tokenFor({ id: systemClock.newId(), role: 'guest' });
  const holdPlaces = (quantity: number) =>
    deaf.call('POST /holds', {
      as: guest,
      body: { eventId: event.eventId, areas: [{ areaId: event.areaId(0), quantity }] },
    });
  expect((await holdPlaces(2)).json()).toMatchObject({ code: 'not_enough_seats' });
  const organizer = await one.tokenFor({
    id: systemClock.newId(),
    role: 'organizer',
    organizations: { [event.organizationId]: 'organizer' },
  });
  const route = `PATCH /events/${event.eventId}/areas/${event.areaId(0)}`;
  expect((await one.call(route, { as: organizer, body: { capacity: 3 } })).status).toBe(200);
  const held = await holdPlaces(3);
  expect(held.status).toBe(201);
  expect(held.json<{ items: unknown[] }>().items).toHaveLength(3);
  await deaf.close();
  await one.close();
});

it('a buyer who held at one copy sees it at the other at once, though nothing tells the two of each other', async () => {
  const postgresUrl = inject('postgresUrl');
  const one = await openSeats({ postgresUrl });
  const event = await one.putOnSale({ rows: 1, seatsPerRow: 40, areas: [] });
  const other = await openSeats({ postgresUrl, databases: { seats: one.databaseUrl('seats') } });
  const guest = await one.tokenFor({ id: systemClock.newId(), role: 'guest' });
  const route = `GET /events/${event.eventId}/availability`;
  const taken = async () => {
    const { seats } = (await other.call(route)).json<{ seats: string }>();
    return Buffer.from(seats, 'base64').toString('hex');
  };
  let before = await taken();
  for (let seat = 0; seat < 40; seat += 1) {
    const body = { eventId: event.eventId, seatIds: [event.seatId(seat)] };
    expect((await one.call('POST /holds', { as: guest, body })).status).toBe(201);
    const after = await taken();
    expect(after).not.toBe(before);
    before = after;
  }
  await other.close();
  await one.close();
});
