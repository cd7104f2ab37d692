import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accounts } from '@usher/contracts/accounts';
import { catalog } from '@usher/contracts/catalog';
import { orders } from '@usher/contracts/orders';
import { seats } from '@usher/contracts/seats';
import { tickets } from '@usher/contracts/tickets';
import { systemClock } from '@usher/kit/clock';
import { refuse } from '@usher/kit/refusal';
import { eventually, openTestHost, type TestHost } from '@usher/kit/testing';
import { callerOf, scriptedPeer } from '@usher/kit/testing-peer';
import { notificationsService } from '@usher/notifications/service';
import { type MailRelay, startMailRelay } from '@usher/stand-ins/mail-relay';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

describe('notifications', () => {
  let host: TestHost;
  let relay: MailRelay;
  let store: string;
  const issued = new Set<string>();
  const ticketsPeer = scriptedPeer(tickets, {
    renderOrderFiles: async (call) =>
      issued.has(call.params.id)
        ? {
            pdf: Buffer.from('%PDF-1.7 test').toString('base64'),
            calendar: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n',
            pdfName: 'tickets.pdf',
            calendarName: 'event.ics',
          }
        : refuse('not_found'),
    linkToOrder: async (call) =>
      issued.has(call.params.id)
        ? { url: `/downloads/${call.params.id}`, expiresAt: '2099-01-01T00:00:00.000Z' }
        : refuse('not_found'),
  });
  const ordersPeer = scriptedPeer(orders, { beginPayment: async () => refuse('not_found') });
  const [eventFact] = catalog.facts['event.published'].samples;
  const [orderFact] = orders.facts['order.created'].samples;
  if (!eventFact || !orderFact) throw new Error('the contracts have no samples');

  beforeAll(async () => {
    store = await mkdtemp(join(tmpdir(), 'usher-mail-'));
    relay = await startMailRelay({ store });
    const catalogPeer = scriptedPeer(catalog, { getEventInventory: async () => refuse('not_found') });
    host = await openTestHost({
      postgresUrl: inject('postgresUrl'),
      services: [catalogPeer.definition, ordersPeer.definition, ticketsPeer.definition, notificationsService],
      callers: [callerOf(accounts, {}), callerOf(seats, {})],
      env: { SMTP_URL: relay.smtpUrl, MAIL_ATTEMPTS_MAX: '3' },
    });
    await catalogPeer.publish({
      name: 'event.published',
      aggregateId: eventFact.eventId,
      aggregateVersion: 1,
      payload: eventFact,
    });
  });
  afterAll(async () => {
    await host.close();
    await relay.close();
    await rm(store, { recursive: true, force: true });
  });

  const mailsTo = (address: string) => relay.messages().filter((mail) => JSON.stringify(mail).includes(address));
  const messagesTo = (address: string) =>
    host.rows<{ id: string; kind: string; state: string; attempts: number; last_error: string | null }>(
      'notifications',
      'select * from message where to_email = $1',
      [address],
    );

  async function issueTickets(email: string, name = 'Ada'): Promise<string> {
    const orderId = systemClock.newId();
    issued.add(orderId);
    await publishIssued(orderId, email, name);
    return orderId;
  }
  function publishIssued(orderId: string, email: string, firstName: string): Promise<void> {
    return ticketsPeer.publish({
      name: 'tickets.issued',
      aggregateId: orderId,
      aggregateVersion: 1,
      payload: {
        orderId,
        reference: 'K7QF2M9X',
        eventId: eventFact?.eventId ?? '',
        organizationId: eventFact?.organizationId ?? '',
        ticketIds: [systemClock.newId()],
        buyer: { email, firstName, lastName: 'Lovelace' },
      },
    });
  }

  it('mails tickets with the PDF and the calendar entry, once per order however often it is told', async () => {
    const orderId = await issueTickets('once@example.com');
    await publishIssued(orderId, 'once@example.com', 'Ada');
    await eventually(async () => {
      expect(await messagesTo('once@example.com')).toMatchObject([{ kind: 'tickets', state: 'sent' }]);
    });
    const mails = mailsTo('once@example.com');
    expect(mails).toHaveLength(1);
    const text = JSON.stringify(mails[0]);
    expect(text).toContain('tickets.pdf');
    expect(text).toContain('event.ics');
    expect(text).toContain('Your tickets: Northern Lights, Sat');
  });

  it('keeps a hostile name out of the headers and out of the markup', async () => {
    await issueTickets('hostile@example.com', '<img src=x>\r\nBcc: thief@example.com');
    await eventually(async () => {
      expect(await messagesTo('hostile@example.com')).toMatchObject([{ state: 'sent' }]);
    });
    expect(mailsTo('hostile@example.com')).toHaveLength(1);
    const [mail] = mailsTo('hostile@example.com');
    expect(mail?.html).toContain('&lt;img src=x&gt;');
    expect(mail?.html).not.toContain('<img');
    expect(relay.messages().some((one) => JSON.stringify((one as { to?: unknown }).to ?? '').includes('thief'))).toBe(
      false,
    );
  });

  it('tries again after a passing refusal of the relay', async () => {
    relay.failNext(1, 451);
    await issueTickets('later@example.com');
    await eventually(async () => {
      expect(await messagesTo('later@example.com')).toMatchObject([{ state: 'sent', attempts: 2 }]);
    });
  });

  it('keeps what the relay refused for good, shows it to admins only, and sends it when one retries', async () => {
    relay.failNext(1, 550);
    await issueTickets('never@example.com');
    await eventually(async () => {
      expect(await messagesTo('never@example.com')).toMatchObject([{ state: 'failed' }]);
    });
    const [message] = await messagesTo('never@example.com');
    const admin = await host.tokenFor({ id: systemClock.newId(), role: 'admin' });
    const customer = await host.tokenFor({ id: systemClock.newId() });
    expect((await host.call('GET /admin/notifications', { as: customer })).status).toBe(403);
    const list = (await host.call('GET /admin/notifications', { as: admin })).json<{
      items: { id: string; lastError: string }[];
    }>();
    expect(list.items.find((item) => item.id === message?.id)?.lastError).toContain('550');
    expect(
      (await host.call(`POST /admin/notifications/${message?.id ?? ''}/retry`, { as: admin })).json(),
    ).toMatchObject({ state: 'queued' });
    await eventually(async () => {
      expect(await messagesTo('never@example.com')).toMatchObject([{ state: 'sent' }]);
    });
    expect((await host.call(`POST /admin/notifications/${systemClock.newId()}/retry`, { as: admin })).status).toBe(404);
  });

  const created = (orderId: string, email: string) =>
    ordersPeer.publish({
      name: 'order.created',
      aggregateId: orderId,
      aggregateVersion: 1,
      payload: {
        ...orderFact,
        orderId,
        holdId: systemClock.newId(),
        ownerId: orderId,
        buyer: { email, firstName: 'Ada', lastName: 'L' },
        expiresAt: new Date(Date.now() + 61_500).toISOString(),
      },
    });

  it('shows the messages of an order to whoever owns it now, sent before or after', async () => {
    const [early, late, owner] = [systemClock.newId(), systemClock.newId(), systemClock.newId()];
    const { reference, eventId, organizationId } = orderFact;
    const transferred = (orderId: string) =>
      ordersPeer.publish({
        name: 'order.transferred',
        aggregateId: orderId,
        aggregateVersion: 2,
        payload: { orderId, reference, eventId, organizationId, ownerId: owner },
      });
    const listOf = async (id: string, role: 'guest' | 'customer') =>
      (await host.call('GET /notifications', { as: await host.tokenFor({ id, role }) }))
        .json<{ items: { to: string }[] }>()
        .items.map((item) => item.to)
        .toSorted();
    await created(early, 'early@example.com');
    await transferred(early);
    await created(late, 'late@example.com');
    await eventually(async () => {
      expect(await listOf(late, 'guest')).toEqual(['late@example.com']);
    });
    await transferred(late);
    await eventually(async () => {
      expect(await listOf(owner, 'customer')).toEqual(['early@example.com', 'late@example.com']);
    });
    for (const guest of [early, late]) expect(await listOf(guest, 'guest')).toEqual([]);
  });

  it('warns a buyer a minute before the end, but not one who has paid', async () => {
    const [waiting, paid] = [systemClock.newId(), systemClock.newId()];
    await created(waiting, 'waiting@example.com');
    await created(paid, 'paid@example.com');
    await ordersPeer.publish({
      name: 'order.confirmed',
      aggregateId: paid,
      aggregateVersion: 2,
      payload: {
        orderId: paid,
        reference: 'R',
        eventId: orderFact.eventId,
        organizationId: orderFact.organizationId,
        paymentId: systemClock.newId(),
      },
    });
    await eventually(async () => {
      expect(await messagesTo('waiting@example.com')).toMatchObject([{ kind: 'hold_ending', state: 'sent' }]);
    });
    expect(await messagesTo('paid@example.com')).toEqual([]);
    const owner = await host.tokenFor({ id: waiting, role: 'guest' });
    expect((await host.call('GET /notifications', { as: owner })).json<{ items: unknown[] }>().items).toMatchObject([
      { kind: 'hold_ending', to: 'waiting@example.com' },
    ]);
    expect(
      (await host.call('GET /notifications', { as: await host.tokenFor({ id: systemClock.newId() }) })).json<{
        items: unknown[];
      }>().items,
    ).toEqual([]);
  });
});
