/** POST /holds/{id}/transfer: a guest who signs in on the way to paying keeps the seats, and the order made of them. */
import type { orders } from '@usher/contracts/orders';
import { sql, type Transaction } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { refuse, refused } from '@usher/kit/refusal';
import { type OrderRow, ofOrder } from './order.ts';
import type { OrdersKit } from './orders-kit.ts';

interface Transfer {
  readonly holdId: string;
  readonly fromOwnerId: string;
  readonly toOwnerId: string;
  readonly requestId: string;
}

/**
 * Two tokens are shown: the caller's own, and the guest's, which nobody but the guest has. The hold moves first;
 * asked again after a crash between the two, the order follows.
 */
export function transferHold(kit: OrdersKit): Handler<typeof orders.operations.transferHold> {
  return async ({ params, body, principal, requestId }) => {
    const guest = await kit.verifyUser(body.guestToken);
    if (guest?.role !== 'guest') return refuse('not_found');
    const owners = { fromOwnerId: guest.id, toOwnerId: principal.id };
    const moved = await kit.peers.seats.transferHold({ params, body: owners, requestId });
    if (refused(moved)) return moved;
    const transfer = { holdId: params.id, ...owners, requestId };
    const orderId = await kit.db.transaction((tx) => transferOrder(kit, tx, transfer));
    return { holdId: params.id, orderId };
  };
}

/** The order of the hold, whatever its state: whose the hold is, his is the order. */
async function transferOrder(kit: OrdersKit, tx: Transaction, transfer: Transfer): Promise<string | null> {
  const { holdId, fromOwnerId, toOwnerId, requestId } = transfer;
  const [moved] = await tx.query<OrderRow>(sql`
    update orders set owner_id = ${toOwnerId}, version = version + 1, updated_at = usher_now()
    where hold_id = ${holdId} and owner_id = ${fromOwnerId} returning *`);
  if (moved) {
    const payload = { ...ofOrder(moved), ownerId: toOwnerId };
    const aggregate = { aggregateId: moved.id, aggregateVersion: moved.version };
    await kit.record(tx, [{ name: 'order.transferred', ...aggregate, requestId, payload }]);
    return moved.id;
  }
  const [own] = await tx.query<{ id: string }>(
    sql`select id from orders where hold_id = ${holdId} and owner_id = ${toOwnerId}`,
  );
  return own?.id ?? null;
}
