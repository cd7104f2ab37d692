import { systemClock } from '@usher/kit/clock';
import { eventually } from '@usher/kit/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openSeats, type OnSale, type SeatsHost } from './catalog-peer.ts';

interface HoldBody {
  id: string;
  expiresAt: string;
  extendableTo: string | null;
  state: string;
  items: { seatId?: string; areaId?: string; row: string | null; price: { amount: number } }[];
  total: { amount: number };
}

describe('holding seats', () => {
  let host: SeatsHost;
  let event: OnSale;
  beforeAll(async () => {
    host = await openSeats({ postgresUrl: inject('postgresUrl') });
  });
  afterAll(async () => {
    await host.close();
  });

  const newGuest = () => host.tokenFor({ id: systemClock.newId(), role: 'guest' });
  const fresh = async (rows = 2, seatsPerRow = 5, capacity = 10) => {
    event = await host.putOnSale({ rows, seatsPerRow, areas: [{ name: 'Floor', capacity }] });
  };
  const hold = async (as: string, body: object, headers: Record<string, string> = {}) =>
    host.call('POST /holds', { as, body: { eventId: event.eventId, ...body }, headers });
  const states = async () =>
    (
      await host.rows<{ place: number; state: number }>(
        'seats',
        'select place, state from claim where event_id = $1 order by place',
        [event.eventId],
      )
    ).map((row) => row.state);

  it('answers each place with its names and price, and the total', async () => {
    await fresh();
    const answer = await hold(await newGuest(), {
      seatIds: [event.seatId(6), event.seatId(7)],
      areas: [{ areaId: event.areaId(0), quantity: 2 }],
    });
    expect(answer.status).toBe(201);
    const body = answer.json<HoldBody>();
    expect(body.items).toHaveLength(4);
    expect(body.items[0]).toEqual({
      seatId: event.seatId(6),
      section: 'Stalls',
      row: '2',
      number: '2',
      tierKey: 'standard',
      price: { amount: 4500, currency: 'EUR' },
    });
    expect(body.items[2]).toEqual({
      areaId: event.areaId(0),
      section: 'Floor',
      row: null,
      number: null,
      tierKey: 'standard',
      price: { amount: 4500, currency: 'EUR' },
    });
    expect(body.total).toEqual({ amount: 18_000, currency: 'EUR' });
    expect(Date.parse(body.expiresAt) - Date.now()).toBeGreaterThan(290_000);
  });

  it('names the seats that are taken and leaves nothing behind', async () => {
    await fresh();
    const first = await newGuest();
    await hold(first, { seatIds: [event.seatId(1), event.seatId(2)] });
    const before = await states();
    const answer = await hold(await newGuest(), {
      seatIds: [event.seatId(0), event.seatId(1), event.seatId(2)],
      areas: [{ areaId: event.areaId(0), quantity: 1 }],
    });
    expect(answer.status).toBe(409);
    expect(answer.json()).toMatchObject({ code: 'seats_taken', seatIds: [event.seatId(1), event.seatId(2)] });
    expect(await states()).toEqual(before);
    // One's own other hold counts as taken too.
    expect((await hold(first, { seatIds: [event.seatId(1)] })).json()).toMatchObject({ code: 'seats_taken' });
  });

  it('takes neither seats nor places when the area has too few left', async () => {
    await fresh(1, 5, 3);
    await hold(await newGuest(), { areas: [{ areaId: event.areaId(0), quantity: 2 }] });
    const before = await states();
    const answer = await hold(await newGuest(), {
      seatIds: [event.seatId(0)],
      areas: [{ areaId: event.areaId(0), quantity: 2 }],
    });
    expect(answer.json()).toMatchObject({ status: 409, code: 'not_enough_seats' });
    expect(await states()).toEqual(before);
    expect((await hold(await newGuest(), { areas: [{ areaId: event.areaId(0), quantity: 1 }] })).status).toBe(201);
  });

  it('refuses what the event does not have, too many tickets, and doubles', async () => {
    await fresh(2, 10);
    const guest = await newGuest();
    expect((await hold(guest, { seatIds: [systemClock.newId()] })).json()).toMatchObject({
      status: 422,
      code: 'unknown_seat',
    });
    expect((await hold(guest, { seatIds: [event.seatId(20)] })).json()).toMatchObject({
      status: 422,
      code: 'unknown_seat',
    });
    expect((await hold(guest, { areas: [{ areaId: systemClock.newId(), quantity: 1 }] })).json()).toMatchObject({
      status: 422,
      code: 'unknown_seat',
    });
    expect((await hold(guest, { seatIds: Array.from({ length: 9 }, (_, i) => event.seatId(i)) })).json()).toMatchObject(
      { status: 422, code: 'too_many_tickets', max: 8 },
    );
    expect((await hold(guest, { seatIds: [event.seatId(0), event.seatId(0)] })).status).toBe(400);
    expect((await hold(guest, { eventId: systemClock.newId(), seatIds: [event.seatId(0)] })).status).toBe(404);
    expect((await states()).every((state) => state === 0)).toBe(true);
  });

  it('checks who is asking before what is asked', async () => {
    await fresh();
    const answer = await host.call('POST /holds', { body: { nonsense: true } });
    expect(answer.json()).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect((await host.call('POST /holds', { as: 'made.up.token', body: {} })).json()).toMatchObject({
      status: 401,
      code: 'invalid_token',
    });
  });

  it('sells only inside the sale window, by the database clock', async () => {
    await fresh();
    const guest = await newGuest();
    await event.update({ salesOpenAt: '2098-01-01T00:00:00.000Z' });
    expect((await hold(guest, { seatIds: [event.seatId(0)] })).json()).toMatchObject({
      status: 403,
      code: 'sales_not_open',
    });
    expect((await hold(guest, { seatIds: [systemClock.newId()] })).json()).toMatchObject({ code: 'sales_not_open' });
    await event.update({ salesCloseAt: '2021-01-01T00:00:00.000Z' });
    expect((await hold(guest, { seatIds: [event.seatId(0)] })).json()).toMatchObject({
      status: 403,
      code: 'sales_closed',
    });
    await event.update({ startsAt: '2021-01-01T00:00:00.000Z' });
    expect((await hold(guest, { seatIds: [event.seatId(0)] })).json()).toMatchObject({
      status: 403,
      code: 'sales_closed',
    });
    await event.update({ status: 'cancelled' });
    expect((await hold(guest, { seatIds: [event.seatId(0)] })).json()).toMatchObject({
      status: 409,
      code: 'event_cancelled',
    });
  });

  it('gives a lapsed place to the next buyer, whether or not the sweep came by', async () => {
    await fresh();
    const late = await newGuest();
    const body = (await hold(late, { seatIds: [event.seatId(3)] })).json<HoldBody>();
    await host.moveTime(301);
    try {
      expect((await hold(await newGuest(), { seatIds: [event.seatId(3)] })).status).toBe(201);
      expect((await host.call(`GET /holds/${body.id}`, { as: late })).json()).toMatchObject({
        state: 'expired',
        extendableTo: null,
      });
      await eventually(async () => {
        expect(
          await host.rows('seats', `select 1 from hold where id = $1 and state = 'expired'`, [body.id]),
        ).toHaveLength(1);
      });
      // The sweep took nothing from the new owner.
      expect((await states())[3]).toBe(1);
    } finally {
      await host.moveTime(0);
    }
  });

  it('gives the first answer again to the same key, and refuses the key for another body', async () => {
    await fresh();
    const guest = await newGuest();
    const key = { 'idempotency-key': 'first-hold' };
    const [one, two] = [
      await hold(guest, { seatIds: [event.seatId(0)] }, key),
      await hold(guest, { seatIds: [event.seatId(0)] }, key),
    ];
    expect(two.status).toBe(201);
    expect(two.json()).toEqual(one.json());
    expect((await hold(guest, { seatIds: [event.seatId(1)] }, key)).json()).toMatchObject({
      status: 422,
      code: 'idempotency_key_reused',
    });
    const late = await newGuest();
    const refusal = await hold(late, { seatIds: [event.seatId(0)] }, key);
    expect(refusal.json()).toMatchObject({ code: 'seats_taken' });
    expect(refusal.headers).not.toHaveProperty('idempotency-replayed');
    expect((await hold(late, { seatIds: [event.seatId(0)] }, key)).headers).toMatchObject({
      'idempotency-replayed': 'true',
    });
  });

  it('lets go once and for all, extends once, and shows holds to their owner only', async () => {
    await fresh();
    const [owner, stranger] = [await newGuest(), await newGuest()];
    const held = (await hold(owner, { seatIds: [event.seatId(0)] })).json<HoldBody>();
    const { id } = held;
    expect((await host.call(`GET /holds/${id}`, { as: stranger })).status).toBe(404);
    expect((await host.call(`DELETE /holds/${id}`, { as: stranger })).status).toBe(404);
    expect((await host.call(`POST /holds/${id}/extend`, { as: stranger })).status).toBe(404);
    const offered = Date.parse(held.extendableTo ?? '');
    expect(offered - Date.parse(held.expiresAt)).toBe(300_000);
    const show = async () => (await host.call(`GET /holds/${id}`, { as: owner })).json<HoldBody>();
    expect(await show()).toMatchObject({ extendableTo: held.extendableTo });
    const extended = (await host.call(`POST /holds/${id}/extend`, { as: owner })).json<HoldBody>();
    expect([Date.parse(extended.expiresAt), extended.extendableTo]).toEqual([offered, null]);
    const [claim] = await host.rows<{ same: boolean }>(
      'seats',
      `select expires_at = $2::timestamptz as same from claim where hold_id = $1`,
      [id, held.extendableTo],
    );
    expect(claim).toEqual({ same: true });
    expect(await show()).toMatchObject({ expiresAt: extended.expiresAt, extendableTo: null });
    expect((await host.call(`POST /holds/${id}/extend`, { as: owner })).json()).toMatchObject({
      status: 409,
      code: 'already_extended',
    });
    expect((await host.call(`DELETE /holds/${id}`, { as: owner })).status).toBe(204);
    expect((await host.call(`DELETE /holds/${id}`, { as: owner })).status).toBe(204);
    expect((await states())[0]).toBe(0);
    expect((await host.call(`POST /holds/${id}/extend`, { as: owner })).json()).toMatchObject({
      status: 410,
      code: 'hold_expired',
    });
  });

  it('tells the same key what it told first, whatever has become of the sale since', async () => {
    await fresh();
    const guest = await newGuest();
    const under = (name: string) => ({ 'idempotency-key': `whatever-came-${name}` });
    const first = await hold(guest, { seatIds: [event.seatId(0)] }, under('held'));
    await event.update({ salesCloseAt: '2021-01-01T00:00:00.000Z' });
    const refusal = await hold(guest, { seatIds: [event.seatId(1)] }, under('closed'));
    expect(refusal.json()).toMatchObject({ code: 'sales_closed' });
    const held = await hold(guest, { seatIds: [event.seatId(0)] }, under('held'));
    expect(held.status).toBe(201);
    expect(held.text).toBe(first.text);
    await event.update({ salesCloseAt: '2098-01-01T00:00:00.000Z' });
    const closed = await hold(guest, { seatIds: [event.seatId(1)] }, under('closed'));
    expect(closed.json()).toMatchObject({ code: 'sales_closed' });
    expect(closed.headers).toMatchObject({ 'idempotency-replayed': 'true' });
    expect((await hold(guest, { seatIds: [event.seatId(1)] }, under('another'))).status).toBe(201);
  });

  it('keeps one answer for places chosen in the area after the seats were too few', async () => {
    await fresh(1, 2, 4);
    const guest = await newGuest();
    const key = { 'idempotency-key': 'seats-then-area' };
    const first = await hold(guest, { bestAvailable: { quantity: 3 } }, key);
    expect(first.status).toBe(201);
    expect((await hold(guest, { bestAvailable: { quantity: 3 } }, key)).text).toBe(first.text);
    const none = { 'idempotency-key': 'neither' };
    expect((await hold(guest, { bestAvailable: { quantity: 4 } }, none)).json()).toMatchObject({
      code: 'not_enough_seats',
    });
    expect((await hold(guest, { bestAvailable: { quantity: 4 } }, none)).headers).toHaveProperty(
      'idempotency-replayed',
    );
    expect((await states()).filter((state) => state === 1)).toHaveLength(3);
  });
});
