import { systemClock } from '@usher/kit/clock';
import { eventually } from '@usher/kit/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OrderHost, openOrders } from './order-host.ts';

describe('an order that is made of a hold just as that ends', () => {
  let host: OrderHost;
  beforeEach(async () => {
    host = await openOrders();
  });
  afterEach(async () => {
    await host.close();
  });

  it.each([
    ['hold.expired', 'expired', 'order.expired'],
    ['seats.released', 'cancelled', 'order.cancelled'],
  ] as const)('does not stay pending for ever when %s came before it', async (ending, state, fact) => {
    const hold = host.hold(systemClock.newId());
    await host.tellHold(ending, hold);
    await eventually(async () => {
      expect(await host.rows('orders', `select position::int from inbox where producer = 'seats'`)).toEqual([
        { position: 1 },
      ]);
    });
    // The request had read the hold before it ended: seats still says held.
    const order = await host.order(hold);
    expect(order.state).toBe('pending');
    await host.moveTime(120);
    await eventually(async () => {
      expect(await host.rows('orders', 'select state from orders where id = $1', [order.id])).toEqual([{ state }]);
    }, 3_000);
    expect(await host.told(order.id)).toEqual(['order.created', fact]);
    await eventually(async () => {
      expect(await host.rows('orders', 'select kind from work')).toEqual([]);
    });
  });
});
