/** From a stored message to the mail that is sent: its text, and what is attached to it. */
import type { EventSnapshot } from '@usher/contracts/catalog-facts';
import { sql } from '@usher/kit/database';
import { refused } from '@usher/kit/refusal';
import type { z } from 'zod';
import {
  type EventText,
  holdEndingText,
  type MailText,
  orderCancelledText,
  orderExpiredText,
  orderLookupText,
  passwordResetText,
  paymentFailedText,
  registrationRepeatedText,
  ticketsText,
  welcomeText,
} from './mail-texts.ts';
import type { MessageRow } from './messages.ts';
import type { NotificationsKit } from './notifications-kit.ts';

export interface Attachment {
  readonly filename: string;
  readonly content: Buffer | string;
  readonly contentType: string;
}
export interface Composed {
  readonly text: MailText;
  readonly attachments: readonly Attachment[];
}

type Data = Readonly<Record<string, string>>;

/** Reads what the mail needs from peers. Throws when tickets are not there yet: the work tries again. */
export async function composeMail(kit: NotificationsKit, message: MessageRow): Promise<Composed> {
  const data = message.data as Data;
  const plain = (text: MailText): Composed => ({ text, attachments: [] });
  const field = (name: string): string => data[name] ?? '';
  const order = { reference: field('reference'), eventName: field('eventName') };
  switch (message.kind) {
    case 'tickets':
      return composeTickets(kit, message, data);
    case 'order_lookup':
      return plain(await composeLookup(kit, message, data));
    case 'hold_ending':
      return plain(holdEndingText({ ...order, until: timeOf(field('until')) }));
    case 'order_expired':
      return plain(orderExpiredText(order));
    case 'order_cancelled':
      return plain(orderCancelledText({ ...order, reason: field('reason') }));
    case 'payment_failed':
      return plain(paymentFailedText({ ...order, until: timeOf(field('until')) }));
    case 'password_reset':
      return plain(
        passwordResetText({
          firstName: field('firstName'),
          until: timeOf(field('until')),
          url: page(kit, `/password-reset#token=${field('token')}`),
        }),
      );
    case 'welcome':
      return plain(welcomeText({ firstName: field('firstName'), url: page(kit, '/') }));
    case 'registration_repeated':
      return plain(
        registrationRepeatedText({
          firstName: field('firstName'),
          loginUrl: page(kit, '/login'),
          resetUrl: page(kit, '/password-reset'),
        }),
      );
  }
}

async function composeTickets(kit: NotificationsKit, message: MessageRow, data: Data): Promise<Composed> {
  const orderId = data['orderId'] ?? '';
  const files = await kit.peers.tickets.renderOrderFiles({
    params: { id: orderId },
    requestId: message.id,
    timeoutMs: 15_000,
  });
  const link = await kit.peers.tickets.linkToOrder({ params: { id: orderId }, requestId: message.id });
  if (refused(files) || refused(link)) throw new Error(`order ${orderId} has no tickets yet`);
  return {
    text: ticketsText({
      reference: data['reference'] ?? '',
      firstName: data['firstName'] ?? '',
      count: Number(data['count']),
      event: await eventText(kit, data['eventId'] ?? ''),
      url: page(kit, `/api${link.url}`),
    }),
    attachments: [
      { filename: files.pdfName, content: Buffer.from(files.pdf, 'base64'), contentType: 'application/pdf' },
      {
        filename: files.calendarName,
        content: files.calendar,
        contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
      },
    ],
  };
}

async function composeLookup(kit: NotificationsKit, message: MessageRow, data: Data): Promise<MailText> {
  const link = await kit.peers.tickets.linkToOrder({ params: { id: data['orderId'] ?? '' }, requestId: message.id });
  const open = refused(link) ? undefined : link;
  return orderLookupText({
    reference: data['reference'] ?? '',
    state: data['state'] ?? '',
    until: timeOf(open?.expiresAt ?? ''),
    url: open && page(kit, `/api${open.url}`),
  });
}

async function eventText(kit: NotificationsKit, eventId: string): Promise<EventText> {
  const [row] = await kit.db.query<{ snapshot: z.infer<typeof EventSnapshot> }>(
    sql`select snapshot from event_info where event_id = ${eventId}`,
  );
  if (!row) throw new Error(`event ${eventId} is not known yet`);
  const { name, startsAt, timeZone, venue, organizationName } = row.snapshot;
  const when = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(new Date(startsAt));
  return { name, when, where: `${venue.name}, ${venue.city}`, seller: organizationName };
}

/** A path of this installation as a link. */
function page(kit: NotificationsKit, path: string): string {
  return `${kit.config.PUBLIC_URL.replace(/\/+$/, '')}${path}`;
}

/** A moment as anybody anywhere reads it. */
function timeOf(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return '';
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
    timeZoneName: 'short',
  }).format(date);
}
