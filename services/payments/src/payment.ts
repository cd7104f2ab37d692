/** A payment as it is stored, read, shown and told. */
import type { Currency, Money } from '@usher/contracts/money';
import type { Payment } from '@usher/contracts/payments';
import { type Queryable, sql } from '@usher/kit/database';
import { readTogether } from '@usher/kit/read-together';
import type { z } from 'zod';
import type { PaymentState } from './payment-state.ts';
import type { PaymentsKit } from './payments-kit.ts';

export interface PaymentRow {
  readonly id: string;
  readonly order_id: string;
  readonly owner_id: string;
  readonly request_key: string;
  readonly request_id: string;
  readonly token: string | null;
  readonly state: PaymentState;
  readonly amount_minor: number | null;
  readonly currency: Currency | null;
  readonly reference: string | null;
  readonly organization_id: string | null;
  readonly hold_id: string | null;
  readonly deadline: string | null;
  readonly charge_id: string | null;
  readonly next_action_url: string | null;
  readonly decline_code: string | null;
  readonly capture_refusal: string | null;
  readonly flagged: string | null;
  readonly version: number;
  readonly created_at: string;
}

/** A payment whose order said what to pay: only such a one is asked of a provider, shown, or told about. */
export type AgreedPayment = PaymentRow & {
  readonly amount_minor: number;
  readonly currency: Currency;
  readonly reference: string;
  readonly organization_id: string;
  readonly deadline: string;
};

/** True once orders has said amount, reference and deadline. */
export function isAgreed(row: PaymentRow): row is AgreedPayment {
  return row.amount_minor !== null;
}

/** The same for a row that must be: anything else is a bug. */
export function agreed(row: PaymentRow): AgreedPayment {
  if (!isAgreed(row)) throw new Error(`payment ${row.id} has no amount yet`);
  return row;
}

/** A payment as the database's clock sees it. */
export interface TimedPayment {
  readonly payment: PaymentRow;
  /** Milliseconds since it last changed. */
  readonly quietMs: number;
  /** Milliseconds until its deadline, negative after it; null before orders set one. */
  readonly leftMs: number | null;
}

export type PaymentReader = (id: string) => Promise<TimedPayment | undefined>;

/** Reads payments by id; those asked for at the same time in one statement. */
export function paymentReader(kit: PaymentsKit): PaymentReader {
  return readTogether<TimedPayment>(kit, { name: 'read-payment', read: (ids) => readPayments(kit.db, ids) });
}

async function readPayments(db: Queryable, ids: readonly string[]): Promise<Map<string, TimedPayment>> {
  const rows = await db.query<PaymentRow & { quiet_ms: number; left_ms: number | null }>(sql`
    select payment.*, (extract(epoch from usher_now() - updated_at) * 1000)::float8 as quiet_ms,
      (extract(epoch from deadline - usher_now()) * 1000)::float8 as left_ms
    from payment where id = any(${ids}::uuid[])`);
  return new Map(rows.map((row) => [row.id, { payment: row, quietMs: row.quiet_ms, leftMs: row.left_ms }]));
}

/** A payment as its buyer and its organizer see it. */
export function answerPayment(row: AgreedPayment): z.input<typeof Payment> {
  return {
    id: row.id,
    orderId: row.order_id,
    state: row.state,
    amount: moneyOf(row),
    ...(row.state === 'requires_action' &&
      row.next_action_url !== null && { nextAction: { url: row.next_action_url } }),
    ...(row.state === 'failed' && row.decline_code !== null && { declineCode: row.decline_code }),
    createdAt: row.created_at,
  };
}

/** What every fact of a payment says. */
export function ofPayment(row: PaymentRow): { paymentId: string; orderId: string; organizationId: string } {
  return { paymentId: row.id, orderId: row.order_id, organizationId: agreed(row).organization_id };
}

/** What is paid. */
export function moneyOf(row: PaymentRow): Money {
  const { amount_minor: amount, currency } = agreed(row);
  return { amount, currency };
}
