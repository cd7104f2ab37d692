import { systemClock } from '@usher/kit/clock';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type PaidOrder, openTickets, type TicketAnswer, type TicketsHost } from './tickets-host.ts';

describe('ticket files', () => {
  let host: TicketsHost;
  let order: PaidOrder;
  let tickets: TicketAnswer[];
  let owner: string;
  beforeAll(async () => {
    host = await openTickets({ postgresUrl: inject('postgresUrl'), env: { DOWNLOAD_LINK_SECONDS: '300' } });
    const event = await host.publish();
    order = host.orderFor(event, { seats: 2, places: 1 });
    tickets = await host.buy(order);
    owner = await host.tokenFor({ id: order.ownerId });
  });
  afterAll(async () => {
    await host.close();
  });
  const get = (path: string, as = owner) => host.call(`GET ${path}`, { as });

  it('prints one ticket, and all of an order, as PDF under a name that says what it is', async () => {
    const one = await get(`/tickets/${tickets[0]?.id}/pdf`);
    expect(one.headers['content-type']).toBe('application/pdf');
    expect(one.headers['content-disposition']).toBe(
      `inline; filename="northern-lights-2027-05-01-F${order.lines[0]?.number}.pdf"`,
    );
    expect(one.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pagesOf(one.bytes)).toBe(1);
    const all = await get(`/orders/${order.orderId}/tickets.pdf`);
    expect(pagesOf(all.bytes)).toBe(3);
    expect(all.headers['content-disposition']).toContain(order.reference);
  });

  it('gives the same bytes again while they are remembered, to many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(`/tickets/${tickets[1]?.id}/pdf`)));
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map((answer) => answer.bytes.toString('base64'))).size).toBe(1);
  });

  it('draws the code as SVG that nobody stores', async () => {
    const svg = await get(`/tickets/${tickets[0]?.id}/qr.svg`);
    expect(svg.headers['content-type']).toContain('image/svg+xml');
    expect(svg.headers['cache-control']).toBe('no-store');
    expect(svg.text).toMatch(/^<svg /);
  });

  it('writes one calendar entry for an order with all its places', async () => {
    const calendar = await get(`/orders/${order.orderId}/calendar.ics`);
    expect(calendar.headers['content-type']).toContain('text/calendar');
    expect(calendar.headers['content-disposition']).toBe('attachment; filename="northern-lights-2027-05-01.ics"');
    const text = calendar.text.replaceAll('\r\n ', '');
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    expect(text).toContain(`UID:${order.orderId}`);
    expect(text).toContain(`seat ${order.lines[1]?.number}`);
    expect(text).toContain('Floor');
  });

  it('makes a link that opens the PDF without signing in until it ends, and not a second longer', async () => {
    const { url, expiresAt } = (await get(`/tickets/${tickets[0]?.id}/download`)).json<{
      url: string;
      expiresAt: string;
    }>();
    const remaining = Date.parse(expiresAt) - systemClock.now();
    expect(remaining).toBeGreaterThan(280_000);
    expect(remaining).toBeLessThanOrEqual(301_000);
    const route = `GET ${url.replace('/api', '')}`;
    const open = await host.call(route);
    expect(open.status).toBe(200);
    expect(pagesOf(open.bytes)).toBe(1);
    expect(open.headers['content-disposition']).toContain('attachment');
    await host.moveTime(301);
    expect((await host.call(route)).json()).toMatchObject({ status: 410, code: 'link_expired' });
    await host.moveTime(0);
    expect((await host.call(route)).status).toBe(200);
  });

  it('opens no link in which anything was changed: not its end, not its ticket, not its spelling', async () => {
    const { url } = (await get(`/tickets/${tickets[0]?.id}/download`)).json<{ url: string }>();
    const link = url.slice('/api/downloads/'.length);
    const bytes = Buffer.from(link, 'base64url');
    for (let i = 0; i < bytes.length; i += 1) {
      const forged = Buffer.from(bytes);
      forged[i] = (forged[i] ?? 0) ^ 1;
      const answer = await host.call(`GET /downloads/${forged.toString('base64url')}`);
      expect([i, answer.status]).toEqual([i, 410]);
    }
    for (const bad of ['x', link.slice(1), `${link}A`, 'A'.repeat(400)]) {
      expect((await host.call(`GET /downloads/${bad}`)).status).toBe(410);
    }
    expect((await host.call(`GET /downloads/${link}%00`)).status).toBe(404);
  });

  it('renders the files of a mail and a link to all tickets for notifications, and for nobody else', async () => {
    const files = await host.peer('tickets', 'renderOrderFiles', {
      params: { id: order.orderId },
      from: 'notifications',
    });
    expect(files.status).toBe(200);
    const body = files.body as { pdf: string; calendar: string; pdfName: string; calendarName: string };
    expect(pagesOf(Buffer.from(body.pdf, 'base64'))).toBe(3);
    expect(body.calendar).toContain('BEGIN:VCALENDAR');
    expect(body).toMatchObject({
      pdfName: `northern-lights-2027-05-01-${order.reference}.pdf`,
      calendarName: 'northern-lights-2027-05-01.ics',
    });
    const link = await host.peer('tickets', 'linkToOrder', { params: { id: order.orderId }, from: 'notifications' });
    const { url } = link.body as { url: string };
    expect(pagesOf((await host.call(`GET ${url}`)).bytes)).toBe(3);
    for (const operation of ['renderOrderFiles', 'linkToOrder']) {
      const id = systemClock.newId();
      expect((await host.peer('tickets', operation, { params: { id }, from: 'notifications' })).status).toBe(404);
      const stranger = await host.peer('tickets', operation, { params: { id: order.orderId }, from: 'orders' });
      expect(stranger.status).toBe(403);
    }
  });

  it('gives no files of a ticket that is void', async () => {
    const event = await host.publish();
    const bought = host.orderFor(event, { seats: 2 });
    const [gone] = await host.buy(bought);
    const as = await host.tokenFor({ id: bought.ownerId });
    const { url } = (await get(`/tickets/${gone?.id}/download`, as)).json<{ url: string }>();
    await host.rows('tickets', `update ticket set state = 'void' where id = $1`, [gone?.id]);
    expect((await get(`/tickets/${gone?.id}`, as)).json()).toMatchObject({ state: 'void' });
    for (const file of ['pdf', 'qr.svg', 'download']) {
      expect((await get(`/tickets/${gone?.id}/${file}`, as)).status).toBe(404);
    }
    expect((await host.call(`GET ${url.replace('/api', '')}`)).status).toBe(404);
    expect(pagesOf((await get(`/orders/${bought.orderId}/tickets.pdf`, as)).bytes)).toBe(1);
  });
});

/** Pages by the page tree's own count. */
function pagesOf(pdf: Buffer): number {
  return Number(/\/Type \/Pages\b[^>]*?\/Count (\d+)/s.exec(pdf.toString('latin1'))?.[1]);
}
