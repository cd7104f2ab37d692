/** The files of tickets and orders: pages to print, the code as a drawing, the calendar entry. */
import type { tickets } from '@usher/contracts/tickets';
import { type Handler, Reply } from '@usher/kit/operations';
import type { Principal } from '@usher/kit/principal';
import { refuse } from '@usher/kit/refusal';
import { renderCalendar } from './calendar.ts';
import type { CredentialKeys } from './credential-keys.ts';
import { fileName } from './filename.ts';
import type { Press } from './pdf-press.ts';
import { qrSvg } from './qr.ts';
import { eventOf, maySee, placeOf, readOrderTickets, readTicket, type TicketRow } from './ticket.ts';
import { placeLine } from './ticket-sheet.ts';
import { isGood } from './ticket-state.ts';
import type { TicketsKit } from './tickets-kit.ts';

/** GET /tickets/{id}/pdf */
export function getTicketPdf(kit: TicketsKit, press: Press): Handler<typeof tickets.operations.getTicketPdf> {
  return async (call) => {
    const ticket = await readGoodTicket(kit, call.principal, call.params.id);
    return (ticket && (await pdfReply(press, [ticket], 'inline'))) ?? refuse('not_found');
  };
}

/** GET /tickets/{id}/qr.svg: never stored by anybody on its way, for whoever has it comes in. */
export function getTicketQr(kit: TicketsKit, keys: CredentialKeys): Handler<typeof tickets.operations.getTicketQr> {
  return async (call) => {
    const ticket = await readGoodTicket(kit, call.principal, call.params.id);
    if (!ticket) return refuse('not_found');
    const svg = qrSvg(keys.codeOf(ticket), `Ticket QR code, ${placeLine(placeOf(ticket))}`);
    return new Reply(svg, { headers: { 'cache-control': 'no-store' } });
  };
}

/** GET /orders/{id}/tickets.pdf */
export function getOrderTicketsPdf(
  kit: TicketsKit,
  press: Press,
): Handler<typeof tickets.operations.getOrderTicketsPdf> {
  return async (call) => {
    const rows = await readOrderTickets(kit.db, call.params.id);
    return (
      (await pdfReply(
        press,
        rows.filter((ticket) => maySee(call.principal, ticket)),
        'inline',
      )) ?? refuse('not_found')
    );
  };
}

/** GET /orders/{id}/calendar.ics */
export function getOrderCalendar(kit: TicketsKit): Handler<typeof tickets.operations.getOrderCalendar> {
  return async (call) => {
    const rows = await readOrderTickets(kit.db, call.params.id);
    const calendar = calendarOf(
      kit,
      rows.filter((ticket) => maySee(call.principal, ticket)),
    );
    if (!calendar) return refuse('not_found');
    return new Reply(calendar.text, { headers: dispositionOf('attachment', calendar.name) });
  };
}

/** All files of an order, to attach to a mail. */
export function renderOrderFiles(kit: TicketsKit, press: Press): Handler<typeof tickets.internal.renderOrderFiles> {
  return async (call) => {
    const rows = (await readOrderTickets(kit.db, call.params.id)).filter((ticket) => isGood(ticket.state));
    const calendar = calendarOf(kit, rows);
    if (!calendar) return refuse('not_found');
    const pdf = await press.print(rows);
    return {
      pdf: pdf.toString('base64'),
      calendar: calendar.text,
      pdfName: pdfName(rows),
      calendarName: calendar.name,
    };
  };
}

/** The good ones of these tickets as a PDF; undefined when there are none. */
export async function pdfReply(
  press: Press,
  rows: readonly TicketRow[],
  disposition: 'inline' | 'attachment',
): Promise<Reply<Buffer> | undefined> {
  const good = rows.filter((ticket) => isGood(ticket.state));
  if (good.length === 0) return undefined;
  const pdf = await press.print(good);
  return new Reply(pdf, { headers: dispositionOf(disposition, pdfName(good)) });
}

async function readGoodTicket(kit: TicketsKit, principal: Principal, id: string): Promise<TicketRow | undefined> {
  const ticket = await readTicket(kit.db, id);
  return ticket && maySee(principal, ticket) && isGood(ticket.state) ? ticket : undefined;
}

/** One entry whatever the number of tickets; undefined when none is good. */
function calendarOf(kit: TicketsKit, rows: readonly TicketRow[]): { text: string; name: string } | undefined {
  const good = rows.filter((ticket) => isGood(ticket.state));
  const [first] = good;
  if (!first) return undefined;
  const event = eventOf(first);
  const entry = {
    orderId: first.order_id,
    orderReference: first.reference,
    event,
    venue: event.venue,
    organization: event.organization,
    places: good.map((ticket) => placeLine(placeOf(ticket))),
  };
  const text = renderCalendar(entry, { now: new Date(kit.clock.now()) });
  return { text, name: fileName({ ...nameParts(first), extension: 'ics' }) };
}

/** Of one ticket with its place, of several with the order's reference. */
function pdfName(rows: readonly TicketRow[]): string {
  const [first, second] = rows;
  if (!first) throw new Error('a file without tickets has no name');
  const seat = first.seat_id === null ? first.section : `${first.row_name ?? ''}${first.seat_number ?? ''}`;
  return fileName({ ...nameParts(first), place: second ? first.reference : seat, extension: 'pdf' });
}

function nameParts(ticket: TicketRow): { eventName: string; startsAt: string; timeZone: string } {
  const { name, startsAt, timeZone } = eventOf(ticket);
  return { eventName: name, startsAt, timeZone };
}

function dispositionOf(disposition: 'inline' | 'attachment', name: string): Record<string, string> {
  return { 'content-disposition': `${disposition}; filename="${name}"`, 'cache-control': 'private, no-store' };
}
