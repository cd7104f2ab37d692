import { systemClock } from '@usher/kit/clock';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openSeats, type OnSale, type SeatsHost } from './catalog-peer.ts';

interface HoldBody {
  id: string;
  arrangement?: string;
  items: { seatId?: string; areaId?: string; number: string | null }[];
  code?: string;
  detail?: string;
  seatIds?: string[];
  suggestion?: string[];
  max?: number;
  have?: number;
}

const newGuest = (host: SeatsHost) => host.tokenFor({ id: systemClock.newId(), role: 'guest' });

async function hold(host: SeatsHost, event: OnSale, body: object, as?: string) {
  const answer = await host.call('POST /holds', {
    as: as ?? (await newGuest(host)),
    body: { eventId: event.eventId, ...body },
  });
  return { status: answer.status, body: answer.json<HoldBody>() };
}

/** So many calls of 1 to 4 seats, mixed, that together want exactly all seats. */
function partiesFor(seats: number, parties: number): number[] {
  const sizes = Array.from({ length: parties }, (_, i) => 1 + (i % 4));
  for (let i = 0, over = sizes.reduce((a, b) => a + b) - seats; over !== 0; i = (i + 1) % parties) {
    const step = Math.sign(over);
    if ((sizes[i] ?? 0) - step < 1) continue;
    sizes[i] = (sizes[i] ?? 0) - step;
    over -= step;
  }
  return sizes;
}

describe('holding the best available seats', () => {
  let host: SeatsHost;
  beforeAll(async () => {
    host = await openSeats({ postgresUrl: inject('postgresUrl') });
  });
  afterAll(async () => {
    await host.close();
  });

  it('gives neighbours in the middle of the front row, then says how those lie that are not together', async () => {
    const event = await host.putOnSale({ rows: 2, seatsPerRow: 5, areas: [] });
    const first = await hold(host, event, { bestAvailable: { quantity: 3 } });
    expect(first.status).toBe(201);
    expect(first.body.arrangement).toBe('together');
    expect(first.body.items.map((item) => item.seatId)).toEqual([0, 1, 2].map((i) => event.seatId(i)));
    const second = await hold(host, event, { bestAvailable: { quantity: 6 } });
    expect(second.body.arrangement).toBe('adjacent_rows');
    expect(second.body.items).toHaveLength(6);
    expect(await hold(host, event, { bestAvailable: { quantity: 2 } })).toMatchObject({
      status: 409,
      body: { code: 'not_enough_seats' },
    });
    expect((await hold(host, event, { bestAvailable: { quantity: 1 } })).status).toBe(201);
  });

  it('splits a party in as few parts as will do when no rows have room for it', async () => {
    const event = await host.putOnSale({ rows: 3, seatsPerRow: 5, areas: [] });
    const middle = await hold(host, event, { seatIds: [2, 5, 6, 7, 8, 9, 12].map((i) => event.seatId(i)) });
    expect(middle.status).toBe(201);
    const parts = await hold(host, event, { bestAvailable: { quantity: 3 } });
    expect(parts.body.arrangement).toBe('split');
    expect(parts.body.items).toHaveLength(3);
  });

  it('takes places of one area of the tier where an event has no seats for it', async () => {
    const areas = [
      { name: 'Front', capacity: 2 },
      { name: 'Rear', capacity: 3 },
    ];
    const event = await host.putOnSale({ rows: 0, seatsPerRow: 0, areas });
    const three = await hold(host, event, { bestAvailable: { quantity: 3, tierKey: 'standard' } });
    expect(three.body.items.map((item) => item.areaId)).toEqual([1, 1, 1].map((i) => event.areaId(i)));
    expect(three.body.arrangement).toBeUndefined();
    const two = await hold(host, event, { bestAvailable: { quantity: 2 } });
    expect(two.body.items.map((item) => item.areaId)).toEqual([event.areaId(0), event.areaId(0)]);
    expect((await hold(host, event, { bestAvailable: { quantity: 1 } })).body.code).toBe('not_enough_seats');
  });

  it('finds a seat whose hold has run out, though no sweep has come by', async () => {
    const event = await host.putOnSale({ rows: 1, seatsPerRow: 2, areas: [] });
    await hold(host, event, { bestAvailable: { quantity: 2 } });
    await host.rows('seats', `update claim set expires_at = now() - interval '1 second' where event_id = $1`, [
      event.eventId,
    ]);
    expect((await hold(host, event, { bestAvailable: { quantity: 2 } })).status).toBe(201);
  });

  it('sells a hall exactly out to two hundred at once, at two copies, without an overlap', async () => {
    const other = await openSeats({
      postgresUrl: inject('postgresUrl'),
      databases: { seats: host.databaseUrl('seats') },
    });
    const event = await host.putOnSale({ rows: 20, seatsPerRow: 24, areas: [] });
    const parties = partiesFor(480, 200);
    const answers = await Promise.all(
      parties.map((quantity, i) => hold(i % 2 === 0 ? host : other, event, { bestAvailable: { quantity } })),
    );
    await other.close();
    expect(answers.map((answer) => answer.status)).toEqual(parties.map(() => 201));
    expect(answers.map((answer) => answer.body.items.length)).toEqual(parties);
    const seats = answers.flatMap((answer) => answer.body.items.map((item) => item.seatId));
    expect(new Set(seats).size).toBe(480);
    expect((await hold(host, event, { bestAvailable: { quantity: 1 } })).body.code).toBe('not_enough_seats');
  });

  it('goes well with choosing by hand at the same time: every seat has one buyer', async () => {
    const event = await host.putOnSale({ rows: 4, seatsPerRow: 10, areas: [] });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        hold(host, event, i % 2 === 0 ? { seatIds: [event.seatId(i)] } : { bestAvailable: { quantity: 1 } }),
      ),
    );
    const chosen = answers.filter((_, i) => i % 2 === 1);
    expect(chosen.map((answer) => answer.status)).toEqual(chosen.map(() => 201));
    const held = answers.flatMap((answer) => (answer.status === 201 ? answer.body.items : []));
    expect(new Set(held.map((item) => item.seatId)).size).toBe(held.length);
  });

  describe('with the orphan rule', () => {
    it('refuses a choice that leaves a single seat, names it and offers the nearest one that does not', async () => {
      const event = await host.putOnSale({ rows: 2, seatsPerRow: 6, areas: [] }, { orphanRule: 'on' });
      const seats = (...indexes: number[]) => indexes.map((i) => event.seatId(i));
      const answer = await hold(host, event, { seatIds: seats(1, 2) });
      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'orphan_seat', seatIds: seats(0), suggestion: seats(0, 1) },
      });
      expect(answer.body.detail).toContain('row 1, seat 1');
      expect((await hold(host, event, { seatIds: answer.body.suggestion ?? [] })).status).toBe(201);
      // Between two bought blocks: seat 3 would be alone.
      expect((await hold(host, event, { seatIds: seats(3, 4, 5) })).body).toMatchObject({ seatIds: seats(2) });
      expect((await hold(host, event, { seatIds: seats(2, 3, 4, 5) })).status).toBe(201);
    });

    it('lets pass what cannot be done better in the section, and everything where the rule is off', async () => {
      const event = await host.putOnSale({ rows: 1, seatsPerRow: 3, areas: [] }, { orphanRule: 'on' });
      expect((await hold(host, event, { seatIds: [event.seatId(1)] })).body.code).toBe('orphan_seat');
      expect((await hold(host, event, { seatIds: [event.seatId(0), event.seatId(1)] })).status).toBe(201);
      const free = await host.putOnSale({ rows: 1, seatsPerRow: 3, areas: [] });
      expect((await hold(host, free, { seatIds: [free.seatId(1)] })).status).toBe(201);
    });
  });
});

describe('a limit for each buyer', () => {
  let host: SeatsHost;
  beforeAll(async () => {
    host = await openSeats({ postgresUrl: inject('postgresUrl') });
  });
  afterAll(async () => {
    await host.close();
  });

  it('counts all holds of the buyer, tells how many there are, and forgets those that ended', async () => {
    const event = await host.putOnSale({ rows: 1, seatsPerRow: 10, areas: [] }, { maxTicketsPerBuyer: 4 });
    const buyer = await newGuest(host);
    const first = await hold(host, event, { bestAvailable: { quantity: 3 } }, buyer);
    expect(await hold(host, event, { seatIds: [event.seatId(8), event.seatId(9)] }, buyer)).toMatchObject({
      status: 422,
      body: { code: 'too_many_tickets', max: 4, have: 3 },
    });
    expect((await hold(host, event, { bestAvailable: { quantity: 4 } })).status).toBe(201);
    await host.call(`DELETE /holds/${first.body.id}`, { as: buyer });
    expect((await hold(host, event, { bestAvailable: { quantity: 4 } }, buyer)).status).toBe(201);
  });

  it('holds for calls made at once, at two copies', async () => {
    const other = await openSeats({
      postgresUrl: inject('postgresUrl'),
      databases: { seats: host.databaseUrl('seats') },
    });
    const event = await host.putOnSale({ rows: 4, seatsPerRow: 10, areas: [] }, { maxTicketsPerBuyer: 5 });
    const buyer = { id: systemClock.newId(), role: 'customer' as const };
    const copies = [
      { copy: host, token: await host.tokenFor(buyer) },
      { copy: other, token: await other.tokenFor(buyer) },
    ];
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        copies.map(({ copy, token }, at) => hold(copy, event, { seatIds: [event.seatId(2 * i + at)] }, token)),
      ).flat(),
    );
    await other.close();
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(5);
    expect(answers.filter((answer) => answer.body.code === 'too_many_tickets')).toHaveLength(15);
  });

  it('that is set later counts what the buyer had before', async () => {
    const event = await host.putOnSale({ rows: 1, seatsPerRow: 10, areas: [] });
    const buyer = await newGuest(host);
    await hold(host, event, { bestAvailable: { quantity: 3 } }, buyer);
    await event.update({ maxTicketsPerBuyer: 4 });
    await expect
      .poll(async () => (await hold(host, event, { bestAvailable: { quantity: 2 } }, buyer)).body, { timeout: 5_000 })
      .toMatchObject({ code: 'too_many_tickets', have: 3 });
  });
});
