/** What a ticket's page shows: the ticket, its siblings of the same order, and how order and event stand. */
import { type LoaderFunctionArgs, redirect } from 'react-router';
import type { Refusal } from '../api/ask.ts';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { sessionOf } from '../session/session.ts';
import { allTickets } from './all-tickets.server.ts';

/** Throws what ends the request early: the way to log in, or 404 for a ticket that is somebody else's. */
export async function loadTicket({ params, url, context }: LoaderFunctionArgs) {
  const { viewer } = sessionOf(context);
  const logIn = () => redirect(paths.login({ next: url.pathname }));
  if (viewer === null) throw logIn();
  const ask = apiOf(context);
  const found = await ask('getTicket', { params: { id: params['ticketId'] ?? '' } });
  if (!found.ok) throw viewer.role === 'guest' && found.refusal.status === 404 ? logIn() : faultOf(found.refusal);
  const ticket = found.data;
  const [siblings, order, event] = await Promise.all([
    allTickets(ask, ticket.orderId),
    ask('getOrder', { params: { id: ticket.orderId } }),
    ask('getEvent', { params: { idOrSlug: ticket.eventId } }),
  ]);
  const ids = 'refusal' in siblings ? [] : siblings.map(({ id }) => id);
  const tier = event.ok ? event.data.priceTiers.find(({ key }) => key === ticket.tierKey) : undefined;
  return {
    ticket,
    // An organizer sees a buyer's ticket alone.
    ids: ids.includes(ticket.id) ? ids : [ticket.id],
    reference: order.ok ? order.data.reference : null,
    orderState: order.ok ? order.data.state : null,
    tier: tier?.name ?? null,
    organizer: event.ok ? event.data.organization.name : null,
    isCancelled: event.ok && event.data.status === 'cancelled',
  };
}

/** What belongs to somebody else, or has an address that is none of a ticket, is not found. */
function faultOf({ status }: Refusal): Response {
  return new Response(null, { status: status === 400 ? 404 : status || 503 });
}
