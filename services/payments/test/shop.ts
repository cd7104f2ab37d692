/** Payments as a buyer meets them: real seats, orders and payments over a scripted catalog, and the card provider on its socket. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { catalog } from '@usher/contracts/catalog';
import type { EventSnapshot } from '@usher/contracts/catalog-facts';
import type { EventInventory } from '@usher/contracts/catalog-shapes';
import { seatIdAt, seatIdBaseOf } from '@usher/contracts/seat-ids';
import { systemClock } from '@usher/kit/clock';
import { refuse } from '@usher/kit/refusal';
import type { ServiceDefinition } from '@usher/kit/service';
import { eventually, openTestHost, type TestAnswer, type TestHost, type TestHostOptions } from '@usher/kit/testing';
import { scriptedPeer } from '@usher/kit/testing-peer';
import { ordersService } from '@usher/orders/service';
import { paymentsService } from '@usher/payments/service';
import { seatsService } from '@usher/seats/service';
import { type CardProvider, startCardProvider } from '@usher/stand-ins/card-provider';
import { expect, inject } from 'vitest';
import type { z } from 'zod';

export const WEBHOOK_SECRET = 'a webhook secret for tests';
const API_KEY = 'an api key for the tests';
export const PRICE = 4_500;
const SEATS = 60;

export interface Sale {
  readonly orderId: string;
  readonly reference: string;
  readonly buyerId: string;
}
export interface PaymentAnswer {
  readonly id: string;
  readonly state: string;
  readonly amount: { readonly amount: number; readonly currency: string };
  readonly declineCode?: string;
  readonly nextAction?: { readonly url: string };
}
export interface Shop {
  readonly cards: CardProvider;
  readonly organizationId: string;
  host(): TestHost;
  /** Ends every service as a deploy does, and opens them again on the same databases. */
  reopen(options?: Partial<TestHostOptions>): Promise<void>;
  /** A new buyer with an order of one seat. */
  order(): Promise<Sale>;
  pay(sale: Sale, token: string, key?: string): Promise<TestAnswer>;
  /** Pays and gives the payment's id; fails unless it was accepted. */
  paid(sale: Sale, token: string): Promise<string>;
  /** Waits for a payment to be in a state. */
  until(paymentId: string, state: string, withinMs?: number): Promise<PaymentAnswer>;
  untilOrder(sale: Sale, state: string): Promise<void>;
  facts(name: string, paymentId: string): Promise<unknown[]>;
  /** Sends bytes as a webhook. */
  notify(bytes: string, signature: string): Promise<TestAnswer>;
  close(): Promise<void>;
}

type Inventory = z.input<typeof EventInventory>;

/** Opens the shop with one hall on sale, every seat at one price in cents. */
export async function openShop(options: Partial<TestHostOptions> & { price?: number } = {}): Promise<Shop> {
  const event = describeEvent(options.price ?? PRICE);
  let host: TestHost | undefined;
  const current = (): TestHost => {
    if (!host) throw new Error('the shop is shut');
    return host;
  };
  const door = await openDoor(async (bytes, signature) => (await notify(current(), bytes, signature)).status);
  const cards = await startCardProvider({
    webhookUrl: door.url,
    webhookSecret: WEBHOOK_SECRET,
    apiKey: API_KEY,
    delays: { settleMs: 300, webhookRetryStartMs: 50, webhookRetryMaxMs: 200 },
  });
  const open = async (more: Partial<TestHostOptions>): Promise<TestHost> => {
    const peer = scriptedPeer(catalog, {
      getEventInventory: async (call) =>
        call.params.id === event.inventory.eventId ? event.inventory : refuse('not_found'),
    });
    const services = [peer.definition, seatsService, ordersService, paymentsService] as unknown as ServiceDefinition[];
    const env = { CARD_PROVIDER_URL: cards.url, CARD_PROVIDER_KEY: API_KEY, CARD_WEBHOOK_SECRET: WEBHOOK_SECRET };
    host = await openTestHost({
      postgresUrl: inject('postgresUrl'),
      services,
      env: { ...env, ...more.env },
      ...omitEnv(more),
    });
    if (!more.databases)
      await peer.publish({
        name: 'event.published',
        aggregateId: event.inventory.eventId,
        aggregateVersion: 1,
        payload: event.snapshot,
      });
    return host;
  };
  await open(options);
  await eventually(async () => {
    expect((await current().call(`GET /events/${event.inventory.eventId}/availability`)).status).toBe(200);
    expect(await current().rows('orders', 'select 1 from event_summary')).toHaveLength(1);
  });
  return shopOf({ current, event, cards, open, shut: () => (host = undefined), door });
}

interface Parts {
  current(): TestHost;
  readonly event: { readonly inventory: Inventory };
  readonly cards: CardProvider;
  open(more: Partial<TestHostOptions>): Promise<TestHost>;
  shut(): void;
  readonly door: { close(): Promise<void> };
}

function shopOf({ current, event, cards, open, shut, door }: Parts): Shop {
  let next = 0;
  const asBuyer = (sale: Sale) => current().tokenFor({ id: sale.buyerId });
  const pay: Shop['pay'] = async (sale, token, key = systemClock.newId()) =>
    current().call('POST /payments', {
      as: await asBuyer(sale),
      headers: { 'idempotency-key': key },
      body: { orderId: sale.orderId, method: { type: 'card', token } },
    });
  return {
    cards,
    organizationId: event.inventory.organizationId,
    host: current,
    pay,
    async reopen(more = {}) {
      const names = ['catalog', 'seats', 'orders', 'payments'];
      const databases = Object.fromEntries(names.map((name) => [name, current().databaseUrl(name)]));
      await current().close();
      shut();
      await open({ ...more, databases });
    },
    async order() {
      next += 1;
      return orderSeat(current(), event.inventory, next);
    },
    async paid(sale, token) {
      const answer = await pay(sale, token);
      expect(answer.status, answer.text).toBe(202);
      return answer.json<PaymentAnswer>().id;
    },
    until: (paymentId, state, withinMs) =>
      eventually(async () => {
        const as = await current().tokenFor({ id: systemClock.newId(), role: 'admin' });
        const payment = (await current().call(`GET /payments/${paymentId}`, { as })).json<PaymentAnswer>();
        expect(payment.state).toBe(state);
        return payment;
      }, withinMs),
    untilOrder: (sale, state) =>
      eventually(async () => {
        const order = await current().call(`GET /orders/${sale.orderId}`, { as: await asBuyer(sale) });
        expect(order.json<{ state: string }>().state).toBe(state);
      }),
    async facts(name, paymentId) {
      const text = `select fact from outbox, json_array_elements(facts) as fact where fact->>'name' = $1 and fact->>'aggregateId' = $2`;
      return (await current().rows<{ fact: unknown }>('payments', text, [name, paymentId])).map((row) => row.fact);
    },
    notify: (bytes, signature) => notify(current(), Buffer.from(bytes), signature),
    async close() {
      await cards.close();
      await current().close();
      await door.close();
    },
  };
}

async function orderSeat(host: TestHost, inventory: Inventory, index: number): Promise<Sale> {
  if (index > SEATS) throw new Error('the hall of this test is sold out');
  const buyerId = systemClock.newId();
  const as = await host.tokenFor({ id: buyerId });
  const seatIds = [seatIdAt(inventory.seatMap.seatIdBase, index - 1)];
  const held = await host.call('POST /holds', { as, body: { eventId: inventory.eventId, seatIds } });
  expect(held.status, held.text).toBe(201);
  const buyer = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };
  const made = await host.call('POST /orders', {
    as,
    headers: { 'idempotency-key': systemClock.newId() },
    body: { holdId: held.json<{ id: string }>().id, buyer },
  });
  expect(made.status, made.text).toBe(201);
  const { id: orderId, reference } = made.json<{ id: string; reference: string }>();
  return { orderId, reference, buyerId };
}

function notify(host: TestHost, bytes: Buffer, signature: string): Promise<TestAnswer> {
  const headers = { 'content-type': 'application/json', 'testcard-signature': signature };
  return host.call('POST /webhooks/payments/testcard', { body: bytes, headers });
}

/** Where webhooks arrive, whichever host is open; while none is, they are not taken. */
async function openDoor(take: (bytes: Buffer, signature: string) => Promise<number>) {
  const server = createServer((request, response) => {
    void readAll(request)
      .then((bytes) => take(bytes, String(request.headers['testcard-signature'])))
      .catch(() => 503)
      .then((status) => response.writeHead(status).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function omitEnv({ env: _env, ...rest }: Partial<TestHostOptions>): Omit<Partial<TestHostOptions>, 'env'> {
  return rest;
}

function describeEvent(price: number): { inventory: Inventory; snapshot: z.input<typeof EventSnapshot> } {
  const [sample] = catalog.facts['event.published'].samples;
  if (!sample) throw new Error('event.published has no sample');
  const ids = { eventId: systemClock.newId(), organizationId: systemClock.newId() };
  const numbers = Array.from({ length: SEATS }, (_, i) => String(i + 1));
  const rows = [{ name: 'A', numbers, tiers: numbers.map(() => 0) }];
  const priceTiers = [{ key: 'standard', name: 'Standard', price: { amount: price, currency: 'EUR' as const } }];
  const sale = {
    salesOpenAt: '2020-01-01T00:00:00.000Z',
    salesCloseAt: '2099-01-01T20:00:00.000Z',
    startsAt: '2099-01-01T20:00:00.000Z',
  };
  return {
    inventory: {
      ...ids,
      priceTiers,
      seatMap: { version: 1, seatIdBase: seatIdBaseOf(systemClock.newId()), sections: [{ name: 'Stalls', rows }] },
      areas: [],
    },
    snapshot: { ...sample, ...ids, ...sale },
  };
}
