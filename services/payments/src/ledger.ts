/**
 * The ledger: every captured cent is owed by the provider and owed to the organizer. Entries are
 * double and append-only; the database refuses a transaction that does not sum to zero, and any
 * change of what is written.
 */
import { sql, type Transaction } from '@usher/kit/database';
import { agreed, type PaymentRow } from './payment.ts';

/** Books captured payments, once each: a payment's capture is the ledger transaction of its id. */
export async function bookCaptures(tx: Transaction, provider: string, captured: readonly PaymentRow[]): Promise<void> {
  const entries = captured.map(agreed).flatMap((payment) => [
    { payment, account: `provider:${provider}`, amount: payment.amount_minor },
    { payment, account: `organization:${payment.organization_id}`, amount: -payment.amount_minor },
  ]);
  const moved = entries.filter((entry) => entry.amount !== 0);
  if (moved.length === 0) return;
  await tx.send(sql`
    insert into ledger_entry (txn, account, amount_minor, currency, kind, payment_id, organization_id, booked_at)
    select payment_id, account, amount, currency, 'capture', payment_id, organization_id, usher_now()
    from unnest(${moved.map((e) => e.payment.id)}::uuid[], ${moved.map((e) => e.account)}::text[], ${moved.map((e) => e.amount)}::bigint[],
                ${moved.map((e) => e.payment.currency)}::text[], ${moved.map((e) => e.payment.organization_id)}::uuid[])
      as entry (payment_id, account, amount, currency, organization_id)`);
}
