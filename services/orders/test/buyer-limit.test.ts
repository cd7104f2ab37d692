import { systemClock } from '@usher/kit/clock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type OrderHost, openOrders } from './order-host.ts';

describe('a limit of tickets for each buyer', () => {
  let host: OrderHost;
  beforeAll(async () => {
    host = await openOrders();
  });
  afterEach(() => host.updateEvent({ maxTicketsPerBuyer: null }));
  afterAll(async () => {
    await host.close();
  });

  /** Orders a fresh hold of two seats by a guest nobody knows. */
  const orderTwo = async (email: string, hold = host.hold(systemClock.newId())) =>
    host.call('POST /orders', {
      as: await host.tokenFor({ id: hold.ownerId, role: 'guest' }),
      headers: { 'idempotency-key': systemClock.newId() },
      body: { holdId: hold.id, buyer: { email, firstName: 'Ada', lastName: 'Lovelace' } },
    });

  it('counts an address as one buyer, whoever is signed in and however it is written', async () => {
    await host.updateEvent({ maxTicketsPerBuyer: 4 });
    expect((await orderTwo('grace@example.com')).status).toBe(201);
    expect((await orderTwo('Grace+stage@Example.com')).status).toBe(201);
    const third = await orderTwo('grace+again@example.com');
    expect(third.status).toBe(422);
    expect(third.json()).toMatchObject({ code: 'too_many_tickets', max: 4, have: 4 });
    expect((await orderTwo('graceful@example.com')).status).toBe(201);
  });

  it('holds for orders made at once', async () => {
    await host.updateEvent({ maxTicketsPerBuyer: 5 });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => orderTwo(`alan+${i}@example.com`)));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(2);
    expect(answers.filter((answer) => answer.status === 422)).toHaveLength(10);
  });

  it('counts orders made before it was set, and not those that were cancelled', async () => {
    const hold = host.hold(systemClock.newId());
    const before = (await orderTwo('emmy@example.com', hold)).json<{ id: string }>();
    await host.updateEvent({ maxTicketsPerBuyer: 3 });
    expect((await orderTwo('emmy@example.com')).status).toBe(422);
    const as = await host.tokenFor({ id: hold.ownerId, role: 'guest' });
    expect((await host.call(`POST /orders/${before.id}/cancel`, { as })).status).toBe(200);
    expect((await orderTwo('emmy@example.com')).status).toBe(201);
  });

  it('says of a hold that was ordered that it was ordered', async () => {
    await host.updateEvent({ maxTicketsPerBuyer: 2 });
    const hold = host.hold(systemClock.newId());
    expect((await orderTwo('mary@example.com', hold)).status).toBe(201);
    expect((await orderTwo('mary@example.com', hold)).json()).toMatchObject({ code: 'hold_used' });
  });

  it('lets anybody order any number where there is none', async () => {
    for (let i = 0; i < 5; i += 1) expect((await orderTwo('hedy@example.com')).status).toBe(201);
  });
});
