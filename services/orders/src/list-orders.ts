/** Reading orders: one's own, and those of one's organization. */
import type { Order, orders } from '@usher/contracts/orders';
import { encodeCursor, readTimeCursor } from '@usher/kit/cursor';
import { sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { worksFor } from '@usher/kit/principal';
import { refuse, refuseFields } from '@usher/kit/refusal';
import type { z } from 'zod';
import { answerOrders, orderReader, type OrderRow } from './order.ts';
import type { OrdersKit } from './orders-kit.ts';

const badCursor = () => refuseFields([{ path: 'cursor', message: 'is not a cursor of this list' }]);

/** GET /orders/{id}: for its buyer, its organizer and admins; for anybody else there is no such order. */
export function getOrder(kit: OrdersKit): Handler<typeof orders.operations.getOrder> {
  const readOrder = orderReader(kit);
  // Its buyer looks again and again until the tickets are there, and so does everybody else's.
  const answerTogether = kit.batch<OrderRow, z.input<typeof Order>>({
    name: 'answer-order',
    lanes: 2,
    cap: 64,
    queueMax: 5_000,
    run: (rows) => answerOrders(kit.db, rows),
  });
  return async (call) => {
    const order = await readOrder(call.params.id);
    if (
      !order ||
      (order.owner_id !== call.principal.id && !worksFor(call.principal, order.organization_id, ['organizer']))
    )
      return refuse('not_found');
    return answerTogether(order);
  };
}

/** GET /orders: the caller's own, newest first. */
export function listOrders(kit: OrdersKit): Handler<typeof orders.operations.listOrders> {
  return async (call) => {
    const after = readTimeCursor(call.query.cursor);
    if (after === 'bad') return badCursor();
    const rows = await kit.db.query<OrderRow>(sql`
      select * from orders
      where owner_id = ${call.principal.id} and state = coalesce(${call.query.state ?? null}, state)
        and (created_at, id) < (coalesce(${after.at}::timestamptz, 'infinity'), coalesce(${after.id}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
      order by created_at desc, id desc limit ${call.query.limit + 1}`);
    return pageOf(kit, rows, call.query.limit);
  };
}

/** GET /organizations/{id}/orders: all of them, found by reference, name or address. */
export function listOrganizationOrders(kit: OrdersKit): Handler<typeof orders.operations.listOrganizationOrders> {
  return async (call) => {
    if (!worksFor(call.principal, call.params.id, ['organizer'])) return refuse('forbidden');
    const after = readTimeCursor(call.query.cursor);
    if (after === 'bad') return badCursor();
    const { q, state, eventId, limit } = call.query;
    const pattern = q === undefined || q.trim() === '' ? null : `%${q.trim().replace(/[\\%_]/g, '\\$&')}%`;
    const rows = await kit.db.query<OrderRow>(sql`
      select * from orders
      where organization_id = ${call.params.id} and state = coalesce(${state ?? null}, state) and event_id = coalesce(${eventId ?? null}::uuid, event_id)
        and (${pattern}::text is null or reference ilike ${pattern} or buyer_email ilike ${pattern} or buyer_first_name || ' ' || buyer_last_name ilike ${pattern})
        and (created_at, id) < (coalesce(${after.at}::timestamptz, 'infinity'), coalesce(${after.id}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
      order by created_at desc, id desc limit ${limit + 1}`);
    return pageOf(kit, rows, limit);
  };
}

async function pageOf(kit: OrdersKit, rows: readonly OrderRow[], limit: number) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await answerOrders(kit.db, shown),
    nextCursor: rows.length > limit && last ? encodeCursor([last.created_at, last.id]) : null,
  };
}
