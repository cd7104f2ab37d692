/** POST /orders/lookup: somebody without an account finds an order again, by mail. */
import type { orders } from '@usher/contracts/orders';
import { sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { ofOrder, type OrderRow } from './order.ts';
import type { OrdersKit } from './orders-kit.ts';

const PER_HOUR_MAX = 3;

/** Answers the same whatever is true; a mail goes out only to the address on the order, three times an hour at most. */
export function lookupOrder(kit: OrdersKit): Handler<typeof orders.operations.lookupOrder> {
  return async (call) => {
    const { reference, email } = call.body;
    await kit.db.transaction(async (tx) => {
      const [order] = await tx.query<OrderRow>(sql`
        update orders set
          lookups = case when lookups_since > usher_now() - interval '1 hour' then lookups + 1 else 1 end,
          lookups_since = case when lookups_since > usher_now() - interval '1 hour' then lookups_since else usher_now() end
        where reference = ${reference.trim().toUpperCase()} and lower(buyer_email) = ${email}
          and (lookups_since is null or lookups_since <= usher_now() - interval '1 hour' or lookups < ${PER_HOUR_MAX})
        returning *`);
      if (!order) return;
      await kit.record(tx, [
        {
          name: 'order.lookup_requested',
          aggregateId: order.id,
          aggregateVersion: order.version,
          requestId: call.requestId,
          payload: { ...ofOrder(order), email: order.buyer_email, state: order.state },
        },
      ]);
    });
    return undefined;
  };
}
