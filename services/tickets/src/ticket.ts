/** A ticket as it is stored, read and shown. */
import type { Currency } from '@usher/contracts/money';
import type { Ticket } from '@usher/contracts/tickets';
import { type Queryable, sql } from '@usher/kit/database';
import { type Principal, worksFor } from '@usher/kit/principal';
import { RefusedError, refuse } from '@usher/kit/refusal';
import type { z } from 'zod';
import type { CredentialKeys } from './credential-keys.ts';
import type { TicketSheet } from './ticket-sheet.ts';
import type { TicketState } from './ticket-state.ts';

/** A row of the view `issued_ticket`. */
export interface TicketRow {
  readonly id: string;
  readonly order_id: string;
  readonly position: number;
  readonly event_id: string;
  readonly organization_id: string;
  readonly owner_id: string;
  readonly seat_id: string | null;
  readonly section: string;
  readonly row_name: string | null;
  readonly seat_number: string | null;
  readonly tier_key: string;
  readonly tier_name: string;
  readonly price_minor: number;
  readonly currency: Currency;
  readonly holder_first_name: string;
  readonly holder_last_name: string;
  readonly state: TicketState;
  readonly credential_number: number;
  readonly issued_at: string;
  readonly reference: string;
  readonly locale: string;
  readonly key_id: string;
  readonly random: Buffer;
  readonly organization_name: string | null;
  readonly event_name: string | null;
  readonly starts_at: string | null;
  readonly ends_at: string | null;
  readonly time_zone: string | null;
  readonly venue: Venue | null;
  readonly event_version: number | null;
}

interface Venue {
  readonly name: string;
  readonly address: string;
  readonly city: string;
  readonly country: string;
}

/** One ticket, of whatever state. */
export async function readTicket(db: Queryable, id: string): Promise<TicketRow | undefined> {
  const [row] = await db.query<TicketRow>(sql`select * from issued_ticket where id = ${id}`);
  return row;
}

/** The tickets of an order, in the order of its lines. */
export function readOrderTickets(db: Queryable, orderId: string): Promise<TicketRow[]> {
  return db.query<TicketRow>(sql`select * from issued_ticket where order_id = ${orderId} order by position`);
}

/** Tickets are seen by their owner, by who sold them, and by admins; for anybody else there are none. */
export function maySee(principal: Principal, ticket: TicketRow): boolean {
  return ticket.owner_id === principal.id || worksFor(principal, ticket.organization_id, ['organizer']);
}

/** The event a ticket is for. Throws `unavailable` while the catalog's fact is still on its way. */
export function eventOf(ticket: TicketRow) {
  const { event_name: name, organization_name, starts_at: startsAt, ends_at: endsAt, time_zone, venue } = ticket;
  if (
    name === null ||
    organization_name === null ||
    startsAt === null ||
    endsAt === null ||
    time_zone === null ||
    !venue
  ) {
    throw new RefusedError(refuse('unavailable', { detail: 'The event is not known here yet.', retryAfterSeconds: 1 }));
  }
  return { name, startsAt, endsAt, timeZone: time_zone, venue, organization: { name: organization_name } };
}

type Place = Pick<TicketRow, 'seat_id' | 'section' | 'row_name' | 'seat_number'>;

/** Where its holder sits or stands: exactly one of the two. */
export function placeOf(ticket: Place): { seat: z.input<typeof Ticket>['seat']; area: string | null } {
  if (ticket.seat_id === null) return { seat: null, area: ticket.section };
  return {
    seat: { section: ticket.section, row: ticket.row_name ?? '', number: ticket.seat_number ?? '' },
    area: null,
  };
}

/** Who may come in with it. */
export function holderOf(ticket: Pick<TicketRow, 'holder_first_name' | 'holder_last_name'>) {
  return { firstName: ticket.holder_first_name, lastName: ticket.holder_last_name };
}

/** A ticket as the API shows it. */
export function answerTicket(ticket: TicketRow, keys: CredentialKeys): z.input<typeof Ticket> {
  const { name, startsAt, timeZone, venue } = eventOf(ticket);
  return {
    id: ticket.id,
    orderId: ticket.order_id,
    eventId: ticket.event_id,
    ...placeOf(ticket),
    tierKey: ticket.tier_key,
    holder: holderOf(ticket),
    state: ticket.state,
    code: keys.codeOf(ticket),
    event: { name, startsAt, timeZone, venue: { name: venue.name, city: venue.city } },
  };
}

/** A ticket as its page prints it. */
export function sheetOf(ticket: TicketRow, keys: CredentialKeys): TicketSheet {
  const { name, startsAt, timeZone, venue, organization } = eventOf(ticket);
  return {
    ticketId: ticket.id,
    code: keys.codeOf(ticket),
    shortCode: `${ticket.reference}-${ticket.position + 1}`,
    orderReference: ticket.reference,
    event: { name, startsAt, timeZone },
    venue,
    organization,
    ...placeOf(ticket),
    tier: { key: ticket.tier_key, name: ticket.tier_name },
    price: { amount: ticket.price_minor, currency: ticket.currency },
    holder: holderOf(ticket),
    accessible: false,
    locale: ticket.locale,
  };
}
