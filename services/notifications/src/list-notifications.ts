/** Lists of messages: one's own, and the failed ones for admins, who may have them sent again. */
import type { notifications } from '@usher/contracts/notifications';
import { encodeCursor, readTimeCursor } from '@usher/kit/cursor';
import { sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { refuse, refuseFields } from '@usher/kit/refusal';
import { enqueue } from '@usher/kit/work';
import type { MessageRow } from './messages.ts';
import type { NotificationsKit } from './notifications-kit.ts';

/** GET /notifications: what was sent to the caller, to an account or for an order. */
export function listNotifications(kit: NotificationsKit): Handler<typeof notifications.operations.listNotifications> {
  return async (call) => {
    const after = readTimeCursor(call.query.cursor);
    if (after === 'bad') return badCursor();
    const rows = await kit.db.query<MessageRow>(sql`
      select message.* from message
      where (owner_id = ${call.principal.id} or (data->>'orderId')::uuid in (select order_id from order_owner where owner_id = ${call.principal.id}))
        and (created_at, id) < (coalesce(${after.at}::timestamptz, 'infinity'), coalesce(${after.id}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
      order by created_at desc, id desc limit ${call.query.limit + 1}`);
    return pageOf(rows, call.query.limit, shown);
  };
}

/** GET /admin/notifications: by state, the failed ones unless told otherwise. */
export function listFailedNotifications(
  kit: NotificationsKit,
): Handler<typeof notifications.operations.listFailedNotifications> {
  return async (call) => {
    const after = readTimeCursor(call.query.cursor);
    if (after === 'bad') return badCursor();
    const rows = await kit.db.query<MessageRow>(sql`
      select * from message where state = ${call.query.state}
        and (created_at, id) < (coalesce(${after.at}::timestamptz, 'infinity'), coalesce(${after.id}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
      order by created_at desc, id desc limit ${call.query.limit + 1}`);
    return pageOf(rows, call.query.limit, detailed);
  };
}

/** POST /admin/notifications/{id}/retry: a failed message is queued again with all its attempts. */
export function retryNotification(kit: NotificationsKit): Handler<typeof notifications.operations.retryNotification> {
  return async (call) => {
    const { id } = call.params;
    const row = await kit.db.transaction(async (tx) => {
      const [again] = await tx.query<MessageRow>(
        sql`update message set state = 'queued', attempts = 0 where id = ${id} and state = 'failed' returning *`,
      );
      if (again) await enqueue(tx, 'send', [{ key: id, requestId: call.requestId, payload: {} }]);
      return again ?? (await tx.query<MessageRow>(sql`select * from message where id = ${id}`))[0];
    });
    return row ? detailed(row) : refuse('not_found');
  };
}

function shown(row: MessageRow) {
  return {
    id: row.id,
    kind: row.kind,
    to: row.to_email,
    subject: row.subject,
    state: row.state,
    attempts: row.attempts,
    createdAt: row.created_at,
    sentAt: row.sent_at,
  };
}
const detailed = (row: MessageRow) => ({ ...shown(row), lastError: row.last_error });

const badCursor = () => refuseFields([{ path: 'cursor', message: 'is not a cursor of this list' }]);

function pageOf<Item>(
  rows: readonly MessageRow[],
  limit: number,
  show: (row: MessageRow) => Item,
): { items: Item[]; nextCursor: string | null } {
  const last = rows[limit - 1];
  return {
    items: rows.slice(0, limit).map(show),
    nextCursor: rows.length > limit && last ? encodeCursor([last.created_at, last.id]) : null,
  };
}
