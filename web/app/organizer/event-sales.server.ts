/** How a published event sells, as its overview first shows it. */
import type { Ask, Data } from '../api/ask.ts';
import { now } from '../clock.ts';

const ORDERS_SHOWN = 8;

/** Null while the figures cannot be had; an event published a moment ago has none yet for a second or so. */
export async function salesOf(ask: Ask, organizationId: string, event: Pick<Data<'getEvent'>, 'id' | 'waitingRoom'>) {
  const eventId = event.id;
  const [report, availability, orders, queue] = await Promise.all([
    ask('getEventReport', { params: { id: eventId } }),
    ask('getAvailability', { params: { id: eventId } }),
    ask('listOrganizationOrders', { params: { id: organizationId }, query: { eventId, limit: ORDERS_SHOWN } }),
    event.waitingRoom === 'off' ? null : ask('getQueue', { params: { id: eventId } }),
  ]);
  if (!report.ok) return null;
  const areas = availability.ok ? availability.data.areas : [];
  const waiting = queue?.ok ? queue.data.waiting : null;
  return { first: { report: report.data, areas, waiting, atMs: now() }, orders: orders.ok ? orders.data.items : [] };
}
