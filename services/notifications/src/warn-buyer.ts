/** One minute before an unpaid order ends, its buyer is told; an order that was extended is looked at again later. */
import { sql } from '@usher/kit/database';
import type { WorkKind } from '@usher/kit/work';
import { promise } from './messages.ts';
import type { NotificationsKit } from './notifications-kit.ts';

const WARNING_SECONDS = 60;

export function warnBuyer(kit: NotificationsKit): WorkKind {
  return {
    concurrency: 16,
    leaseSeconds: 30,
    attemptsMax: 50,
    handle: ({ key, requestId }) =>
      kit.db.transaction(async (tx) => {
        const [open] = await tx.query<{
          seconds_left: number;
          expires_at: string;
          created: { reference: string; eventName: string; ownerId: string; buyer: { email: string } };
        }>(sql`
        select extract(epoch from expires_at - usher_now())::float8 as seconds_left, expires_at, created from open_order where order_id = ${key}`);
        // Paid, ended, or too late to be of use.
        if (!open || open.seconds_left <= 0) return 'done';
        if (open.seconds_left > WARNING_SECONDS + 1)
          return { againInMs: (open.seconds_left - WARNING_SECONDS) * 1_000 };
        const { reference, eventName, ownerId, buyer } = open.created;
        await promise(kit, tx, [
          {
            promise: `hold_ending:${key}`,
            kind: 'hold_ending',
            to: buyer.email,
            ownerId,
            subject: `Your order ${reference}`,
            requestId,
            data: { orderId: key, reference, eventName, until: open.expires_at },
          },
        ]);
        return 'done';
      }),
  };
}
