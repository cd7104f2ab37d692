/** One's tickets: the next event on top, each ticket one tap away. */
import { Ticket } from 'lucide-react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { apiOf } from '../api/server.ts';
import { GuestNotice } from '../orders/guest-notice.tsx';
import { NothingYet } from '../orders/nothing-yet.tsx';
import { paths } from '../paths.ts';
import { sessionOf } from '../session/session.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { visitContext } from '../visit.ts';
import { allTickets } from './all-tickets.server.ts';
import { groupTickets } from './group-tickets.ts';
import { TicketGroupCard } from './ticket-group-card.tsx';

export const meta: MetaFunction = () => [{ title: 'My tickets · Usher' }];

export async function loader({ context }: LoaderFunctionArgs) {
  const isVisitor = sessionOf(context).viewer === null;
  if (isVisitor) return { isVisitor, ahead: [], over: [] };
  const tickets = await allTickets(apiOf(context));
  if ('refusal' in tickets) throw new Response(null, { status: tickets.refusal.status || 503 });
  return { isVisitor, ...groupTickets(tickets, context.get(visitContext).clock.now()) };
}

export default function TicketsPage() {
  const { isVisitor, ahead, over } = useLoaderData<typeof loader>();
  const isEmpty = ahead.length === 0 && over.length === 0;
  return (
    <Page width="text">
      <PageHeader title="My tickets" actions={!isEmpty && <ButtonLink to={paths.orders()}>Show orders</ButtonLink>} />
      {isEmpty && <NothingYet what="tickets" icon={<Ticket size={28} />} isVisitor={isVisitor} />}
      {ahead.length > 0 && (
        <ul className="grid gap-4">
          {ahead.map((group, at) => (
            <li key={group.orderId}>
              <TicketGroupCard group={group} isNext={at === 0} />
            </li>
          ))}
        </ul>
      )}
      {ahead.length === 0 && over.length > 0 && (
        <p className="text-muted">
          Nothing ahead.{' '}
          <Link className="link" to={paths.events()}>
            Search events
          </Link>
        </p>
      )}
      {!isEmpty && <GuestNotice next={paths.tickets()} />}
      {over.length > 0 && (
        <section aria-labelledby="over" className="mt-4 grid gap-4">
          <h2 id="over" className="text-h3">
            Past events
          </h2>
          <ul className="grid gap-4">
            {over.map((group) => (
              <li key={group.orderId}>
                <TicketGroupCard group={group} headingLevel="h3" />
              </li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  );
}
