/** One's tickets by order: what is ahead first, the soonest on top; what is over below, the latest on top. */
import type { Data } from '../api/ask.ts';
import { holderWords, seatWords, sectionWords } from './ticket-words.ts';

type Ticket = Data<'getTicket'>;

/** As much of a ticket as a list shows; its code stays on the ticket's own page. */
export interface ListedTicket {
  readonly id: string;
  readonly seat: string;
  readonly section: string | undefined;
  /** Tells tickets of one area apart: `Ticket 1 of 2`. */
  readonly count: string | undefined;
  readonly holder: string;
  readonly state: Ticket['state'];
}

export interface TicketGroup {
  readonly orderId: string;
  readonly event: Ticket['event'];
  readonly tickets: readonly ListedTicket[];
}

/** An event is over half a day after it began: nobody loses the ticket from sight while the show still runs. */
const OVER_AFTER_MS = 12 * 3600 * 1000;

export const isOver = (startsAt: string, nowMs: number): boolean => Date.parse(startsAt) + OVER_AFTER_MS < nowMs;

/** Sorts tickets into what is ahead and what is over at that moment. */
export function groupTickets(tickets: readonly Ticket[], nowMs: number) {
  const groups = [...byOrder(tickets).values()].flatMap(groupOf);
  const startOf = ({ event }: TicketGroup) => Date.parse(event.startsAt);
  return {
    ahead: groups.filter(({ event }) => !isOver(event.startsAt, nowMs)).sort((a, b) => startOf(a) - startOf(b)),
    over: groups.filter(({ event }) => isOver(event.startsAt, nowMs)).sort((a, b) => startOf(b) - startOf(a)),
  };
}

function byOrder(tickets: readonly Ticket[]): ReadonlyMap<string, Ticket[]> {
  const orders = new Map<string, Ticket[]>();
  for (const ticket of tickets) orders.set(ticket.orderId, [...(orders.get(ticket.orderId) ?? []), ticket]);
  return orders;
}

function groupOf(tickets: readonly Ticket[]): TicketGroup[] {
  const [first] = tickets;
  if (first === undefined) return [];
  const isShared = (ticket: Ticket) => ticket.seat === null && tickets.length > 1;
  const listed = tickets.map((ticket, at) => ({
    id: ticket.id,
    seat: seatWords(ticket),
    section: sectionWords(ticket),
    count: isShared(ticket) ? `Ticket ${at + 1} of ${tickets.length}` : undefined,
    holder: holderWords(ticket),
    state: ticket.state,
  }));
  return [{ orderId: first.orderId, event: first.event, tickets: listed }];
}
