/** Tickets with those it listens to: a catalog and orders of the real contracts that tell what a test lets happen. */
import { catalog } from '@usher/contracts/catalog';
import type { EventSnapshot } from '@usher/contracts/catalog-facts';
import { notifications } from '@usher/contracts/notifications';
import { orders } from '@usher/contracts/orders';
import type { OrderSnapshot } from '@usher/contracts/orders-facts';
import { tickets } from '@usher/contracts/tickets';
import { systemClock } from '@usher/kit/clock';
import { refuse } from '@usher/kit/refusal';
import { eventually, openTestHost, type TestHost, type TestHostOptions } from '@usher/kit/testing';
import { callerOf, scriptedPeer } from '@usher/kit/testing-peer';
import { ticketsService } from '@usher/tickets/service';
import { expect } from 'vitest';
import type { z } from 'zod';

export type Event = z.input<typeof EventSnapshot>;
export type PaidOrder = z.input<typeof OrderSnapshot>;
export interface TicketAnswer extends z.input<(typeof tickets.operations.getTicket.answers)[200]> {}

export interface TicketsHost extends TestHost {
  /** Publishes an event and waits until tickets knows it; the same event again is an update. */
  publish(change?: Partial<Event>): Promise<Event>;
  /** Tells an event as it was before everything `publish` told; returns when tickets has heard it. */
  tellLate(event: Event): Promise<void>;
  /** An order of that many seats of one row, and of places in an area. */
  orderFor(event: Event, wish?: { seats?: number; places?: number; change?: Partial<PaidOrder> }): PaidOrder;
  /** Tells that orders are paid, in one transaction. */
  tellPaid(...paid: PaidOrder[]): Promise<void>;
  /** Tells that an order is paid, and waits for its tickets. */
  buy(order: PaidOrder): Promise<TicketAnswer[]>;
  /** What tickets told, by name. */
  told(name: string): Promise<{ aggregateId: string; payload: Record<string, unknown> }[]>;
}

/** Hosts tickets on fresh databases. */
export async function openTickets(options: Omit<TestHostOptions, 'services'>): Promise<TicketsHost> {
  const catalogPeer = scriptedPeer(catalog, { getEventInventory: async () => refuse('not_found') });
  const ordersPeer = scriptedPeer(orders, { beginPayment: async () => refuse('not_found') });
  const host = await openTestHost({
    ...options,
    services: [catalogPeer.definition, ordersPeer.definition, ticketsService],
    callers: [callerOf(notifications, { tickets }), callerOf(orders, {})],
  });
  let version = 0;

  const tellPaid = async (...paid: PaidOrder[]): Promise<void> => {
    const facts = paid.map((payload) => ({
      name: 'order.paid' as const,
      aggregateId: payload.orderId,
      aggregateVersion: 4,
      payload,
    }));
    await ordersPeer.publish(...facts);
  };
  const told: TicketsHost['told'] = async (name) => {
    const rows = await host.rows<{ facts: { name: string; aggregateId: string; payload: Record<string, unknown> }[] }>(
      'tickets',
      'select facts from outbox order by id',
    );
    return rows.flatMap((row) => row.facts).filter((fact) => fact.name === name);
  };
  const opened: TicketsHost = {
    ...host,
    tellPaid,
    told,
    async publish(change = {}) {
      version += 1;
      const event = { ...sampleEvent(), eventId: systemClock.newId(), organizationId: systemClock.newId(), ...change };
      await catalogPeer.publish({
        name: change.eventId === undefined ? 'event.published' : 'event.updated',
        aggregateId: event.eventId,
        aggregateVersion: version,
        payload: event,
      });
      await eventually(async () => {
        const known = await host.rows('tickets', 'select 1 from event_info where event_id = $1 and version = $2', [
          event.eventId,
          version,
        ]);
        expect(known).toHaveLength(1);
      });
      return event;
    },
    async tellLate(event) {
      const fact = { name: 'event.updated' as const, aggregateId: event.eventId, aggregateVersion: 0, payload: event };
      await catalogPeer.publish(fact);
      // Facts are heard in order: who knows a later one has heard this one.
      await opened.publish();
    },
    orderFor,
    async buy(order) {
      await tellPaid(order);
      const owner = await host.tokenFor({ id: order.ownerId });
      return eventually(async () => {
        const answer = await host.call(`GET /tickets?orderId=${order.orderId}&limit=100`, { as: owner });
        const { items } = answer.json<{ items: TicketAnswer[] }>();
        expect(items).toHaveLength(order.lines.length);
        return items;
      });
    },
  };
  return opened;
}

let nextSeat = 0;

const orderFor: TicketsHost['orderFor'] = (event, { seats = 2, places = 0, change = {} } = {}) => {
  const [sample] = orders.facts['order.paid'].samples;
  const [seat, place] = sample?.lines ?? [];
  if (!sample || !seat || !place) throw new Error('order.paid has no sample with a seat and an area');
  const seatLine = () => {
    nextSeat += 1;
    return { ...seat, lineId: systemClock.newId(), seatId: systemClock.newId(), number: String(nextSeat) };
  };
  const { eventId, organizationId } = event;
  const ids = { orderId: systemClock.newId(), ownerId: systemClock.newId(), paymentId: systemClock.newId() };
  const lines = [
    ...Array.from({ length: seats }, seatLine),
    ...Array.from({ length: places }, () => ({ ...place, lineId: systemClock.newId() })),
  ];
  return { ...sample, eventId, organizationId, ...ids, lines, ...change };
};

function sampleEvent(): Event {
  const [sample] = catalog.facts['event.published'].samples;
  if (!sample) throw new Error('event.published has no sample');
  return sample;
}
