/**
 * Buyers behind a good client: what got no answer, or "not now", is asked again under the same key, as the API invites
 * them to. They remember every order they were told of.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '@usher/kit/clock';
import type { TestAnswer, TestCall } from '@usher/kit/testing';
import { accepted, nth, verdict } from '../buyers.ts';
import type { Callable, OnSale } from '../hall.ts';
import type { GuestSession, Hold, ListOf, Order, Payment, Ticket } from '../shapes.ts';

export interface Purchase {
  readonly token: string;
  readonly order: Order;
  readonly payment: Payment;
  readonly seats: number;
}
export interface Shoppers {
  /** What was paid for so far, as far as buyers know. */
  readonly purchases: readonly Purchase[];
  /** How often each no was given that a buyer of this story does not expect. */
  readonly surprises: ReadonlyMap<string, number>;
  /** Nobody begins anything any more; resolves when everybody is done. */
  disperse(): Promise<void>;
}

/** Mostly good cards, some slow, some whose answer is lost on the way, some declined at first. */
const CARDS = ['tok_ok', 'tok_slow', 'tok_ok', 'tok_reply_lost', 'tok_ok', 'tok_declined', 'tok_ok', 'tok_ok'];
const PATIENCE_MS = 45_000;
const RETRY_MS = 100;
/** People look before they buy again; a machine that is busy to the last would tell only how long everything takes then. */
const CHOOSING_MS = 250;

/** Lets so many people buy one to three seats each, again and again, while there are seats. */
export function shopAt(at: Callable & OnSale, people: number): Shoppers {
  const purchases: Purchase[] = [];
  const surprises = new Map<string, number>();
  let stopped = false;
  let next = 0;

  const note = (answer: TestAnswer): void => {
    surprises.set(verdict(answer), (surprises.get(verdict(answer)) ?? 0) + 1);
  };

  async function shop(person: number): Promise<void> {
    for (let turn = 0; !stopped; turn += 1) {
      const seats = 1 + ((person + turn) % 3);
      const seatIds = at.seatIds.slice(next, next + seats);
      next += seats;
      if (seatIds.length < seats) return;
      await buyOnce(seatIds, nth(CARDS, person + turn));
      await pause(CHOOSING_MS);
    }
  }

  async function buyOnce(seatIds: readonly string[], card: string): Promise<void> {
    const { accessToken: as } = accepted<GuestSession>(await patiently(at, 'POST /auth/guest', {}));
    const held = await patiently(at, 'POST /holds', { as, body: { eventId: at.eventId, seatIds } });
    if (held.status !== 201) {
      note(held);
      return;
    }
    const buyer = { email: `${systemClock.newId()}@example.com`, firstName: 'Noor', lastName: 'Haddad' };
    const ordered = await patiently(at, 'POST /orders', { as, body: { holdId: accepted<Hold>(held).id, buyer } });
    if (ordered.status !== 201) {
      note(ordered);
      return;
    }
    const order = accepted<Order>(ordered);
    const paid = await pay(as, order, card);
    if (paid) purchases.push({ token: as, order, payment: paid, seats: seatIds.length });
  }

  async function pay(as: string, order: Order, card: string): Promise<Payment | undefined> {
    const answer = await patiently(at, 'POST /payments', {
      as,
      body: { orderId: order.id, method: { type: 'card', token: card } },
    });
    if (answer.status !== 202) {
      note(answer);
      return undefined;
    }
    if (card !== 'tok_declined') return accepted<Payment>(answer);
    // The bank said no: once the order may be paid again, it is, with another card.
    const end = systemClock.now() + PATIENCE_MS;
    for (;;) {
      const { state } = accepted<Order>(await patiently(at, `GET /orders/${order.id}`, { as }));
      if (state === 'pending') return pay(as, order, 'tok_ok');
      if (systemClock.now() > end) throw new Error(`order ${order.id} stays ${state} after its card was declined`);
      await pause(RETRY_MS);
    }
  }

  const all = Promise.all(Array.from({ length: people }, (_, person) => shop(person)));
  all.catch(() => undefined);
  return {
    purchases,
    surprises,
    async disperse() {
      stopped = true;
      await all;
    },
  };
}

/** The tickets of a purchase, as its buyer sees them. */
export async function ticketsOf(at: Callable, { token, order }: Purchase): Promise<Ticket[]> {
  const answer = await patiently(at, `GET /tickets?orderId=${order.id}&limit=100`, { as: token });
  return accepted<ListOf<Ticket>>(answer).items;
}

/** Asks until there is an answer that is not "not now", always under one key. Throws when patience ends. */
export async function patiently(at: Callable, route: string, call: TestCall): Promise<TestAnswer> {
  const keyed = route.startsWith('POST ') && route !== 'POST /auth/guest';
  const headers = keyed ? { 'idempotency-key': systemClock.newId() } : {};
  const end = systemClock.now() + PATIENCE_MS;
  for (;;) {
    const answer = await at.call(route, { ...call, headers }).catch((error: unknown) => {
      if (!(error instanceof TypeError)) throw error;
      return undefined;
    });
    if (answer && answer.status < 500 && !isBusy(answer)) return answer;
    if (systemClock.now() > end) throw new Error(`${route}: ${answer ? verdict(answer) : 'no answer'} for too long`);
    await pause(RETRY_MS);
  }
}

/** The first try of this very request is still under way, or its process died and its time is not over. */
function isBusy(answer: TestAnswer): boolean {
  return answer.status === 409 && answer.json<{ code: string }>().code === 'request_in_progress';
}
