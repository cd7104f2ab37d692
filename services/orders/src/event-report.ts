/** GET /events/{id}/report: what an event sold, by tier and by day of the event's own zone, and who came. */
import type { orders } from '@usher/contracts/orders';
import type { Currency } from '@usher/contracts/money';
import { sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { worksFor } from '@usher/kit/principal';
import { refuse } from '@usher/kit/refusal';
import { readEvents } from './order.ts';
import type { OrdersKit } from './orders-kit.ts';

interface Sold {
  tier_key: string;
  day: string;
  sold: number;
  revenue: number;
}

export function getEventReport(kit: OrdersKit): Handler<typeof orders.operations.getEventReport> {
  return async (call) => {
    const eventId = call.params.id;
    const event = (await readEvents(kit.db, [eventId])).get(eventId);
    if (!event || !worksFor(call.principal, event.organization_id, ['organizer'])) return refuse('not_found');
    const sold = await kit.db.query<Sold>(sql`
      select tier_key, to_char(paid_at at time zone ${event.time_zone}, 'YYYY-MM-DD') as day, count(*)::int as sold, sum(order_line.total_minor)::bigint as revenue
      from orders join order_line on order_line.order_id = orders.id
      where event_id = ${eventId} and state in ('paid', 'fulfilled', 'partially_refunded') group by 1, 2 order by 2, 1`);
    const [counts] = await kit.db.query<{ held: number; admissions: number; capacity: number | null }>(sql`
      select (select count(*)::int from orders join order_line on order_line.order_id = orders.id where event_id = ${eventId} and state in ('pending', 'paying', 'confirmed')) as held,
             coalesce((select admissions from admission_count where event_id = ${eventId}), 0) as admissions,
             (select places from event_capacity where event_id = ${eventId}) as capacity`);
    const currency: Currency = event.price_tiers[0]?.price.currency ?? 'EUR';
    const total = (rows: readonly Sold[]) => ({
      sold: rows.reduce((sum, row) => sum + row.sold, 0),
      revenue: { amount: rows.reduce((sum, row) => sum + row.revenue, 0), currency },
    });
    const days = [...new Set(sold.map((row) => row.day))];
    return {
      eventId,
      timeZone: event.time_zone,
      capacity: counts?.capacity ?? null,
      ...total(sold),
      held: counts?.held ?? 0,
      admissions: counts?.admissions ?? 0,
      byTier: event.price_tiers.map((tier) => ({
        tierKey: tier.key,
        name: tier.name,
        ...total(sold.filter((row) => row.tier_key === tier.key)),
      })),
      byDay: days.map((day) => ({ day, ...total(sold.filter((row) => row.day === day)) })),
    };
  };
}
