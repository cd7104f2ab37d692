import { systemClock } from '@usher/kit/clock';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { openSeats, type OnSale, type SeatsHost } from './catalog-peer.ts';

describe("a hold that becomes somebody else's", () => {
  let host: SeatsHost;
  let event: OnSale;
  let guest: string;
  let ada: string;
  let holdId: string;
  beforeAll(async () => {
    host = await openSeats({ postgresUrl: inject('postgresUrl') });
    event = await host.putOnSale({ rows: 2, seatsPerRow: 10, areas: [] });
  });
  afterAll(async () => {
    await host.close();
  });

  let seat = 0;
  beforeEach(async () => {
    [guest, ada] = [systemClock.newId(), systemClock.newId()];
    const body = { eventId: event.eventId, seatIds: [event.seatId(seat++)] };
    holdId = (await host.call('POST /holds', { as: await tokenOf(guest), body })).json<{ id: string }>().id;
  });
  const tokenOf = (id: string) => host.tokenFor({ id, role: 'guest' });
  const peer = async (operation: string, body: object) =>
    host.peer('seats', operation, { params: { id: holdId }, body, from: 'orders' });
  const transfer = (fromOwnerId = guest, toOwnerId = ada) => peer('transferHold', { fromOwnerId, toOwnerId });
  const seenBy = async (id: string) => host.call(`GET /holds/${holdId}`, { as: await tokenOf(id) });

  it('keeps its places and its time, and is found by its new owner only', async () => {
    const before = (await seenBy(guest)).json();
    expect(await transfer()).toMatchObject({ status: 200 });
    expect((await seenBy(ada)).json()).toEqual(before);
    expect((await seenBy(guest)).status).toBe(404);
    expect(await transfer()).toMatchObject({ status: 200 });
  });

  it('is not given by who does not have it', async () => {
    expect(await transfer(systemClock.newId())).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await seenBy(guest)).status).toBe(200);
  });

  it('stays where it is while it is paid, once it is sold, and when it is over', async () => {
    const orderId = systemClock.newId();
    await peer('beginPaying', { orderId, deadlineSeconds: 600 });
    expect(await transfer()).toMatchObject({ status: 409, body: { code: 'payment_in_progress' } });
    await peer('sellHold', { orderId });
    expect(await transfer()).toMatchObject({ status: 409, body: { code: 'hold_used' } });
    await peer('giveBack', { orderId });
    expect(await transfer()).toMatchObject({ status: 410, body: { code: 'hold_expired' } });
  });
});
