/** Taking a ticket along: on paper, as a file, in the calendar. */
import { CalendarPlus, FileDown, Printer } from 'lucide-react';
import { useLoaderData } from 'react-router';
import { paths } from '../paths.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { useHydrated } from '../ui/ticking.ts';
import type { loadTicket } from './ticket-loader.server.ts';

/** Only for a ticket that opens something; a phone shares the file to print it. */
export function TicketActions() {
  const { ticket, isCancelled } = useLoaderData<typeof loadTicket>();
  const isAwake = useHydrated();
  if (ticket.state !== 'valid' || isCancelled) return null;
  return (
    <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 print:hidden">
      <ButtonLink reloadDocument to={paths.ticketPdf(ticket.id)} icon={<FileDown aria-hidden size={20} />}>
        PDF
      </ButtonLink>
      <ButtonLink reloadDocument to={paths.orderCalendar(ticket.orderId)} icon={<CalendarPlus aria-hidden size={20} />}>
        Calendar
      </ButtonLink>
      <Button
        className="hidden sm:inline-flex"
        disabled={!isAwake}
        onClick={() => window.print()}
        icon={<Printer aria-hidden size={20} />}
      >
        Print
      </Button>
    </div>
  );
}
