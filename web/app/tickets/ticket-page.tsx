/** A ticket, to be scanned: the code is the page. */
import { type LoaderFunctionArgs, type MetaFunction, redirect, useLoaderData } from 'react-router';
import type { Refusal } from '../api/ask.ts';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { sessionOf } from '../session/session.ts';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { BackLink } from '../ui/page-header.tsx';
import { allTickets } from './all-tickets.server.ts';
import { TicketActions } from './ticket-actions.tsx';
import { TicketCard } from './ticket-card.tsx';
import { TicketPager } from './ticket-pager.tsx';
import { seatWords } from './ticket-words.ts';

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  {
    title: loaderData ? `${seatWords(loaderData.ticket)} · ${loaderData.ticket.event.name} · Usher` : 'Ticket · Usher',
  },
];

export async function loader({ params, url, context }: LoaderFunctionArgs) {
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

export default function TicketPage() {
  const { ticket, ids, isCancelled } = useLoaderData<typeof loader>();
  return (
    <Page width="form" className="print:px-0 print:py-6">
      <div className="grid gap-2 print:hidden">
        <BackLink to={paths.tickets()}>My tickets</BackLink>
        <TicketPager ids={ids} current={ticket.id} />
      </div>
      {isCancelled && (
        <Notice tone="danger" title="This event is cancelled">
          What you paid goes back to the card you paid with.
        </Notice>
      )}
      <TicketCard />
      <TicketActions />
    </Page>
  );
}
