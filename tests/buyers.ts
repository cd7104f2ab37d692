/** Those who buy at a sale: each step is one call, and says what was answered. */
import { systemClock } from '@usher/kit/clock';
import { eventually, type TestAnswer } from '@usher/kit/testing';
import type { Callable } from './hall.ts';
import type { GuestSession, Hold, ListOf, Order, Payment, Ticket } from './shapes.ts';

export interface Buyer {
  readonly token: string;
  hold(eventId: string, seatIds: readonly string[]): Promise<TestAnswer>;
  holdPlaces(eventId: string, areaId: string, quantity: number): Promise<TestAnswer>;
  order(hold: Pick<Hold, 'id'>, key?: string): Promise<TestAnswer>;
  pay(order: Pick<Order, 'id'>, card?: string, key?: string): Promise<TestAnswer>;
  readOrder(order: Pick<Order, 'id'>): Promise<Order>;
  readPayment(payment: Pick<Payment, 'id'>): Promise<Payment>;
  readHold(hold: Pick<Hold, 'id'>): Promise<Hold>;
  tickets(order: Pick<Order, 'id'>): Promise<Ticket[]>;
  /** Waits until the order is in one of these states, and gives it. */
  until(order: Pick<Order, 'id'>, ...states: readonly Order['state'][]): Promise<Order>;
}

const PATIENCE_MS = 25_000;

/** A new guest at a host. */
export async function guest(host: Callable): Promise<Buyer> {
  return buyer(host, accepted<GuestSession>(await host.call('POST /auth/guest')).accessToken);
}

export function guests(host: Callable, count: number): Promise<Buyer[]> {
  return Promise.all(Array.from({ length: count }, () => guest(host)));
}

/** The body of an answer that must be a yes. */
export function accepted<T>(answer: TestAnswer): T {
  if (answer.status >= 300) throw new Error(`a yes was expected: ${answer.status} ${answer.text}`);
  return answer.json<T>();
}

/** Asks again under the same key for as long as the answer is "not now", as the pages do. */
export function insist(ask: (key: string) => Promise<TestAnswer>): Promise<TestAnswer> {
  const key = systemClock.newId();
  return eventually(async () => {
    const answer = await ask(key);
    if (answer.status === 503) throw new Error(`nobody had time: ${answer.text}`);
    return answer;
  }, PATIENCE_MS);
}

/** The one with that index, counted round and round. */
export function nth<T>(all: readonly T[], index: number): T {
  const found = all[index % all.length];
  if (found === undefined) throw new Error('there is nobody, or nothing, to choose from');
  return found;
}

/** `201`, or `409 seats_taken`: how answers are counted. */
export function verdict(answer: TestAnswer): string {
  return answer.status < 300 ? String(answer.status) : `${answer.status} ${answer.json<{ code: string }>().code}`;
}

/** How often each verdict was given. */
export function tally(answers: readonly TestAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[verdict(answer)] = (counts[verdict(answer)] ?? 0) + 1;
  return counts;
}

/** Holds, orders and starts to pay; gives what was answered last by each. */
export async function buy(
  by: Buyer,
  eventId: string,
  seatIds: readonly string[],
  card?: string,
): Promise<{ order: Order; payment: Payment }> {
  const order = await ordered(by, eventId, seatIds);
  return { order, payment: accepted<Payment>(await by.pay(order, card)) };
}

/** Holds seats and makes an order of them. */
export async function ordered(by: Buyer, eventId: string, seatIds: readonly string[]): Promise<Order> {
  return accepted<Order>(await by.order(accepted<Hold>(await by.hold(eventId, seatIds))));
}

function buyer(host: Callable, token: string): Buyer {
  const as = token;
  const person = { email: `${systemClock.newId()}@example.com`, firstName: 'Noor', lastName: 'Haddad' };
  const keyed = (route: string, key: string, body: unknown) =>
    host.call(route, { as, body, headers: { 'idempotency-key': key } });
  const readOrder: Buyer['readOrder'] = async ({ id }) => accepted<Order>(await host.call(`GET /orders/${id}`, { as }));
  return {
    token,
    readOrder,
    hold: (eventId, seatIds) => host.call('POST /holds', { as, body: { eventId, seatIds } }),
    holdPlaces: (eventId, areaId, quantity) =>
      host.call('POST /holds', { as, body: { eventId, areas: [{ areaId, quantity }] } }),
    order: (hold, key = systemClock.newId()) => keyed('POST /orders', key, { holdId: hold.id, buyer: person }),
    pay: (order, card = 'tok_ok', key = systemClock.newId()) =>
      keyed('POST /payments', key, { orderId: order.id, method: { type: 'card', token: card } }),
    readPayment: async ({ id }) => accepted<Payment>(await host.call(`GET /payments/${id}`, { as })),
    readHold: async ({ id }) => accepted<Hold>(await host.call(`GET /holds/${id}`, { as })),
    tickets: async ({ id }) =>
      accepted<ListOf<Ticket>>(await host.call(`GET /tickets?orderId=${id}&limit=100`, { as })).items,
    until: (order, ...states) =>
      eventually(async () => {
        const now = await readOrder(order);
        if (!states.includes(now.state))
          throw new Error(`order ${order.id} is ${now.state}, not ${states.join(' or ')}`);
        return now;
      }, PATIENCE_MS),
  };
}
