/** Orders among scripted peers: seats answers as each test says, payments and tickets tell what each test tells. */
import { catalog } from '@usher/contracts/catalog';
import { orders } from '@usher/contracts/orders';
import { payments } from '@usher/contracts/payments';
import { seats } from '@usher/contracts/seats';
import { tickets } from '@usher/contracts/tickets';
import { systemClock } from '@usher/kit/clock';
import { refuse } from '@usher/kit/refusal';
import { eventually, openTestHost, type TestHost } from '@usher/kit/testing';
import { callerOf, type ScriptedPeer, scriptedPeer } from '@usher/kit/testing-peer';
import { ordersService } from '@usher/orders/service';
import { expect, inject } from 'vitest';

export interface ScriptedHold {
  readonly id: string;
  ownerId: string;
  state: 'held' | 'paying' | 'sold' | 'released' | 'expired';
  /** What seats will say when asked to sell it. */
  sells: boolean;
  /** What happens while seats is being asked to end the paying of it. */
  meanwhile?: () => Promise<unknown>;
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
  /** Publishes a change of the event. */
  updateEvent(change: { maxTicketsPerBuyer: number | null }): Promise<void>;
  /** Opens an inventory of 310 places, of which three leave the sale and one joins it. */
  tellPlaces(): Promise<void>;
  /** Facts this service told of an order, oldest first. */
  told(orderId: string): Promise<string[]>;
  /** Operations seats was asked for a hold. */
  asked(holdId: string): readonly string[];
}

const EXPIRES = '2099-01-01T00:00:00.000Z';

/** What seats would know of holds, and what it was asked about each. */
class Hall {
  readonly holds = new Map<string, ScriptedHold>();
  readonly #asked = new Map<string, string[]>();

  asked(holdId: string): readonly string[] {
    return this.#asked.get(holdId) ?? [];
  }

  note(holdId: string, operation: string): ScriptedHold | undefined {
    this.#asked.set(holdId, [...this.asked(holdId), operation]);
    return this.holds.get(holdId);
  }
}

/** Hosts orders on fresh databases, with an event it knows. */
export async function openOrders(): Promise<OrderHost> {
  const [event] = catalog.facts['event.published'].samples;
  if (!event) throw new Error('event.published has no sample');
  const hall = new Hall();
  const peers = {
    catalog: scriptedPeer(catalog, { getEventInventory: async () => refuse('not_found') }),
    seats: seatsPeer(hall, event),
    payments: scriptedPeer(payments, {}),
    tickets: scriptedPeer(tickets, {
      renderOrderFiles: async () => refuse('not_found'),
      linkToOrder: async () => refuse('not_found'),
    }),
  };
  const host = await openTestHost({
    postgresUrl: inject('postgresUrl'),
    services: [...Object.values(peers).map((peer) => peer.definition), ordersService],
    callers: [callerOf(payments, { orders })],
  });
  await peers.catalog.publish({
    name: 'event.published',
    aggregateId: event.eventId,
    aggregateVersion: 1,
    payload: event,
  });
  await eventually(async () => {
    expect(await host.rows('orders', 'select 1 from event_summary')).toHaveLength(1);
  });
  let version = 1;
  const updateEvent = async (change: { maxTicketsPerBuyer: number | null }) => {
    version += 1;
    const payload = { ...event, ...change };
    await peers.catalog.publish({
      name: 'event.updated',
      aggregateId: event.eventId,
      aggregateVersion: version,
      payload,
    });
    await eventually(async () => {
      const [row] = await host.rows<{ version: string }>('orders', 'select version from event_summary');
      expect(Number(row?.version)).toBe(version);
    });
  };
  return { ...host, ...buying(host, hall), ...telling(peers, event), ...looking(host, hall, event), updateEvent };
}

interface Event {
  readonly eventId: string;
  readonly organizationId: string;
}

function seatsPeer(hall: Hall, { eventId, organizationId }: Event) {
  const currency = 'EUR' as const;
  const item = (number: string) => ({
    seatId: seatOf(number),
    areaId: null,
    section: 'Stalls',
    row: 'F',
    number,
    tierKey: 'standard',
    price: { amount: 4500, currency },
  });
  const whileHeld = (holdId: string, operation: string) =>
    hall.note(holdId, operation)?.state === 'held' ? { expiresAt: EXPIRES } : refuse('hold_expired');
  return scriptedPeer(seats, {
    readHold: async ({ params }) => {
      const hold = hall.holds.get(params.id);
      if (!hold) return refuse('not_found');
      const { id, ownerId, state } = hold;
      const total = { amount: 9000, currency };
      return { id, eventId, organizationId, ownerId, state, expiresAt: EXPIRES, items: [item('1'), item('2')], total };
    },
    beginPaying: async ({ params }) => whileHeld(params.id, 'beginPaying'),
    endPaying: async ({ params }) => {
      await hall.holds.get(params.id)?.meanwhile?.();
      return whileHeld(params.id, 'endPaying');
    },
    transferHold: async ({ params, body }) => {
      const hold = hall.note(params.id, 'transferHold');
      if (!hold || ![body.fromOwnerId, body.toOwnerId].includes(hold.ownerId)) return refuse('not_found');
      if (hold.state !== 'held') return refuse('hold_expired');
      hold.ownerId = body.toOwnerId;
      return {};
    },
    sellHold: async ({ params }) =>
      hall.note(params.id, 'sellHold')?.sells === true ? { soldAt: EXPIRES } : refuse('seats_taken'),
    giveBack: async ({ params }) => {
      hall.note(params.id, 'giveBack');
      return {};
    },
    dropHold: async ({ params }) => {
      hall.note(params.id, 'dropHold');
      return {};
    },
  });
}

function buying(host: TestHost, hall: Hall): Pick<OrderHost, 'hold' | 'order' | 'begin'> {
  return {
    hold(ownerId) {
      const hold: ScriptedHold = { id: systemClock.newId(), ownerId, state: 'held', sells: true };
      hall.holds.set(hold.id, hold);
      return hold;
    },
    async order(hold, more = {}) {
      const buyer = { email: 'Ada@Example.com', firstName: 'Ada', lastName: 'Lovelace' };
      const answer = await host.call('POST /orders', {
        as: await host.tokenFor({ id: hold.ownerId, role: 'guest' }),
        headers: { 'idempotency-key': hold.id },
        body: { holdId: hold.id, buyer, ...more },
      });
      expect(answer.status).toBe(201);
      return answer.json<OrderAnswer>();
    },
    begin: (orderId, paymentId, principalId, failedPaymentIds = []) =>
      host.peer('orders', 'beginPayment', {
        params: { id: orderId },
        body: { paymentId, principalId, failedPaymentIds },
        from: 'payments',
      }),
  };
}

interface Peers {
  readonly seats: ScriptedPeer<typeof seats>;
  readonly payments: ScriptedPeer<typeof payments>;
  readonly tickets: ScriptedPeer<typeof tickets>;
}

function telling(
  peers: Peers,
  { eventId, organizationId }: Event,
): Pick<OrderHost, 'tellPayment' | 'tellHold' | 'tellIssued' | 'tellPlaces'> {
  let version = 0;
  const next = () => (version += 1);
  return {
    async tellPayment(name, orderId, paymentId) {
      const payload = { ...(payments.facts[name].samples[0] as object), orderId, paymentId };
      await peers.payments.publish({
        name,
        aggregateId: paymentId,
        aggregateVersion: next(),
        payload: payload as never,
      });
    },
    async tellHold(name, hold) {
      const payload = { eventId, organizationId, holdId: hold.id, places: [1, 2] };
      const fact =
        name === 'hold.expired' ? { name, payload } : { name, payload: { ...payload, reason: 'buyer' as const } };
      await peers.seats.publish({ ...fact, aggregateId: hold.id, aggregateVersion: next() });
    },
    async tellIssued({ id: orderId, reference }) {
      const buyer = { email: 'a@b.c', firstName: 'A', lastName: 'B' };
      const payload = { orderId, reference, eventId, organizationId, ticketIds: [], buyer };
      await peers.tickets.publish({ name: 'tickets.issued', aggregateId: orderId, aggregateVersion: next(), payload });
    },
    async tellPlaces() {
      const inEvent = { eventId, organizationId };
      const areaId = systemClock.newId();
      const opened = { ...inEvent, seats: 300, places: 310 };
      const changed = { ...inEvent, areaId, capacity: 8, blocked: [307, 308, 309], freed: [310] };
      // The area may be heard of first: each name has a handler of its own.
      await peers.seats.publish({
        name: 'places.changed',
        aggregateId: areaId,
        aggregateVersion: next(),
        payload: changed,
      });
      await peers.seats.publish({
        name: 'inventory.opened',
        aggregateId: eventId,
        aggregateVersion: next(),
        payload: opened,
      });
    },
  };
}

function looking(
  host: TestHost,
  hall: Hall,
  { eventId, organizationId }: Event,
): Pick<OrderHost, 'eventId' | 'organizationId' | 'read' | 'told' | 'asked'> {
  return {
    eventId,
    organizationId,
    async read(id, ownerId) {
      const as = await host.tokenFor({ id: ownerId, role: 'guest' });
      return (await host.call(`GET /orders/${id}`, { as })).json<OrderAnswer>();
    },
    async told(orderId) {
      const text = `select fact->>'name' as name from outbox, json_array_elements(facts) fact where fact->>'aggregateId' = $1 order by id`;
      return (await host.rows<{ name: string }>('orders', text, [orderId])).map((row) => row.name);
    },
    asked: (holdId) => hall.asked(holdId),
  };
}

/** The id of a scripted seat. */
export function seatOf(number: string): string {
  return `0198c0de-0000-7000-8000-00000000000${number}`;
}
