/** The tickets service: the right to enter, its signed code, its files, and who came in. */
import { z } from 'zod';
import { contract, fact, operation } from './contract.ts';
import { Id, IdParams, Instant, line, listOf, page } from './ids.ts';
import { Buyer, PersonName } from './people.ts';
import { SeatName } from './places.ts';

/** Longer codes than any ticket's are refused with 400 before anything looks at them. */
const CODE_LENGTH_MAX = 4096;

/** A right to enter; exactly one of `seat` and `area` (its name) is set. */
export const Ticket = z
  .object({
    id: Id,
    orderId: Id,
    eventId: Id,
    seat: SeatName.nullable(),
    area: z.string().nullable(),
    tierKey: z.string(),
    holder: PersonName,
    state: z.enum(['valid', 'used', 'void', 'replaced']),
    code: z.string(),
    event: z.object({
      name: z.string(),
      startsAt: Instant,
      timeZone: z.string(),
      venue: z.object({ name: z.string(), city: z.string() }),
    }),
  })
  .meta({ id: 'Ticket' });

export const CheckInRequest = z
  .strictObject({
    eventId: Id,
    code: z.string().min(1).max(CODE_LENGTH_MAX),
    gate: line(64).optional(),
    deviceId: line(64),
    nonce: line(64).meta({ description: 'Unique per device: the same pair gets the same answer' }),
    scannedAt: Instant,
    holderLastName: line(100).optional(),
  })
  .meta({ id: 'CheckInRequest' });

export const CheckIn = z
  .object({
    result: z.enum([
      'admitted',
      'already_admitted',
      'wrong_event',
      'void',
      'replaced',
      'holder_mismatch',
      'unknown_code',
    ]),
    ticket: z
      .object({ id: Id, seat: SeatName.nullable(), area: z.string().nullable(), tier: z.string(), holder: PersonName })
      .optional(),
    firstAdmittedAt: Instant.optional(),
  })
  .meta({ id: 'CheckIn' });

export const CheckInStats = z
  .object({
    eventId: Id,
    issued: z.number().int(),
    admitted: z.number().int(),
    gates: z.array(z.object({ gate: z.string().nullable(), admitted: z.number().int(), refused: z.number().int() })),
  })
  .meta({ id: 'CheckInStats' });

/** A link that works for a while without signing in. */
export const SignedLink = z.object({ url: z.string(), expiresAt: Instant }).meta({ id: 'SignedLink' });

const ticketFile = { caller: 'signedIn', params: IdParams, refusals: ['not_found'], limit: 'read' } as const;

export const tickets = contract({
  name: 'tickets',
  operations: {
    listTickets: operation({
      route: 'GET /tickets',
      summary: "Lists the caller's own tickets, all or those of one order.",
      caller: 'signedIn',
      query: z.strictObject({ orderId: Id.optional(), ...page }),
      answers: { 200: listOf(Ticket) },
      refusals: ['invalid_request'],
      limit: 'read',
    }),
    getTicket: operation({
      route: 'GET /tickets/{id}',
      summary: 'Shows one ticket with its code.',
      answers: { 200: Ticket },
      ...ticketFile,
    }),
    getTicketPdf: operation({
      route: 'GET /tickets/{id}/pdf',
      summary: 'Gives one ticket as a page to print.',
      answers: { 200: { file: 'application/pdf' } },
      ...ticketFile,
    }),
    getTicketQr: operation({
      route: 'GET /tickets/{id}/qr.svg',
      summary: "Draws a ticket's code.",
      answers: { 200: { file: 'image/svg+xml' } },
      ...ticketFile,
    }),
    getOrderTicketsPdf: operation({
      route: 'GET /orders/{id}/tickets.pdf',
      summary: 'Gives all tickets of an order in one file.',
      answers: { 200: { file: 'application/pdf' } },
      ...ticketFile,
    }),
    getOrderCalendar: operation({
      route: 'GET /orders/{id}/calendar.ics',
      summary: 'Gives the event of an order as a calendar entry.',
      answers: { 200: { file: 'text/calendar' } },
      ...ticketFile,
    }),
    getTicketDownload: operation({
      route: 'GET /tickets/{id}/download',
      summary: 'Gives a short-lived link to the ticket as PDF that needs no sign-in.',
      answers: { 200: SignedLink },
      ...ticketFile,
    }),
    downloadSigned: operation({
      route: 'GET /downloads/{link}',
      summary: 'Gives the PDF a signed link names: one ticket, or all of an order.',
      caller: 'anyone',
      params: z.strictObject({ link: z.string().regex(/^[A-Za-z0-9_-]{1,512}$/) }),
      answers: { 200: { file: 'application/pdf' } },
      refusals: ['not_found', 'link_expired'],
      limit: 'read',
    }),
    checkIn: operation({
      route: 'POST /check-ins',
      summary: 'Admits the holder of a code once, or says why not; the same device and nonce get the same answer.',
      caller: ['operator', 'organizer'],
      body: CheckInRequest,
      answers: { 200: CheckIn },
      refusals: ['forbidden', 'not_found'],
      limit: 'scan',
      idempotency: 'none',
    }),
    getCheckInStats: operation({
      route: 'GET /events/{id}/check-ins/stats',
      summary: 'Counts admissions and refusals by gate.',
      caller: ['operator', 'organizer'],
      params: IdParams,
      answers: { 200: CheckInStats },
      refusals: ['forbidden', 'not_found'],
      limit: 'read',
    }),
  },
  internal: {
    renderOrderFiles: operation({
      route: 'GET /orders/{id}/files',
      summary: "Renders an order's tickets and calendar entry to attach to a mail.",
      caller: 'service',
      params: IdParams,
      answers: {
        200: z.object({ pdf: z.base64(), calendar: z.string(), pdfName: z.string(), calendarName: z.string() }),
      },
      refusals: ['not_found'],
      limit: 'none',
    }),
    linkToOrder: operation({
      route: 'POST /orders/{id}/link',
      summary: 'Makes a signed link, a path below /api, to all tickets of an order.',
      caller: 'service',
      params: IdParams,
      answers: { 200: SignedLink },
      refusals: ['not_found'],
      limit: 'none',
      idempotency: 'none',
      repeatable: true,
    }),
  },
  facts: {
    'tickets.issued': fact(
      1,
      z.object({
        orderId: Id,
        reference: z.string(),
        eventId: Id,
        organizationId: Id,
        ticketIds: z.array(Id),
        buyer: Buyer,
      }),
      [
        {
          orderId: '0198c0de-0000-7000-8000-0000000000d1',
          reference: 'K7QF2M9X',
          eventId: '0198c0de-0000-7000-8000-0000000000e1',
          organizationId: '0198c0de-0000-7000-8000-0000000000a1',
          ticketIds: ['0198c0de-0000-7000-8000-000000000071', '0198c0de-0000-7000-8000-000000000072'],
          buyer: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
        },
      ],
    ),
    'ticket.admitted': fact(
      1,
      z.object({ ticketId: Id, eventId: Id, organizationId: Id, gate: z.string().nullable(), admittedAt: Instant }),
      [
        {
          ticketId: '0198c0de-0000-7000-8000-000000000071',
          eventId: '0198c0de-0000-7000-8000-0000000000e1',
          organizationId: '0198c0de-0000-7000-8000-0000000000a1',
          gate: 'North',
          admittedAt: '2027-05-01T17:31:04.512Z',
        },
      ],
    ),
  },
});
