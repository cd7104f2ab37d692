import { createRequire } from 'node:module';
import type jsQR from 'jsqr';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type Caller, caller, eventually, guest, newAddress, operator } from '../callers.ts';
import { attachment, mailTo, orderReaches, pay } from '../purchase.ts';
import type {
  Availability,
  CheckIn,
  EventDetail,
  EventSummary,
  Hold,
  ListOf,
  Notification,
  Order,
  SeatMap,
  SignedLink,
  Ticket,
} from '../shapes.ts';
import { seatStates } from '../stage.ts';

const decode = createRequire(import.meta.url)('jsqr') as typeof jsQR.default;

test('A guest finds an event, buys two seats, gets the tickets by mail, and is let in once', async () => {
  const event = await findSeatedEvent();
  const seats = await twoFreeSeats(event.id);
  const ada = await guest();

  const held = (await ada.post('/holds', { eventId: event.id, seatIds: seats })).is<Hold>(201);
  expect(held).toMatchObject({ eventId: event.id, state: 'held', total: { currency: event.priceFrom.currency } });
  expect(held.items.map((item) => item.seatId).sort()).toEqual([...seats].sort());
  expect(held.items[0]).toMatchObject({
    section: expect.any(String),
    row: expect.any(String),
    number: expect.any(String),
  });
  expect(held.total.amount).toBe(held.items.reduce((sum, item) => sum + item.price.amount, 0));
  expect(Date.parse(held.expiresAt)).toBeGreaterThan(Date.now());

  const email = newAddress('ada');
  const attendees = [{ seatId: seats[0], firstName: 'Grace', lastName: 'Okafor' }];
  const buyer = { email, firstName: 'Ada', lastName: 'Byström' };
  const ordered = (await ada.postOnce('/orders', { holdId: held.id, buyer, attendees })).is<Order>(201);
  expect(ordered).toMatchObject({
    state: 'pending',
    total: held.total,
    buyer,
    expiresAt: held.expiresAt,
    holdId: held.id,
  });
  expect(ordered.reference).toMatch(/^[2-9A-Z]{8}$/);
  expect(ordered.lines).toHaveLength(2);
  expect(ordered.lines.find((line) => line.seatId === seats[0])?.attendee).toEqual({
    firstName: 'Grace',
    lastName: 'Okafor',
  });

  const payment = await pay(ada, ordered);
  expect(payment).toMatchObject({ orderId: ordered.id, amount: held.total });
  const bought = await orderReaches(ada, ordered, 'fulfilled');
  expect(bought.paymentId).toBe(payment.id);

  const tickets = (await ada.get(`/tickets?orderId=${ordered.id}`)).is<ListOf<Ticket>>(200).items;
  expect(tickets).toHaveLength(2);
  for (const ticket of tickets)
    expect(ticket).toMatchObject({
      orderId: ordered.id,
      eventId: event.id,
      state: 'valid',
      event: { name: event.name },
    });
  expect(tickets.map((ticket) => ticket.holder.firstName).sort()).toEqual(['Ada', 'Grace']);

  await readFiles(ada, ordered, tickets[0]!);
  await readMail(ada, email, ordered);
  await enterOnce(event.id, tickets[0]!);
});

async function findSeatedEvent(): Promise<EventDetail> {
  const { items } = (await caller().get('/events?limit=100')).is<ListOf<EventSummary>>(200);
  for (const { id, slug } of items.filter((event) => event.status === 'on_sale')) {
    const event = (await caller().get(`/events/${slug}`)).is<EventDetail>(200);
    expect(event.id).toBe(id);
    if (event.seating === 'seated' && event.waitingRoom === 'off') return event;
  }
  throw new Error('the demo has no seated event on sale');
}

async function twoFreeSeats(eventId: string): Promise<string[]> {
  const map = (await caller().get(`/events/${eventId}/seat-map`)).is<SeatMap>(200);
  const ids = map.sections.flatMap((section) => section.rows.flatMap((row) => row.seats.map((seat) => seat.id)));
  const states = seatStates((await caller().get(`/events/${eventId}/availability`)).is<Availability>(200), ids.length);
  const free = ids.filter((_, i) => states[i] === 0).slice(0, 2);
  expect(free).toHaveLength(2);
  return free;
}

async function readFiles(ada: Caller, ordered: Order, ticket: Ticket): Promise<void> {
  for (const path of [`/tickets/${ticket.id}/pdf`, `/orders/${ordered.id}/tickets.pdf`]) {
    // A browser's Accept names no PDF; files come all the same.
    const pdf = await ada.get(path, { headers: { accept: 'text/html' } });
    pdf.is(200);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  }
  const qr = await ada.get(`/tickets/${ticket.id}/qr.svg`);
  qr.is(200);
  expect(qr.headers.get('content-type')).toMatch(/^image\/svg\+xml/);
  expect(await codeIn(qr.bytes)).toBe(ticket.code);
  const calendar = await ada.get(`/orders/${ordered.id}/calendar.ics`);
  calendar.is(200);
  expect(calendar.headers.get('content-type')).toMatch(/^text\/calendar/);
  expect(calendar.text).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*BEGIN:VEVENT\r\n[\s\S]*END:VCALENDAR\r\n$/);
  const link = (await ada.get(`/tickets/${ticket.id}/download`)).is<SignedLink>(200);
  expect(Date.parse(link.expiresAt)).toBeGreaterThan(Date.now());
  // The link needs no token: it may be opened by another program than the one that asked.
  const opened = await caller().get(link.url.replace(/^.*?\/api/, '').replace(/^(?=downloads)/, '/'));
  opened.is(200);
  expect(opened.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect((await ada.get(`/tickets/${ticket.id}`)).is<Ticket>(200)).toEqual(ticket);
}

async function codeIn(svg: Buffer): Promise<string | undefined> {
  const image = sharp(svg, { density: 300 }).resize(600, 600).flatten({ background: '#ffffff' }).ensureAlpha();
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return decode(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

async function readMail(ada: Caller, email: string, ordered: Order): Promise<void> {
  const mail = await mailTo(email, /^Your tickets: /);
  expect(mail.text).toContain(ordered.reference);
  expect(mail.html).toContain(ordered.reference);
  expect(mail.attachments.map((file) => file.mimeType)).toEqual(
    expect.arrayContaining(['application/pdf', 'text/calendar']),
  );
  const pdf = mail.attachments.find((file) => file.mimeType === 'application/pdf')!;
  expect((await attachment(mail, pdf.n)).subarray(0, 5).toString()).toBe('%PDF-');
  await eventually('the mail in the list of what was sent', async () => {
    const { items } = (await ada.get('/notifications')).is<ListOf<Notification>>(200);
    return items.some((item) => item.to === email && item.state === 'sent') || undefined;
  });
}

async function enterOnce(eventId: string, ticket: Ticket): Promise<void> {
  const petra = await operator();
  const scan = (nonce: string) => ({
    eventId,
    code: ticket.code,
    gate: 'North',
    deviceId: 'journey-buy',
    nonce: `${ticket.id}-${nonce}`,
    scannedAt: new Date().toISOString(),
  });
  const first = (await petra.post('/check-ins', scan('1'))).is<CheckIn>(200);
  expect(first).toMatchObject({ result: 'admitted', ticket: { id: ticket.id, holder: ticket.holder } });
  const second = (await petra.post('/check-ins', scan('2'))).is<CheckIn>(200);
  expect(second.result).toBe('already_admitted');
  expect(Date.parse(second.firstAdmittedAt!)).toBeLessThanOrEqual(Date.now());
}
