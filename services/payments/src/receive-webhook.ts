/**
 * POST /webhooks/payments/{provider}: a notice is checked by its signature over the very bytes, then
 * stored together with what it does, in one transaction. A 200 means both are kept. The same notice
 * again, or one that is late, early or out of order, does nothing.
 */
import type { payments } from '@usher/contracts/payments';
import { sql, type Transaction } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { refuse } from '@usher/kit/refusal';
import { type Changed, changePayments, type PaymentChange } from './change-payments.ts';
import { type Heard, hearCharge } from './hear-charge.ts';
import type { PaymentRow } from './payment.ts';
import type { PaymentsKit } from './payments-kit.ts';
import type { Notice } from './provider.ts';
import { tellOdd, type Till } from './settle-payments.ts';

interface NoticeCall {
  readonly notice: Notice;
  readonly paymentId: string;
  readonly requestId: string;
}

/** No payment has this id: a notice about nothing of ours is kept all the same. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

export function receiveWebhook(kit: PaymentsKit, till: Till): Handler<typeof payments.operations.receiveWebhook> {
  const keep = kit.batch<NoticeCall, true>({
    name: 'keep-notice',
    lanes: 2,
    cap: 64,
    queueMax: 5_000,
    keys: (call) => [call.paymentId],
    run: (calls) => keepAll(kit, till.provider.name, calls),
  });
  return async (call) => {
    if (call.params.provider !== till.provider.name) return refuse('not_found');
    const notice = till.provider.readNotice(call.raw?.bytes ?? Buffer.alloc(0), (name) => call.header(name));
    if (notice === 'forged') return refuse('invalid_signature');
    if (notice === 'unreadable') return refuse('invalid_json');
    await keep({ notice, paymentId: notice.paymentId ?? NOBODY, requestId: call.requestId });
    return undefined;
  };
}

async function keepAll(kit: PaymentsKit, provider: string, calls: readonly NoticeCall[]): Promise<true[]> {
  const changed = await kit.db.transaction(async (tx) => {
    const results = await changePayments(kit, tx, calls, hear);
    await storeNotices(tx, provider, calls, results);
    return results;
  });
  tellOdd(kit, calls, changed);
  return calls.map(() => true);
}

function hear({ notice }: NoticeCall, payment: PaymentRow | undefined): PaymentChange<Heard> {
  return notice.charge ? hearCharge(payment, notice.charge) : { answer: 'unknown_payment' };
}

async function storeNotices(
  tx: Transaction,
  provider: string,
  calls: readonly NoticeCall[],
  results: readonly Changed<Heard>[],
): Promise<void> {
  const rows = calls.map(({ notice }, i) => ({
    ...notice,
    outcome: results[i]?.answer ?? 'known',
    paymentId: results[i]?.payment?.id ?? null,
  }));
  await tx.send(sql`
    insert into webhook_inbox (provider, event_id, type, payment_id, body, outcome, received_at)
    select ${provider}::text, event_id, type, payment_id, body::jsonb, outcome, usher_now()
    from unnest(${rows.map((r) => r.eventId)}::text[], ${rows.map((r) => r.type)}::text[], ${rows.map((r) => r.paymentId)}::uuid[],
                ${rows.map((r) => JSON.stringify(r.body))}::text[], ${rows.map((r) => r.outcome)}::text[])
      as notice (event_id, type, payment_id, body, outcome)
    on conflict do nothing`);
}
