import { systemClock } from '@usher/kit/clock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OrderHost, openOrders, type ScriptedHold } from './order-host.ts';

describe('a guest who signs in on the way to paying', () => {
  let host: OrderHost;
  beforeAll(async () => {
    host = await openOrders();
  });
  afterAll(async () => {
    await host.close();
  });

  const tokenOf = (id: string, role: 'guest' | 'customer') => host.tokenFor({ id, role });
  const transfer = async (hold: ScriptedHold, to: string, guestToken: string) =>
    host.call(`POST /holds/${hold.id}/transfer`, { as: await tokenOf(to, 'customer'), body: { guestToken } });

  it('keeps the hold and the order made of it, and nobody else sees them any longer', async () => {
    const [guest, ada] = [systemClock.newId(), systemClock.newId()];
    const hold = host.hold(guest);
    const order = await host.order(hold);
    const answer = await transfer(hold, ada, await tokenOf(guest, 'guest'));
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json()).toEqual({ holdId: hold.id, orderId: order.id });
    expect(hold.ownerId).toBe(ada);
    expect(await host.read(order.id, ada)).toMatchObject({ id: order.id, state: 'pending' });
    expect(await host.read(order.id, guest)).toMatchObject({ status: 404 });
    expect(await host.told(order.id)).toEqual(['order.created', 'order.transferred']);
    expect((await host.begin(order.id, systemClock.newId(), guest)).status).toBe(404);
    expect((await host.begin(order.id, systemClock.newId(), ada)).status).toBe(200);
  });

  it('may ask twice, and is told of no order where there is none yet', async () => {
    const [guest, ada] = [systemClock.newId(), systemClock.newId()];
    const hold = host.hold(guest);
    const guestToken = await tokenOf(guest, 'guest');
    for (let i = 0; i < 2; i += 1)
      expect((await transfer(hold, ada, guestToken)).json()).toEqual({ holdId: hold.id, orderId: null });
    const order = await host.order(hold);
    expect((await transfer(hold, ada, guestToken)).json()).toEqual({ holdId: hold.id, orderId: order.id });
    expect(await host.told(order.id)).toEqual(['order.created']);
  });

  it('needs the token of the guest who holds: no other guest, no account, nothing made up', async () => {
    const [guest, ada] = [systemClock.newId(), systemClock.newId()];
    const hold = host.hold(guest);
    const tokens = [await tokenOf(systemClock.newId(), 'guest'), await tokenOf(guest, 'customer'), 'a.b.c'];
    for (const token of tokens)
      expect((await transfer(hold, ada, token)).json()).toMatchObject({ status: 404, code: 'not_found' });
    expect(hold.ownerId).toBe(guest);
  });

  it('is somebody with an account: a guest or nobody takes nothing over', async () => {
    const guest = systemClock.newId();
    const hold = host.hold(guest);
    const body = { guestToken: await tokenOf(guest, 'guest') };
    const route = `POST /holds/${hold.id}/transfer`;
    expect((await host.call(route, { as: await tokenOf(systemClock.newId(), 'guest'), body })).status).toBe(403);
    expect((await host.call(route, { body })).status).toBe(401);
  });

  it('hears what seats says of a hold that is over', async () => {
    const [guest, ada] = [systemClock.newId(), systemClock.newId()];
    const hold = host.hold(guest);
    hold.state = 'expired';
    expect((await transfer(hold, ada, await tokenOf(guest, 'guest'))).json()).toMatchObject({
      status: 410,
      code: 'hold_expired',
    });
  });
});
