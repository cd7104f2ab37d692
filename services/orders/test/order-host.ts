/** Orders among scripted peers: seats answers as each test says, payments and tickets tell what each test tells. */
import { catalog } from '@usher/contracts/catalog';
import { orders } from '@usher/contracts/orders';
import { payments } from '@usher/contracts/payments';
import { seats } from '@usher/contracts/seats';
import { tickets } from '@usher/contracts/tickets';
import { systemClock } from '@usher/kit/clock';
import { refuse } from '@usher/kit/refusal';
import { eventually, openTestHost, type TestHost } from '@usher/kit/testing';
import { callerOf, scriptedPeer } from '@usher/kit/testing-peer';
import { ordersService } from '@usher/orders/service';
import { expect, inject } from 'vitest';

export interface ScriptedHold {
  readonly id: string;
  readonly ownerId: string;
  state: 'held' | 'paying' | 'sold' | 'released' | 'expired';
  /** What seats will say when asked to sell it. */
  sells: boolean;
}

export interface OrderAnswer {
  id: string;
  state: string;
  reference: string;
  total: { amount: number };
  expiresAt: string | null;
  paymentId: string | null;
  lines: { attendee: { firstName: string } | null; total: { amount: number } }[];
}

export interface OrderHost extends TestHost {
  readonly eventId: string;
  readonly organizationId: string;
  /** A hold of two seats at 45.00 for somebody. */
  hold(ownerId: string): ScriptedHold;
  order(hold: ScriptedHold, more?: object): Promise<OrderAnswer>;
  read(id: string, ownerId: string): Promise<OrderAnswer>;
  begin(
    orderId: string,
    paymentId: string,
    principalId: string,
    failedPaymentIds?: readonly string[],
  ): Promise<{ status: number; body: unknown }>;
  tellPayment(
    name: 'payment.authorized' | 'payment.failed' | 'payment.captured' | 'payment.capture_failed',
    orderId: string,
    paymentId: string,
  ): Promise<void>;
  tellHold(name: 'hold.expired' | 'seats.released', hold: ScriptedHold): Promise<void>;
  tellIssued(order: OrderAnswer): Promise<void>;
  /** Facts this service told of an order, oldest first. */
  told(orderId: string): Promise<string[]>;
  /** Operations seats was asked for a hold. */
  asked(holdId: string): readonly string[];
}

const EXPIRES = '2099-01-01T00:00:00.000Z';

export async function openOrders(): Promise<OrderHost> {
  const [event] = catalog.facts['event.published'].samples;
  if (!event) throw new Error('event.published has no sample');
  const { eventId, organizationId } = event;
  const holds = new Map<string, ScriptedHold>();
  const asked = new Map<string, string[]>();
  const note = (holdId: string, operation: string) => asked.set(holdId, [...(asked.get(holdId) ?? []), operation]);
  const item = (seat: string) => ({
    seatId: seatOf(seat),
    areaId: null,
    section: 'Stalls',
    row: 'F',
    number: seat,
    tierKey: 'standard',
    price: { amount: 4500, currency: 'EUR' as const },
  });

  const seatsPeer = scriptedPeer(seats, {
    readHold: async ({ params }) => {
      const hold = holds.get(params.id);
      if (!hold) return refuse('not_found');
      return {
        id: hold.id,
        eventId,
        organizationId,
        ownerId: hold.ownerId,
        state: hold.state,
        expiresAt: EXPIRES,
        items: [item('1'), item('2')],
        total: { amount: 9000, currency: 'EUR' },
      };
    },
    beginPaying: async ({ params }) => {
      note(params.id, 'beginPaying');
      return holds.get(params.id)?.state === 'held' ? { expiresAt: EXPIRES } : refuse('hold_expired');
    },
    endPaying: async ({ params }) => {
      note(params.id, 'endPaying');
      return holds.get(params.id)?.state === 'held' ? { expiresAt: EXPIRES } : refuse('hold_expired');
    },
    sellHold: async ({ params }) => {
      note(params.id, 'sellHold');
      return holds.get(params.id)?.sells === true ? { soldAt: EXPIRES } : refuse('seats_taken');
    },
    giveBack: async ({ params }) => {
      note(params.id, 'giveBack');
      return {};
    },
    dropHold: async ({ params }) => {
      note(params.id, 'dropHold');
      return {};
    },
  });
  const catalogPeer = scriptedPeer(catalog, { getEventInventory: async () => refuse('not_found') });
  const paymentsPeer = scriptedPeer(payments, {});
  const ticketsPeer = scriptedPeer(tickets, {
    renderOrderFiles: async () => refuse('not_found'),
    linkToOrder: async () => refuse('not_found'),
  });
  const host = await openTestHost({
    postgresUrl: inject('postgresUrl'),
    services: [
      catalogPeer.definition,
      seatsPeer.definition,
      paymentsPeer.definition,
      ticketsPeer.definition,
      ordersService,
    ],
    callers: [callerOf(payments, { orders })],
  });
  await catalogPeer.publish({ name: 'event.published', aggregateId: eventId, aggregateVersion: 1, payload: event });
  await eventually(async () => {
    expect(await host.rows('orders', 'select 1 from event_summary')).toHaveLength(1);
  });
  const version = { next: 1 };
  const ofHold = (hold: ScriptedHold) => ({ eventId, organizationId, holdId: hold.id, places: [1, 2] });

  return {
    ...host,
    eventId,
    organizationId,
    hold(ownerId) {
      const hold: ScriptedHold = { id: systemClock.newId(), ownerId, state: 'held', sells: true };
      holds.set(hold.id, hold);
      return hold;
    },
    async order(hold, more = {}) {
      const answer = await host.call('POST /orders', {
        as: await host.tokenFor({ id: hold.ownerId, role: 'guest' }),
        headers: { 'idempotency-key': hold.id },
        body: { holdId: hold.id, buyer: { email: 'Ada@Example.com', firstName: 'Ada', lastName: 'Lovelace' }, ...more },
      });
      expect(answer.status).toBe(201);
      return answer.json<OrderAnswer>();
    },
    async read(id, ownerId) {
      return (
        await host.call(`GET /orders/${id}`, { as: await host.tokenFor({ id: ownerId, role: 'guest' }) })
      ).json<OrderAnswer>();
    },
    begin: (orderId, paymentId, principalId, failedPaymentIds = []) =>
      host.peer('orders', 'beginPayment', {
        params: { id: orderId },
        body: { paymentId, principalId, failedPaymentIds },
        from: 'payments',
      }),
    async tellPayment(name, orderId, paymentId) {
      const payload = { ...(payments.facts[name].samples[0] as object), orderId, paymentId };
      await paymentsPeer.publish({
        name,
        aggregateId: paymentId,
        aggregateVersion: version.next++,
        payload: payload as never,
      });
    },
    async tellHold(name, hold) {
      const fact =
        name === 'hold.expired'
          ? { name, payload: ofHold(hold) }
          : { name, payload: { ...ofHold(hold), reason: 'buyer' as const } };
      await seatsPeer.publish({ ...fact, aggregateId: hold.id, aggregateVersion: version.next++ });
    },
    async tellIssued(order) {
      await ticketsPeer.publish({
        name: 'tickets.issued',
        aggregateId: order.id,
        aggregateVersion: version.next++,
        payload: {
          orderId: order.id,
          reference: order.reference,
          eventId,
          organizationId,
          ticketIds: [],
          buyer: { email: 'a@b.c', firstName: 'A', lastName: 'B' },
        },
      });
    },
    async told(orderId) {
      const rows = await host.rows<{ name: string }>(
        'orders',
        `select fact->>'name' as name from outbox, jsonb_array_elements(facts) fact where fact->>'aggregateId' = $1 order by id`,
        [orderId],
      );
      return rows.map((row) => row.name);
    },
    asked: (holdId) => asked.get(holdId) ?? [],
  };
}

/** The id of a scripted seat. */
export function seatOf(number: string): string {
  return `0198c0de-0000-7000-8000-00000000000${number}`;
}
