/** The snapshot tickets are issued from. */
import type { OrderSnapshot } from '@usher/contracts/orders-facts';
import type { Queryable } from '@usher/kit/database';
import type { z } from 'zod';
import { buyerOf, ofOrder, type OrderRow, readEventsOf, readLines } from './order.ts';

/** Reads the lines of many orders at once; gives the function that writes one order's snapshot. */
export async function paidFacts(
  tx: Queryable,
  orderIds: readonly string[],
): Promise<(order: OrderRow) => z.input<typeof OrderSnapshot>> {
  const [lines, events] = await Promise.all([readLines(tx, orderIds), readEventsOf(tx, orderIds)]);
  return (order) => {
    const tiers = new Map(events.get(order.event_id)?.price_tiers.map((tier) => [tier.key, tier.name]));
    if (order.payment_id === null) throw new Error(`order ${order.id} is paid by no payment`);
    return {
      ...ofOrder(order),
      ownerId: order.owner_id,
      buyer: buyerOf(order),
      locale: order.locale,
      paymentId: order.payment_id,
      total: { amount: order.total_minor, currency: order.currency },
      lines: (lines.get(order.id) ?? []).map((line) => ({
        lineId: line.id,
        seatId: line.seat_id,
        areaId: line.area_id,
        section: line.section,
        row: line.row_name,
        number: line.seat_number,
        tierKey: line.tier_key,
        tierName: tiers.get(line.tier_key) ?? line.tier_key,
        price: { amount: line.total_minor, currency: line.currency },
        attendee: {
          firstName: line.attendee_first_name ?? order.buyer_first_name,
          lastName: line.attendee_last_name ?? order.buyer_last_name,
        },
      })),
    };
  };
}
