/**
 * Moving payments from state to state. One transaction takes many: it locks them, lets each decision
 * see the payment as it stands, and writes states, facts, ledger entries and the work that follows,
 * set-based. An illegal move is a bug and throws; what should not move is left by deciding nothing.
 */
import type { payments } from '@usher/contracts/payments';
import { sql, type Transaction } from '@usher/kit/database';
import type { FactOf } from '@usher/kit/service';
import { continueTrace } from '@usher/kit/trace';
import { cancelWork, enqueue } from '@usher/kit/work';
import { bookCaptures } from './ledger.ts';
import type { PaymentRow } from './payment.ts';
import { isOpen, mayMove, type PaymentState } from './payment-state.ts';
import type { PaymentsKit } from './payments-kit.ts';

export type PaymentsFact = FactOf<typeof payments>;

export interface PaymentCall {
  readonly paymentId: string;
  readonly requestId: string;
}

/** What was decided for a payment. */
export interface PaymentChange<Answer> {
  readonly answer: Answer;
  readonly to?: PaymentState;
  readonly set?: Partial<
    Pick<PaymentRow, 'charge_id' | 'next_action_url' | 'decline_code' | 'capture_refusal' | 'flagged'>
  >;
  /** What is told of it, from the payment as it is afterwards. */
  readonly fact?: (after: PaymentRow) => { name: PaymentsFact['name']; payload: PaymentsFact['payload'] };
  /** Nobody watches the outcome any more: ask the provider soon. */
  readonly askSoon?: boolean;
  /** The provider keeps money reserved that nobody will take. */
  readonly letGo?: boolean;
}

export interface Changed<Answer> {
  readonly answer: Answer;
  readonly payment: PaymentRow | undefined;
}

const ASK_SOON_MS = 1_000;

/** Decides calls in order; a second call on the same payment sees what the first did. */
export async function changePayments<Call extends PaymentCall, Answer>(
  kit: PaymentsKit,
  tx: Transaction,
  calls: readonly Call[],
  decide: (call: Call, payment: PaymentRow | undefined) => PaymentChange<Answer>,
): Promise<Changed<Answer>[]> {
  const ids = [...new Set(calls.map((call) => call.paymentId))];
  const rows = await tx.query<PaymentRow>(
    sql`select * from payment where id = any(${ids}::uuid[]) order by id for update`,
  );
  const before = new Map(rows.map((row) => [row.id, row]));
  const now = new Map(before);
  const follow = { facts: [] as PaymentsFact[], askSoon: new Map<string, string>(), letGo: new Map<string, string>() };
  const results = calls.map((call): Changed<Answer> => {
    const payment = now.get(call.paymentId);
    if (payment?.hold_id) continueTrace(call.requestId, payment.hold_id);
    const change = decide(call, payment);
    if (!payment) return { answer: change.answer, payment };
    const after = apply(payment, change);
    now.set(after.id, after);
    if (change.fact) {
      const told = { aggregateId: after.id, aggregateVersion: after.version, requestId: call.requestId };
      follow.facts.push({ ...change.fact(after), ...told } as PaymentsFact);
    }
    if (change.askSoon === true) follow.askSoon.set(after.id, call.requestId);
    if (change.letGo === true) follow.letGo.set(after.id, call.requestId);
    return { answer: change.answer, payment: after };
  });
  const changed = [...now.values()].filter((row) => row !== before.get(row.id));
  await writePayments(tx, changed);
  await bookCaptures(
    tx,
    'testcard',
    changed.filter((row) => row.state === 'captured' && before.get(row.id)?.state !== 'captured'),
  );
  await kit.record(tx, follow.facts);
  const settled = [...now.values()].filter((row) => !isOpen(row.state)).map((row) => row.id);
  const asked = [...follow.askSoon].filter(([id]) => !settled.includes(id));
  await cancelWork(tx, 'ask-provider', [...settled, ...asked.map(([id]) => id)]);
  await enqueue(
    tx,
    'ask-provider',
    asked.map(([key, requestId]) => ({ key, requestId, payload: {}, dueInMs: ASK_SOON_MS })),
  );
  await enqueue(
    tx,
    'void',
    [...follow.letGo].map(([key, requestId]) => ({ key, requestId, payload: {} })),
  );
  return results;
}

function apply(payment: PaymentRow, change: PaymentChange<unknown>): PaymentRow {
  const { to, set = {}, fact } = change;
  if (to !== undefined && !mayMove(payment.state, to)) {
    throw new Error(`a payment cannot go from ${payment.state} to ${to}`);
  }
  const news = Object.entries(set).some(([name, value]) => payment[name as keyof PaymentRow] !== value);
  if (to === undefined && !fact && !news) return payment;
  return { ...payment, ...set, state: to ?? payment.state, version: payment.version + 1 };
}

async function writePayments(tx: Transaction, changed: readonly PaymentRow[]): Promise<void> {
  if (changed.length === 0) return;
  await tx.send(sql`
    update payment set state = changed.state, version = changed.version, charge_id = changed.charge_id, next_action_url = changed.next_action_url,
      decline_code = changed.decline_code, capture_refusal = changed.capture_refusal, flagged = changed.flagged,
      token = case when changed.open then payment.token end, updated_at = usher_now()
    from unnest(${changed.map((p) => p.id)}::uuid[], ${changed.map((p) => p.state)}::text[], ${changed.map((p) => p.version)}::int[],
                ${changed.map((p) => p.charge_id)}::text[], ${changed.map((p) => p.next_action_url)}::text[], ${changed.map((p) => p.decline_code)}::text[],
                ${changed.map((p) => p.capture_refusal)}::text[], ${changed.map((p) => p.flagged)}::text[], ${changed.map((p) => isOpen(p.state))}::boolean[])
      as changed (id, state, version, charge_id, next_action_url, decline_code, capture_refusal, flagged, open)
    where payment.id = changed.id`);
}
