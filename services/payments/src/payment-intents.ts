/**
 * Before a provider is asked: the intent row, and what orders says is to be paid. Both are stored
 * before the next step is taken, so that whoever finds the row after a crash can go on from it.
 */
import { type Queryable, sql } from '@usher/kit/database';
import { refused, type Refusal } from '@usher/kit/refusal';
import { continueTrace } from '@usher/kit/trace';
import { enqueue } from '@usher/kit/work';
import type { Batch } from '@usher/kit/batch';
import { isAgreed, type PaymentRow } from './payment.ts';
import type { PaymentsKit } from './payments-kit.ts';
import type { Till } from './settle-payments.ts';

export interface Intent {
  readonly id: string;
  readonly orderId: string;
  readonly ownerId: string;
  readonly requestKey: string;
  readonly requestId: string;
  readonly token: string;
}

type BeginRefusal = Refusal<
  'not_found' | 'hold_expired' | 'payment_in_progress' | 'already_paid' | 'order_not_payable'
>;

/** What orders answered. */
interface Terms {
  readonly paymentId: string;
  readonly amount: number;
  readonly currency: string;
  readonly reference: string;
  readonly organizationId: string;
  readonly eventId: string;
  readonly holdId: string;
  readonly deadline: string;
}

/** By order, its latest payments that came to nothing: the order need not wait for that fact. */
export type FailedPayments = ReadonlyMap<string, readonly string[]>;

export interface Kept {
  readonly payment: PaymentRow;
  readonly failed: FailedPayments;
}

export interface Intents {
  /** Stores an intent, or finds the payment an earlier try of the same request stored. */
  readonly keep: Batch<Intent, Kept>;
  /** Asks orders what to pay and stores it; a no ends the payment. Throws while orders is away. */
  agree(payment: PaymentRow, failed: FailedPayments, requestId: string): Promise<PaymentRow | BeginRefusal>;
}

/** Until then the request that made the payment asks the provider itself. */
const RESUME_AFTER_MS = 8_000;
const FAILED_SENT_MAX = 20;
const ORDERS_TIMEOUT_MS = 3_000;

/** Opens the two batches. */
export function openIntents(kit: PaymentsKit, till: Till): Intents {
  const keep = kit.batch<Intent, Kept>({
    name: 'keep-intent',
    lanes: 2,
    cap: 64,
    queueMax: 2_000,
    keys: (intent) => [`${intent.orderId} ${intent.ownerId} ${intent.requestKey}`],
    run: (intents) => keepAll(kit, till, intents),
  });
  const keepTerms = kit.batch<Terms, PaymentRow>({
    name: 'keep-terms',
    lanes: 2,
    cap: 64,
    queueMax: 2_000,
    keys: (terms) => [terms.paymentId],
    run: (all) => keepAllTerms(kit, all),
  });
  return {
    keep,
    async agree(payment, failed, requestId) {
      const begun = await kit.peers.orders.beginPayment({
        params: { id: payment.order_id },
        body: {
          paymentId: payment.id,
          principalId: payment.owner_id,
          failedPaymentIds: [...(failed.get(payment.order_id) ?? [])],
        },
        requestId,
        timeoutMs: ORDERS_TIMEOUT_MS,
      });
      if (!refused(begun)) {
        const { amount: price, ...terms } = begun;
        continueTrace(requestId, terms.holdId);
        return keepTerms({ paymentId: payment.id, ...price, ...terms });
      }
      // Orders has nothing running for it: it fails without a word, and no provider ever hears of it.
      const { payment: now } = await till.settle({
        paymentId: payment.id,
        requestId,
        decide: (current) =>
          current?.state === 'processing' && current.amount_minor === null
            ? { answer: 'moved', to: 'failed', set: { decline_code: begun.code } }
            : { answer: 'known' },
      });
      // Somebody else took this very payment up and agreed on it meanwhile: the no was about what that came to.
      return now && isAgreed(now) ? now : begun;
    },
  };
}

/** Reads the failed payments of orders. */
export async function failedPayments(db: Queryable, orderIds: readonly string[]): Promise<FailedPayments> {
  const rows = await db.query<{ order_id: string; ids: string[] }>(sql`
    select order_id, (array_agg(id::text order by created_at desc))[1:${FAILED_SENT_MAX}::int] as ids
    from payment where order_id = any(${orderIds}::uuid[]) and state = 'failed' and amount_minor is not null group by order_id`);
  return new Map(rows.map((row) => [row.order_id, row.ids]));
}

async function keepAll(kit: PaymentsKit, till: Till, intents: readonly Intent[]): Promise<Kept[]> {
  return kit.db.transaction(async (tx) => {
    const reading = failedPayments(tx, [...new Set(intents.map((intent) => intent.orderId))]);
    const making = tx.query<PaymentRow>(sql`
      insert into payment (id, order_id, owner_id, request_key, request_id, token, provider, state, created_at, updated_at)
      select id, order_id, owner_id, request_key, request_id, token, ${till.provider.name}, 'processing', usher_now(), usher_now()
      from unnest(${intents.map((i) => i.id)}::uuid[], ${intents.map((i) => i.orderId)}::uuid[], ${intents.map((i) => i.ownerId)}::uuid[],
                  ${intents.map((i) => i.requestKey)}::text[], ${intents.map((i) => i.requestId)}::text[], ${intents.map((i) => i.token)}::text[])
        as intent (id, order_id, owner_id, request_key, request_id, token)
      on conflict do nothing returning *`);
    const [failed, made] = await Promise.all([reading, making]);
    await enqueue(
      tx,
      'ask-provider',
      made.map((row) => ({ key: row.id, requestId: row.request_id, payload: {}, dueInMs: RESUME_AFTER_MS })),
    );
    const found = new Map(made.map((row) => [keyOf(row.order_id, row.owner_id, row.request_key), row]));
    const missing = intents.filter((i) => !found.has(keyOf(i.orderId, i.ownerId, i.requestKey)));
    for (const row of await readRequests(tx, missing))
      found.set(keyOf(row.order_id, row.owner_id, row.request_key), row);
    return intents.map((intent) => {
      const row = found.get(keyOf(intent.orderId, intent.ownerId, intent.requestKey));
      if (!row) throw new Error(`payment ${intent.id} was neither stored nor found`);
      return { payment: row, failed };
    });
  });
}

const keyOf = (orderId: string, ownerId: string, requestKey: string): string => `${orderId} ${ownerId} ${requestKey}`;

async function readRequests(tx: Queryable, intents: readonly Intent[]): Promise<PaymentRow[]> {
  if (intents.length === 0) return [];
  return tx.query<PaymentRow>(sql`
    select payment.* from payment
    join unnest(${intents.map((i) => i.orderId)}::uuid[], ${intents.map((i) => i.ownerId)}::uuid[], ${intents.map((i) => i.requestKey)}::text[])
      as asked (order_id, owner_id, request_key) using (order_id, owner_id, request_key)`);
}

/** What was agreed first stays: an answer that comes again changes nothing. */
async function keepAllTerms(kit: PaymentsKit, all: readonly Terms[]): Promise<PaymentRow[]> {
  const rows = await kit.db.query<PaymentRow>(sql`
    update payment set amount_minor = coalesce(payment.amount_minor, terms.amount), currency = coalesce(payment.currency, terms.currency),
      reference = coalesce(payment.reference, terms.reference), organization_id = coalesce(payment.organization_id, terms.organization_id),
      event_id = coalesce(payment.event_id, terms.event_id), hold_id = coalesce(payment.hold_id, terms.hold_id),
      deadline = coalesce(payment.deadline, terms.deadline)
    from unnest(${all.map((t) => t.paymentId)}::uuid[], ${all.map((t) => t.amount)}::bigint[], ${all.map((t) => t.currency)}::text[], ${all.map((t) => t.reference)}::text[],
                ${all.map((t) => t.organizationId)}::uuid[], ${all.map((t) => t.eventId)}::uuid[], ${all.map((t) => t.holdId)}::uuid[], ${all.map((t) => t.deadline)}::timestamptz[])
      as terms (id, amount, currency, reference, organization_id, event_id, hold_id, deadline)
    where payment.id = terms.id returning payment.*`);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return all.map(({ paymentId }) => {
    const row = byId.get(paymentId);
    if (!row) throw new Error(`payment ${paymentId} vanished`);
    return row;
  });
}
