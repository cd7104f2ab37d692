/**
 * Orders end with their holds: by the fact that says so, never by a timer of their own. A hold may end while an order
 * is just being made of it, and its fact then finds no order yet. Such holds are looked at once more, when no request
 * that had read them can be under way any longer.
 */
import type { Fact } from '@usher/contracts/contract';
import { sql, type Transaction } from '@usher/kit/database';
import type { FactHandler } from '@usher/kit/inbox';
import { enqueue, type WorkKind } from '@usher/kit/work';
import { changeOrders, type OrderCall, type OrderChange } from './change-orders.ts';
import { cancelled, expired } from './checkout-steps.ts';
import type { OrdersKit } from './orders-kit.ts';

/** What ends an order, and how. */
const endings = { hold_ended: expired, buyer: () => cancelled('buyer') };

interface HoldEnd {
  readonly holdId: string;
  readonly requestId: string;
}
interface LateEnds {
  readonly ending: keyof typeof endings;
  readonly ends: readonly HoldEnd[];
}

/** More than a request may take from reading a hold to storing its order. */
const LATE_MS = 60_000;

/** `hold.expired`: an order ends when its hold ends; one that is being paid waits for what the bank says. */
export const holdExpired =
  (kit: OrdersKit): FactHandler =>
  (tx, facts) =>
    endNowAndLater(kit, tx, { ending: 'hold_ended', ends: facts.map(endOf) });

/** `seats.released` by the buyer: the order is let go with the hold. */
export const seatsReleased =
  (kit: OrdersKit): FactHandler =>
  (tx, facts) => {
    const byBuyer = facts.filter((fact) => (fact.payload as { reason: string }).reason === 'buyer');
    return endNowAndLater(kit, tx, { ending: 'buyer', ends: byBuyer.map(endOf) });
  };

/** The second look. */
export function endLateOrders(kit: OrdersKit): WorkKind['handle'] {
  return async ({ payload }) => {
    await kit.db.transaction((tx) => endOrders(kit, tx, payload as LateEnds));
    return 'done';
  };
}

async function endNowAndLater(kit: OrdersKit, tx: Transaction, { ending, ends }: LateEnds): Promise<void> {
  const found = await endOrders(kit, tx, { ending, ends });
  const late = ends.filter((end) => !found.has(end.holdId));
  const [first] = late;
  if (!first) return;
  const payload: LateEnds = { ending, ends: late };
  await enqueue(tx, 'end-late-orders', [{ key: first.holdId, requestId: first.requestId, payload, dueInMs: LATE_MS }]);
}

/** Ends what is pending. Gives the holds that an order was made of. */
async function endOrders(kit: OrdersKit, tx: Transaction, { ending, ends }: LateEnds): Promise<ReadonlySet<string>> {
  const requests = new Map(ends.map((end) => [end.holdId, end.requestId]));
  const rows = await tx.query<{ id: string; hold_id: string }>(
    sql`select id, hold_id from orders where hold_id = any(${[...requests.keys()]}::uuid[])`,
  );
  const calls = rows.map((row): OrderCall => ({ orderId: row.id, requestId: requests.get(row.hold_id) ?? row.id }));
  await changeOrders(
    kit,
    tx,
    calls,
    (_call, order): OrderChange<true> => (order?.state === 'pending' ? endings[ending]() : { answer: true }),
  );
  return new Set(rows.map((row) => row.hold_id));
}

function endOf(fact: Fact): HoldEnd {
  return { holdId: (fact.payload as { holdId: string }).holdId, requestId: fact.requestId };
}
