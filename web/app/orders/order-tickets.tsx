/** The tickets of an order: the first one ready to be scanned, the others one press away. */
import { CalendarPlus, Download } from 'lucide-react';
import { useState } from 'react';
import { placeWords } from '../checkout/place-words.ts';
import { useSecondsSince } from '../checkout/seconds-since.ts';
import { now } from '../clock.ts';
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Qr } from '../ui/qr.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { formatCount } from '../words/format.ts';
import type { OrderData } from './order-loader.server.ts';

/** Edge of the code: 61 modules of 5 px each with the margin. */
const QR_SIZE = 305;

/** Appears by itself once the tickets are made; keeps its height meanwhile. */
export function OrderTickets({ page }: { page: OrderData }) {
  const [first] = page.tickets;
  const count = page.order.lines.length;
  return (
    <section aria-labelledby="tickets" className="rounded-card border border-line bg-surface p-4 md:p-6">
      <h2 id="tickets" className="text-h4">
        {formatCount(count, 'ticket')}
      </h2>
      <div className="mt-4 grid min-h-80 items-center gap-6 sm:grid-cols-[auto_minmax(0,1fr)]">
        {first === undefined ? <Making email={page.order.buyer.email} /> : <Made page={page} ticket={first} />}
      </div>
    </section>
  );
}

const LONG_SECONDS = 20;

function Making({ email }: { email: string }) {
  const [since] = useState(now);
  const isLong = useSecondsSince(since) >= LONG_SECONDS;
  return (
    <div className="col-span-full grid justify-items-center gap-4 text-center">
      <Spinner>Your tickets appear here in a few seconds</Spinner>
      <p role="status" className="min-h-12 text-muted">
        {isLong && (
          <>
            Your payment is safe. We’ll mail the tickets to <bdi>{email}</bdi>.
          </>
        )}
      </p>
    </div>
  );
}

function Made({ page: { order, tickets }, ticket }: { page: OrderData; ticket: OrderData['tickets'][number] }) {
  const place = ticket.seat === null ? (ticket.area ?? '') : placeWords(ticket.seat);
  const isOne = tickets.length === 1;
  return (
    <>
      <div className="mx-auto w-full max-w-fit overflow-hidden rounded-card bg-paper">
        <Qr text={ticket.code} label={`Code of the ticket for ${place}`} size={QR_SIZE} className="h-auto max-w-full" />
      </div>
      <div className="grid gap-4">
        <div>
          {!isOne && <p className="text-muted text-small">1 of {tickets.length}</p>}
          <p className="wrap-anywhere font-bold text-h3">{place}</p>
          <p className="wrap-anywhere text-muted">{`${ticket.holder.firstName} ${ticket.holder.lastName}`}</p>
        </div>
        <ButtonLink variant="primary" to={paths.ticket(ticket.id)}>
          {isOne ? 'Show ticket' : 'Show tickets'}
        </ButtonLink>
        <div className="flex flex-wrap gap-2">
          <ButtonLink
            size="small"
            reloadDocument
            to={paths.orderTicketsPdf(order.id)}
            icon={<Download aria-hidden size={18} />}
          >
            Save as PDF
          </ButtonLink>
          <ButtonLink
            size="small"
            reloadDocument
            to={paths.orderCalendar(order.id)}
            icon={<CalendarPlus aria-hidden size={18} />}
          >
            Add to calendar
          </ButtonLink>
        </div>
      </div>
    </>
  );
}
