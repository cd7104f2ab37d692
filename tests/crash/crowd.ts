/** Buyers who buy and buy, whatever dies; they remember every yes they got, and every answer that was neither yes nor an expected no. */
import { setTimeout as pause } from 'node:timers/promises';
import type { TestAnswer } from '@usher/kit/testing';
import { accepted, type Buyer, guest, verdict } from '../buyers.ts';
import type { Callable, OnSale } from '../hall.ts';
import type { Hold, Order, Payment } from '../shapes.ts';

/** One purchase, as far as it was acknowledged. */
export interface Yes {
  readonly buyer: Buyer;
  readonly hold: Hold;
  order?: Order;
  payment?: Payment;
}
export interface Crowd {
  readonly promises: readonly Yes[];
  /** How often each refusal was given. */
  readonly refusals: ReadonlyMap<string, number>;
  /** Nobody begins anything any more; resolves when everybody has their last answer. */
  disperse(): Promise<void>;
}

const SEATS_PER_BUYER = 2;
const RETRY_MS = 50;

/** Lets so many people buy at once until they are told to stop, from that seat on; slower cards among them. */
export function gather(at: Callable & OnSale, people: number, fromSeat: number): Crowd {
  const promises: Yes[] = [];
  const refusals = new Map<string, number>();
  let stopped = false;
  let next = fromSeat;

  const note = (answer: TestAnswer): TestAnswer | undefined => {
    if (answer.status < 300) return answer;
    refusals.set(verdict(answer), (refusals.get(verdict(answer)) ?? 0) + 1);
    return undefined;
  };

  /** Gives whether these seats are done with, one way or the other. */
  async function buyOnce(buyer: Buyer, seats: readonly string[], card: string): Promise<boolean> {
    const held = note(await buyer.hold(at.eventId, seats));
    if (!held) return false;
    const yes: Yes = { buyer, hold: accepted<Hold>(held) };
    promises.push(yes);
    const ordered = note(await buyer.order(yes.hold));
    if (!ordered) return true;
    yes.order = accepted<Order>(ordered);
    const paid = note(await buyer.pay(yes.order, card));
    if (paid) yes.payment = accepted<Payment>(paid);
    return true;
  }

  async function shop(person: number): Promise<void> {
    const card = person % 4 === 3 ? 'tok_slow' : 'tok_ok';
    const buyer = await guest(at);
    let seats = takeSeats();
    while (!stopped) {
      try {
        if (await buyOnce(buyer, seats, card)) seats = takeSeats();
        else await pause(RETRY_MS);
      } catch (error) {
        // The connection broke: nobody was told yes, but these seats may be held all the same.
        if (!(error instanceof TypeError)) throw error;
        seats = takeSeats();
        await pause(RETRY_MS);
      }
    }
  }

  function takeSeats(): readonly string[] {
    next += SEATS_PER_BUYER;
    if (next > at.seatIds.length) throw new Error('the hall is too small for this crowd');
    return at.seatIds.slice(next - SEATS_PER_BUYER, next);
  }

  const all = Promise.all(Array.from({ length: people }, (_, person) => shop(person)));
  all.catch(() => undefined);
  return {
    promises,
    refusals,
    async disperse() {
      stopped = true;
      await all;
    },
  };
}
