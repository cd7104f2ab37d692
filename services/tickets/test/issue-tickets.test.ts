import { systemClock } from '@usher/kit/clock';
import { eventually } from '@usher/kit/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openTickets, type TicketAnswer, type TicketsHost } from './tickets-host.ts';

interface Page {
  items: TicketAnswer[];
  nextCursor: string | null;
}

describe('issuing tickets', () => {
  let host: TicketsHost;
  beforeAll(async () => {
    host = await openTickets({ postgresUrl: inject('postgresUrl') });
  });
  afterAll(async () => {
    await host.close();
  });

  it('issues one valid ticket with its own code for each line of a paid order, and tells it once', async () => {
    const event = await host.publish();
    const order = host.orderFor(event, { seats: 2, places: 1 });
    const items = await host.buy(order);
    expect(items.map((ticket) => ticket.id)).toEqual(order.lines.map((line) => line.lineId));
    expect(new Set(items.map((ticket) => ticket.code)).size).toBe(3);
    const [seat, , place] = items;
    expect(seat).toMatchObject({
      orderId: order.orderId,
      eventId: event.eventId,
      state: 'valid',
      seat: { section: 'Stalls', row: 'F', number: order.lines[0]?.number },
      area: null,
      tierKey: 'standard',
      holder: { firstName: 'Ada', lastName: 'Lovelace' },
      event: { name: event.name, timeZone: 'Europe/Berlin', venue: { name: 'Harbour Theatre', city: 'Hamburg' } },
    });
    expect(place).toMatchObject({ seat: null, area: 'Floor' });
    const facts = (await host.told('tickets.issued')).filter((fact) => fact.aggregateId === order.orderId);
    expect(facts.map((fact) => fact.payload)).toEqual([
      {
        orderId: order.orderId,
        reference: order.reference,
        eventId: event.eventId,
        organizationId: event.organizationId,
        ticketIds: order.lines.map((line) => line.lineId),
        buyer: order.buyer,
      },
    ]);
  });

  it('changes nothing when the same payment is told again, even twice in one breath', async () => {
    const event = await host.publish();
    const order = host.orderFor(event);
    const before = await host.buy(order);
    await host.tellPaid(order, order);
    const later = host.orderFor(event);
    await host.tellPaid(later, later);
    const after = await host.buy(host.orderFor(event));
    expect(after).toHaveLength(2);
    expect(await listOf(order.ownerId)).toEqual(before);
    expect(await listOf(later.ownerId)).toHaveLength(2);
    const told = (await host.told('tickets.issued')).map((fact) => fact.aggregateId);
    expect(told.filter((id) => id === order.orderId)).toHaveLength(1);
    expect(told.filter((id) => id === later.orderId)).toHaveLength(1);
  });

  it('never issues a second ticket for a seat: that order is put before a person, the others get theirs', async () => {
    const event = await host.publish();
    const first = host.orderFor(event, { seats: 1 });
    await host.buy(first);
    const seatId = first.lines[0]?.seatId ?? null;
    const clash = host.orderFor(event, { seats: 1 });
    const second = { ...clash, lines: clash.lines.map((line) => ({ ...line, seatId })) };
    const third = host.orderFor(event);
    await host.tellPaid(second, third);
    await eventually(async () => {
      expect(await host.rows('tickets', 'select error from parked_fact')).toEqual([
        { error: expect.stringContaining('ticket_seat_once') as string },
      ]);
      expect(await listOf(third.ownerId)).toHaveLength(2);
    });
    expect(await listOf(second.ownerId)).toEqual([]);
  });

  it('issues before it knows the event, and shows the tickets as soon as it does', async () => {
    const unknown = { ...(await host.publish()), eventId: systemClock.newId(), name: 'Told later' };
    const order = host.orderFor(unknown, { seats: 1 });
    await host.tellPaid(order);
    const as = await host.tokenFor({ id: order.ownerId });
    await eventually(async () => {
      expect((await host.call('GET /tickets', { as })).json()).toMatchObject({ status: 503, code: 'unavailable' });
    });
    await host.publish(unknown);
    expect(await listOf(order.ownerId)).toMatchObject([{ event: { name: 'Told later' } }]);
  });

  it('keeps an event as it was told last, whatever arrives late', async () => {
    const event = await host.publish();
    const order = host.orderFor(event, { seats: 1 });
    await host.buy(order);
    await host.publish({ ...event, name: 'New name' });
    await host.tellLate({ ...event, name: 'Old name' });
    expect(await listOf(order.ownerId)).toMatchObject([{ event: { name: 'New name' } }]);
  });

  it('lists page by page without losing or repeating a ticket, and refuses a cursor it did not make', async () => {
    const event = await host.publish();
    const ownerId = systemClock.newId();
    const first = await host.buy(host.orderFor(event, { seats: 3, change: { ownerId } }));
    const second = await host.buy(host.orderFor(event, { seats: 2, change: { ownerId } }));
    const as = await host.tokenFor({ id: ownerId });
    const seen: TicketAnswer[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const route: string = `GET /tickets?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const page: Page = (await host.call(route, { as })).json<Page>();
      seen.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([...second, ...first]);
    expect((await host.call('GET /tickets?cursor=bm9wZQ', { as })).json()).toMatchObject({ code: 'invalid_request' });
  });

  it('shows a ticket to its owner, its organizer and an admin, and to nobody else', async () => {
    const event = await host.publish();
    const order = host.orderFor(event, { seats: 1 });
    const [ticket] = await host.buy(order);
    const id = systemClock.newId();
    const people = {
      owner: { id: order.ownerId },
      organizer: { id, organizations: { [event.organizationId]: 'organizer' as const } },
      admin: { id, role: 'admin' as const },
      operator: { id, organizations: { [event.organizationId]: 'operator' as const } },
      rival: { id, organizations: { [systemClock.newId()]: 'organizer' as const } },
      stranger: { id },
    };
    const paths = [
      `/tickets/${ticket?.id}`,
      `/tickets/${ticket?.id}/qr.svg`,
      `/tickets/${ticket?.id}/download`,
      `/orders/${order.orderId}/calendar.ics`,
    ];
    for (const [who, person] of Object.entries(people)) {
      const as = await host.tokenFor(person);
      const expected = ['owner', 'organizer', 'admin'].includes(who) ? 200 : 404;
      for (const path of paths)
        expect([who, path, (await host.call(`GET ${path}`, { as })).status]).toEqual([who, path, expected]);
    }
    expect((await host.call(`GET /tickets/${ticket?.id}`)).status).toBe(401);
  });

  async function listOf(ownerId: string): Promise<TicketAnswer[]> {
    const as = await host.tokenFor({ id: ownerId });
    return (await host.call('GET /tickets', { as })).json<{ items: TicketAnswer[] }>().items;
  }
});
