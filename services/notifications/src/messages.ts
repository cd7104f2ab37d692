/** Promising a message: once per key, in the transaction of the fact that made it due. */
import type { Transaction } from '@usher/kit/database';
import { sql } from '@usher/kit/database';
import { enqueue } from '@usher/kit/work';
import type { NotificationsKit } from './notifications-kit.ts';

export type MessageKind =
  | 'tickets'
  | 'hold_ending'
  | 'order_expired'
  | 'order_cancelled'
  | 'payment_failed'
  | 'order_lookup'
  | 'password_reset'
  | 'welcome'
  | 'registration_repeated';

export interface NewMessage {
  /** What is promised, e.g. `tickets:<order id>`; a second promise of the same is the same. */
  readonly promise: string;
  readonly kind: MessageKind;
  readonly to: string;
  readonly ownerId?: string;
  readonly subject: string;
  /** Of the request that made it due. */
  readonly requestId: string;
  /** What the text is made of when it is sent. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface MessageRow {
  readonly id: string;
  readonly promise_key: string;
  readonly kind: MessageKind;
  readonly to_email: string;
  readonly owner_id: string | null;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly state: 'queued' | 'sent' | 'failed';
  readonly attempts: number;
  readonly last_error: string | null;
  readonly created_at: string;
  readonly sent_at: string | null;
}

/** Queues messages and the work that sends them; two statements whatever their number. */
export async function promise(kit: NotificationsKit, tx: Transaction, messages: readonly NewMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const made = await tx.query<{ id: string; promise_key: string }>(sql`
    insert into message (id, promise_key, kind, to_email, owner_id, subject, data, created_at)
    select id, promise_key, kind, to_email, owner_id, subject, data::jsonb, usher_now()
    from unnest(
      ${messages.map(() => kit.clock.newId())}::uuid[], ${messages.map((m) => m.promise)}::text[], ${messages.map((m) => m.kind)}::text[], ${messages.map((m) => m.to)}::text[],
      ${messages.map((m) => m.ownerId ?? null)}::uuid[], ${messages.map((m) => oneLine(m.subject))}::text[], ${messages.map((m) => JSON.stringify(m.data))}::text[]
    ) as new (id, promise_key, kind, to_email, owner_id, subject, data)
    on conflict (promise_key) do nothing returning id, promise_key`);
  const requestIds = new Map(messages.map((message) => [message.promise, message.requestId]));
  await enqueue(
    tx,
    'send',
    made.map(({ id, promise_key: key }) => ({ key: id, requestId: requestIds.get(key) ?? id, payload: {} })),
  );
}

/** A subject is one header: whatever a name contains, it stays one line. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 250);
}
