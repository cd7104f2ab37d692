/** The tickets of one order: the event, then each ticket as a row one can tap. */
import { CalendarPlus, ChevronRight, FileDown, QrCode } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { paths } from '../paths.ts';
import { StatusBadge } from '../ui/badge.tsx';
import { Card } from '../ui/card.tsx';
import { EventTime } from '../ui/when.tsx';
import type { ListedTicket, TicketGroup } from './group-tickets.ts';

interface TicketGroupCardProps {
  readonly group: TicketGroup;
  readonly headingLevel?: 'h2' | 'h3';
  /** The one that is coming next. */
  readonly isNext?: boolean;
}

/** All at once as a PDF, and the event for the calendar, at its foot. */
export function TicketGroupCard({ group, headingLevel: Heading = 'h2', isNext = false }: TicketGroupCardProps) {
  const { event, orderId, tickets } = group;
  return (
    <Card flush className="overflow-hidden">
      <div className="grid gap-1 p-4 md:p-6">
        {isNext && <p className="font-bold text-brand text-small">Next event</p>}
        <Heading className="text-h4">{event.name}</Heading>
        <p className="font-medium">
          <EventTime instant={event.startsAt} timeZone={event.timeZone} />
        </p>
        <p className="text-muted">
          {event.venue.name}, {event.venue.city}
        </p>
      </div>
      <ul className="divide-y divide-line border-line border-y">
        {tickets.map((ticket) => (
          <li key={ticket.id}>
            <TicketRow ticket={ticket} />
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-x-2 px-2 py-1 md:px-4">
        <FileLink to={paths.orderTicketsPdf(orderId)} icon={<FileDown aria-hidden size={20} />}>
          {tickets.length === 1 ? 'Ticket as PDF' : 'All tickets as PDF'}
        </FileLink>
        <FileLink to={paths.orderCalendar(orderId)} icon={<CalendarPlus aria-hidden size={20} />}>
          Add to calendar
        </FileLink>
      </div>
    </Card>
  );
}

function TicketRow({ ticket }: { ticket: ListedTicket }) {
  const about = [ticket.section, ticket.count, ticket.holder].filter(Boolean).join(' · ');
  return (
    <Link
      to={paths.ticket(ticket.id)}
      prefetch="intent"
      className="flex min-h-16 items-center gap-4 px-4 py-3 text-text no-underline -outline-offset-3 hover:bg-sunken md:px-6"
    >
      <QrCode aria-hidden size={28} className="shrink-0 text-brand" />
      <span className="grid min-w-0 flex-1">
        <span className="font-bold">{ticket.seat}</span>
        <bdi className="truncate text-muted text-small">{about}</bdi>
      </span>
      {ticket.state !== 'valid' && <StatusBadge ticket={ticket.state} />}
      <ChevronRight aria-hidden size={20} className="shrink-0 text-muted rtl:-scale-x-100" />
    </Link>
  );
}

/** The browser fetches a file by itself; it is no page of ours. */
function FileLink({ to, icon, children }: { to: string; icon: ReactNode; children: ReactNode }) {
  return (
    <Link
      to={to}
      reloadDocument
      className="inline-flex min-h-12 items-center gap-2 rounded-field px-2 font-medium text-brand text-small no-underline hover:bg-brand-soft"
    >
      {icon}
      {children}
    </Link>
  );
}
