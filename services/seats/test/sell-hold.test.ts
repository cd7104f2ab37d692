import { systemClock } from '@usher/kit/clock';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openSeats, type OnSale, type SeatsHost } from './catalog-peer.ts';

describe('paying for and selling a hold', () => {
  let host: SeatsHost;
  let event: OnSale;
  beforeAll(async () => {
    host = await openSeats({ postgresUrl: inject('postgresUrl') });
  });
  afterAll(async () => {
    await host.close();
  });

  const orders = (operation: string, id: string, body: object) =>
    host.peer('seats', operation, { params: { id }, body, from: 'orders' });
  const state = async (place: number) =>
    (
      await host.rows<{ state: number; fence: number }>(
        'seats',
        'select state, fence from claim where event_id = $1 and place = $2',
        [event.eventId, place],
      )
    )[0];
  async function held(...seats: number[]): Promise<{ id: string; owner: string }> {
    const owner = await host.tokenFor({ id: systemClock.newId(), role: 'guest' });
    const answer = await host.call('POST /holds', {
      as: owner,
      body: { eventId: event.eventId, seatIds: seats.map((i) => event.seatId(i)) },
    });
    expect(answer.status).toBe(201);
    return { id: answer.json<{ id: string }>().id, owner };
  }
  beforeAll(async () => {
    event = await host.putOnSale({ rows: 4, seatsPerRow: 10, areas: [] });
  });

  it('is for peers that list seats in their needs, and for nobody else', async () => {
    expect(
      await host.peer('seats', 'sellHold', {
        params: { id: systemClock.newId() },
        body: { orderId: systemClock.newId() },
        from: 'catalog',
      }),
    ).toMatchObject({ status: 403 });
    const stranger = await host.tokenFor({ id: systemClock.newId(), role: 'admin' });
    const answer = await host.app.inject({
      method: 'POST',
      url: `/internal/seats/holds/${systemClock.newId()}/sell`,
      headers: { authorization: `Bearer ${stranger}` },
      payload: {},
    });
    expect(answer.statusCode).toBe(401);
  });

  it('sells once, answers the same order again, and refuses another', async () => {
    const { id, owner } = await held(0, 1);
    const orderId = systemClock.newId();
    const [one, two] = [await orders('sellHold', id, { orderId }), await orders('sellHold', id, { orderId })];
    expect(one.status).toBe(200);
    expect(two).toEqual(one);
    expect(await orders('sellHold', id, { orderId: systemClock.newId() })).toMatchObject({
      status: 409,
      body: { code: 'seats_taken' },
    });
    expect(await state(0)).toEqual({ state: 2, fence: 1 });
    expect((await host.call(`DELETE /holds/${id}`, { as: owner })).json()).toMatchObject({
      status: 409,
      code: 'hold_used',
    });
  });

  it('keeps the seats of a hold that is being paid until the later deadline', async () => {
    const { id, owner } = await held(2);
    const orderId = systemClock.newId();
    const begun = await orders('beginPaying', id, { orderId, deadlineSeconds: 600 });
    expect(begun.status).toBe(200);
    expect(await orders('beginPaying', id, { orderId, deadlineSeconds: 600 })).toEqual(begun);
    expect((await host.call(`DELETE /holds/${id}`, { as: owner })).json()).toMatchObject({
      status: 409,
      code: 'payment_in_progress',
    });
    await host.moveTime(400);
    try {
      expect(
        (
          await host.call('POST /holds', { as: owner, body: { eventId: event.eventId, seatIds: [event.seatId(2)] } })
        ).json(),
      ).toMatchObject({ code: 'seats_taken' });
      const ended = await orders('endPaying', id, { orderId, graceSeconds: 120 });
      // Its own time is over, so the grace counts.
      const left = (Date.parse((ended.body as { expiresAt: string }).expiresAt) - Date.now()) / 1000 - 400;
      expect(left).toBeGreaterThan(110);
      expect(left).toBeLessThan(121);
    } finally {
      await host.moveTime(0);
    }
  });

  it('sells a late payment the same seats under a new fence while they are free, and refuses when they are gone', async () => {
    const late = await held(10, 11);
    await host.moveTime(301);
    try {
      const orderId = systemClock.newId();
      expect((await orders('beginPaying', late.id, { orderId, deadlineSeconds: 600 })).body).toMatchObject({
        code: 'hold_expired',
      });
      await expect.poll(async () => (await state(10))?.state).toBe(0);
      expect(await orders('sellHold', late.id, { orderId })).toMatchObject({ status: 200 });
      expect(await state(10)).toEqual({ state: 2, fence: 2 });
    } finally {
      await host.moveTime(0);
    }
    const gone = await held(12);
    await host.moveTime(301);
    try {
      await held(12);
      expect(await orders('sellHold', gone.id, { orderId: systemClock.newId() })).toMatchObject({
        status: 409,
        body: { code: 'seats_taken' },
      });
    } finally {
      await host.moveTime(0);
    }
  });

  it('gives sold seats back to the sale once, and only those of that order', async () => {
    const { id } = await held(20);
    const orderId = systemClock.newId();
    await orders('sellHold', id, { orderId });
    expect(await orders('giveBack', id, { orderId: systemClock.newId() })).toMatchObject({ status: 200 });
    expect((await state(20))?.state).toBe(2);
    await orders('giveBack', id, { orderId });
    expect((await state(20))?.state).toBe(0);
    const next = await held(20);
    await orders('giveBack', id, { orderId });
    expect((await state(20))?.state).toBe(1);
    await orders('dropHold', next.id, { orderId });
    expect((await state(20))?.state).toBe(0);
  });

  it('tells once that the event sold out, and once that it has places again', async () => {
    const small = await host.putOnSale({ rows: 1, seatsPerRow: 2, areas: [] });
    const owner = await host.tokenFor({ id: systemClock.newId(), role: 'guest' });
    const body = { eventId: small.eventId, seatIds: [small.seatId(0), small.seatId(1)] };
    const { id } = (await host.call('POST /holds', { as: owner, body })).json<{ id: string }>();
    const orderId = systemClock.newId();
    await orders('sellHold', id, { orderId });
    const told = async () => {
      const text = `select (fact->'payload'->>'soldOut')::boolean as sold_out from outbox, json_array_elements(facts) fact
        where fact->>'name' = 'event.availability_changed' and fact->>'aggregateId' = $1 order by outbox.id`;
      return (await host.rows<{ sold_out: boolean }>('seats', text, [small.eventId])).map((row) => row.sold_out);
    };
    await expect.poll(told, { timeout: 10_000 }).toEqual([true]);
    await orders('giveBack', id, { orderId });
    await expect.poll(told, { timeout: 10_000 }).toEqual([true, false]);
  });
});
