/**
 * Moving orders from state to state. One transaction takes many: it locks them, lets each decision
 * see the order as it stands, and writes states, the state log and facts set-based. An illegal move
 * is a bug and throws; what should not move is left by deciding nothing.
 */
import type { orders } from '@usher/contracts/orders';
import { sql, type Transaction } from '@usher/kit/database';
import type { FactOf } from '@usher/kit/service';
import { continueTrace } from '@usher/kit/trace';
import { type OrderRow } from './order.ts';
import { mayMove, type OrderState } from './order-state.ts';
import type { OrdersKit } from './orders-kit.ts';

export type OrdersFact = FactOf<typeof orders>;

export interface OrderCall {
  readonly orderId: string;
  readonly requestId: string;
}

/** What was decided for an order: an answer, and the moves it makes (several in a row where one passes through a state). */
export interface OrderChange<Answer> {
  readonly answer: Answer;
  readonly through?: readonly OrderState[];
  readonly reason?: string;
  readonly paymentId?: string;
  readonly expiresAt?: string;
  readonly facts?: (after: OrderRow) => readonly { name: OrdersFact['name']; payload: OrdersFact['payload'] }[];
}

export interface Changed<Answer> {
  readonly answer: Answer;
  readonly order: OrderRow | undefined;
}

/** Decides calls in order; a second call on the same order sees what the first did. */
export async function changeOrders<Call extends OrderCall, Answer>(
  kit: OrdersKit,
  tx: Transaction,
  calls: readonly Call[],
  decide: (call: Call, order: OrderRow | undefined) => OrderChange<Answer>,
): Promise<Changed<Answer>[]> {
  const ids = [...new Set(calls.map((call) => call.orderId))];
  const rows = await tx.query<OrderRow>(
    sql`select * from orders where id = any(${ids}::uuid[]) order by id for update`,
  );
  const orders = new Map(rows.map((row) => [row.id, row]));
  const moves: Move[] = [];
  const facts: OrdersFact[] = [];
  const results = calls.map((call): Changed<Answer> => {
    const before = orders.get(call.orderId);
    const change = decide(call, before);
    if (before) continueTrace(call.requestId, before.hold_id);
    if (!before || change.through === undefined) return { answer: change.answer, order: before };
    const after = applyMoves(before, change, moves);
    orders.set(after.id, after);
    for (const fact of change.facts?.(after) ?? []) {
      facts.push({
        ...fact,
        aggregateId: after.id,
        aggregateVersion: after.version,
        requestId: call.requestId,
      } as OrdersFact);
    }
    return { answer: change.answer, order: after };
  });
  const changed = new Set(moves.map((move) => move.orderId));
  await writeOrders(
    tx,
    [...orders.values()].filter((order) => changed.has(order.id)),
  );
  await writeMoves(tx, moves);
  await kit.record(tx, facts);
  return results;
}

interface Move {
  readonly orderId: string;
  readonly seq: number;
  readonly from: OrderState;
  readonly to: OrderState;
  readonly reason: string | undefined;
}

function applyMoves<Answer>(before: OrderRow, change: OrderChange<Answer>, moves: Move[]): OrderRow {
  let { state, version } = before;
  for (const to of change.through ?? []) {
    if (!mayMove(state, to)) throw new Error(`an order cannot go from ${state} to ${to}`);
    version += 1;
    moves.push({ orderId: before.id, seq: version, from: state, to, reason: change.reason });
    state = to;
  }
  return {
    ...before,
    state,
    version,
    payment_id: change.paymentId ?? before.payment_id,
    expires_at: change.expiresAt ?? before.expires_at,
  };
}

async function writeOrders(tx: Transaction, orders: readonly OrderRow[]): Promise<void> {
  if (orders.length === 0) return;
  await tx.send(sql`
    update orders set state = changed.state, version = changed.version, payment_id = changed.payment_id, expires_at = changed.expires_at,
      updated_at = usher_now(), paid_at = case when changed.state = 'paid' then usher_now() else orders.paid_at end
    from unnest(${orders.map((o) => o.id)}::uuid[], ${orders.map((o) => o.state)}::text[], ${orders.map((o) => o.version)}::int[],
                ${orders.map((o) => o.payment_id)}::uuid[], ${orders.map((o) => o.expires_at)}::timestamptz[])
      as changed (id, state, version, payment_id, expires_at)
    where orders.id = changed.id`);
}

async function writeMoves(tx: Transaction, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  await tx.send(sql`
    insert into order_state_log (order_id, seq, from_state, to_state, reason, at)
    select order_id, seq, from_state, to_state, reason, usher_now()
    from unnest(${moves.map((m) => m.orderId)}::uuid[], ${moves.map((m) => m.seq)}::int[], ${moves.map((m) => m.from)}::text[],
                ${moves.map((m) => m.to)}::text[], ${moves.map((m) => m.reason ?? null)}::text[]) as moved (order_id, seq, from_state, to_state, reason)`);
}
