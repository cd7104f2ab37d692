/** What an order's page shows: the order, its payment, its tickets and the event, read together. */
import { type LoaderFunctionArgs, redirect } from 'react-router';
import { apiOf } from '../api/server.ts';
import { seenOf } from '../checkout/seen.ts';
import { linesOfOrder } from '../checkout/summary-lines.ts';
import { paths } from '../paths.ts';
import { sessionOf } from '../session/session.ts';
import { visitContext } from '../visit.ts';

export type OrderData = Awaited<ReturnType<typeof loadOrder>>;

/** So long after ordering the page congratulates; later it is about the event. */
const FRESH_MS = 30 * 60_000;

/** The order with its tickets, as far as they are made. Throws a 404 when it is another's. */
export async function loadOrder({ params, context }: LoaderFunctionArgs) {
  const ask = apiOf(context);
  const id = params['orderId'] ?? '';
  const answer = await ask('getOrder', { params: { id } });
  if (!answer.ok && answer.refusal.status === 401) throw redirect(paths.login({ next: paths.order(id) }));
  if (!answer.ok) throw new Response(null, { status: answer.refusal.status || 503 });
  const order = answer.data;
  const [payment, event, tickets] = await Promise.all([
    order.paymentId === null ? undefined : ask('getPayment', { params: { id: order.paymentId } }),
    ask('getEvent', { params: { idOrSlug: order.eventId } }),
    ask('listTickets', { query: { orderId: id, limit: 100 } }),
  ]);
  const known = event.ok ? event.data : undefined;
  const latest = payment?.ok ? payment.data : undefined;
  return {
    order,
    lines: linesOfOrder(order, known?.priceTiers ?? []),
    venue: known && `${known.venue.name}, ${known.venue.city}`,
    slug: known?.slug ?? order.eventId,
    payment: latest === undefined ? null : { state: latest.state },
    tickets: tickets.ok ? tickets.data.items : [],
    seen: seenOf(order, latest),
    isFresh: context.get(visitContext).clock.now() - Date.parse(order.createdAt) < FRESH_MS,
    isGuest: sessionOf(context).viewer?.role === 'guest',
  };
}
