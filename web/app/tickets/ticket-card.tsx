/** The ticket itself: the seat, the code black on white, and what the door may ask about. */
import { Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLoaderData } from 'react-router';
import { Card } from '../ui/card.tsx';
import { Qr } from '../ui/qr.tsx';
import { EventTime } from '../ui/when.tsx';
import { formatZone } from '../words/format-time.ts';
import { KeepAwake } from './keep-awake.tsx';
import type { loadTicket } from './ticket-loader.server.ts';
import { TicketState } from './ticket-state.tsx';
import { holderWords, placeWords, seatWords, sectionWords } from './ticket-words.ts';

/** Prints in black on white with the code in the upper third; a code that no longer opens anything is not shown. */
export function TicketCard() {
  const { ticket } = useLoaderData<typeof loadTicket>();
  const { event } = ticket;
  const isShown = ticket.state === 'valid' || ticket.state === 'used';
  return (
    <Card className="grid gap-5 print:border-0 print:bg-paper print:p-0 print:[&_*]:text-ink">
      <header className="grid gap-1">
        <h1 className="text-h4">{event.name}</h1>
        <p className="font-medium">
          <EventTime instant={event.startsAt} timeZone={event.timeZone} style="long" />
          <span className="hidden print:inline"> ({formatZone(event.timeZone)})</span>
        </p>
        <p className="text-muted">
          {event.venue.name}, {event.venue.city}
        </p>
      </header>
      <TicketState />
      <div className="grid gap-3">
        <p className="text-center">
          <span className="block font-medium text-muted">{sectionWords(ticket)}</span>
          <bdi className="block text-balance font-bold text-[2rem]/10">{seatWords(ticket)}</bdi>
        </p>
        {isShown && (
          <>
            <div className="-mx-3 flex justify-center rounded-card bg-paper py-2 md:mx-0">
              <Qr
                text={ticket.code}
                size={320}
                label={`Ticket code for ${placeWords(ticket)}`}
                className="h-auto max-w-full print:size-[60mm]"
              />
            </div>
            <p className="flex items-center justify-center gap-2 text-muted text-small print:hidden">
              <Sun aria-hidden size={18} className="shrink-0" />
              Turn your brightness up at the door
            </p>
            <KeepAwake />
          </>
        )}
      </div>
      <TicketFacts />
      {isShown && <p className="text-muted text-small">Anyone with this code can use it. Keep it to yourself.</p>}
    </Card>
  );
}

function TicketFacts() {
  const { ticket, reference, tier, organizer } = useLoaderData<typeof loadTicket>();
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3 border-line border-t pt-4">
      <Fact term="Name">{holderWords(ticket)}</Fact>
      {tier && <Fact term="Price tier">{tier}</Fact>}
      {reference && <Fact term="Order">{reference}</Fact>}
      {organizer && <Fact term="Sold by">{organizer}</Fact>}
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-small">{term}</dt>
      <dd className="font-medium">
        <bdi className="break-words">{children}</bdi>
      </dd>
    </div>
  );
}
