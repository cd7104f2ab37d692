/** A ticket, to be scanned: the code is the page. */
import { type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { paths } from '../paths.ts';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { BackLink } from '../ui/page-header.tsx';
import { TicketActions } from './ticket-actions.tsx';
import { TicketCard } from './ticket-card.tsx';
import { loadTicket } from './ticket-loader.server.ts';
import { TicketPager } from './ticket-pager.tsx';
import { seatWords } from './ticket-words.ts';

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  {
    title: loaderData ? `${seatWords(loaderData.ticket)} · ${loaderData.ticket.event.name} · Usher` : 'Ticket · Usher',
  },
];

export const loader = (args: LoaderFunctionArgs) => loadTicket(args);

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
