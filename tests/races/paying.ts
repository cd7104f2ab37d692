/** Stories of payments that meet other payments, other notices and the end of their time. */
import { systemClock } from '@usher/kit/clock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accepted, buy, guest, guests, nth, ordered, tally } from '../buyers.ts';
import type { OpenSale, Sale } from '../sale.ts';
import type { Order, Payment } from '../shapes.ts';

const HOLD_SECONDS = 300;
const PAYING_SECONDS = 600;

/** Tells them at a sale of that kind: in this process, or in whatever placement it opens. */
export function paying(openSale: OpenSale): void {
  describe('paying while something else happens', () => {
    let sale: Sale;
    let next = 0;
    beforeAll(async () => {
      sale = await openSale({ rows: 8, seatsPerRow: 20 });
    }, 60_000);
    afterAll(async () => {
      await sale.close();
    });

    const takeSeats = (count: number): string[] => {
      next += count;
      if (next > sale.seatIds.length) throw new Error('the hall is too small for these races');
      return sale.seatIds.slice(next - count, next);
    };
    const chargesOf = (order: Order) => sale.cards.charges().filter((charge) => charge.reference === order.reference);

    it('takes one of two payments for an order, and refuses the other while the first runs', async () => {
      const people = await guests(sale.host, 10);
      const orders = await Promise.all(people.map((buyer) => ordered(buyer, sale.eventId, takeSeats(1))));
      const answers = await Promise.all(
        people.map(async (buyer, i) => Promise.all([0, 1].map(() => buyer.pay(nth(orders, i), 'tok_slow')))),
      );
      for (const pair of answers) expect(tally(pair)).toEqual({ '202': 1, '409 payment_in_progress': 1 });
      await Promise.all(people.map((buyer, i) => buyer.until(nth(orders, i), 'fulfilled')));
      for (const order of orders) expect(chargesOf(order).map((charge) => charge.state)).toEqual(['captured']);
      const late = await nth(people, 0).pay(nth(orders, 0));
      expect(late.json()).toMatchObject({ status: 409, code: 'already_paid' });
      await sale.settled();
    });

    it('makes one order and one payment of fifty equal requests under one key', async () => {
      const buyer = await guest(sale.host);
      const hold = accepted<{ id: string }>(await buyer.hold(sale.eventId, takeSeats(2)));
      const [orderKey, payKey] = [systemClock.newId(), systemClock.newId()];
      const fifty = Array.from({ length: 50 });
      const made = await Promise.all(fifty.map(() => buyer.order(hold, orderKey)));
      const orders = made.filter((answer) => answer.status === 201).map((answer) => answer.json<Order>().id);
      expect(new Set(orders).size).toBe(1);
      expect(
        Object.keys(tally(made)).filter((verdict) => !['201', '409 request_in_progress'].includes(verdict)),
      ).toEqual([]);
      const order = accepted<Order>(await buyer.order(hold, orderKey));
      const paid = await Promise.all(fifty.map(() => buyer.pay(order, 'tok_ok', payKey)));
      const payments = paid.filter((answer) => answer.status === 202).map((answer) => answer.json<Payment>().id);
      expect(new Set(payments).size).toBe(1);
      await buyer.until(order, 'fulfilled');
      expect(chargesOf(order)).toHaveLength(1);
      await sale.settled();
    });

    it('hears a notice twenty times, before its own answer came, as if it came once', async () => {
      const people = await guests(sale.host, 5);
      sale.repeatWebhooks(20);
      sale.cards.failNext(5, { slowMs: 300 });
      const bought = await Promise.all(people.map((buyer) => buy(buyer, sale.eventId, takeSeats(2))));
      await Promise.all(people.map((buyer, i) => buyer.until(nth(bought, i).order, 'fulfilled')));
      await sale.settled();
      sale.repeatWebhooks(1);
      for (const { payment } of bought) {
        const told = await sale.host.rows<{ name: string }>(
          'payments',
          `select fact->>'name' as name from outbox, json_array_elements(facts) as fact where fact->>'aggregateId' = $1 order by number`,
          [payment.id],
        );
        expect(told.map((fact) => fact.name)).toEqual(['payment.authorized', 'payment.captured']);
      }
    });

    it('sells or expires each order whose time ends while it is being paid, and never both', async () => {
      const people = await guests(sale.host, 30);
      const orders = await Promise.all(people.map((buyer) => ordered(buyer, sale.eventId, takeSeats(1))));
      // Half of them pay in the very moment in which all holds run out, the other half a moment later.
      const [early, late] = await Promise.all([
        Promise.all(orders.slice(0, 15).map((order, i) => nth(people, i).pay(order))),
        sale
          .letPass(HOLD_SECONDS + 1)
          .then(() => Promise.all(orders.slice(15).map((order, i) => nth(people, 15 + i).pay(order)))),
      ]);
      const answers = [...early, ...late];
      const ends = await Promise.all(people.map((buyer, i) => buyer.until(nth(orders, i), 'fulfilled', 'expired')));
      expect(
        answers.map((answer) => (answer.status === 202 ? 'fulfilled' : answer.json<{ code: string }>().code)),
      ).toEqual(ends.map((order) => (order.state === 'fulfilled' ? 'fulfilled' : 'hold_expired')));
      for (const order of ends) expect(chargesOf(order)).toHaveLength(order.state === 'fulfilled' ? 1 : 0);
      expect(ends.filter((order) => order.state === 'expired').length).toBeGreaterThanOrEqual(15);
      await sale.settled();
    });

    it.each(['tok_slow', 'tok_never_webhook'])(
      'honours a %s that comes after the time if the seats are still free, and else lets the money go and says so',
      async (card) => {
        const people = await guests(sale.host, 8);
        const seats = takeSeats(8);
        sale.cards.pauseWebhooks();
        const bought = await Promise.all(
          people.map((buyer, i) => buy(buyer, sale.eventId, seats.slice(i, i + 1), card)),
        );
        await sale.letPass(PAYING_SECONDS + 1);
        const rivals = await guests(sale.host, 4);
        const taken = await Promise.all(rivals.map((rival, i) => rival.hold(sale.eventId, seats.slice(i, i + 1))));
        sale.cards.resumeWebhooks();
        const ends = await Promise.all(
          people.map((buyer, i) => buyer.until(nth(bought, i).order, 'fulfilled', 'expired', 'cancelled')),
        );
        await sale.settled();
        const states = await Promise.all(
          people.map(async (buyer, i) => {
            const { state } = await buyer.readOrder(nth(ends, i));
            const payment = await buyer.readPayment(nth(bought, i).payment);
            return `${state} ${payment.state}`;
          }),
        );
        for (const state of states)
          expect(['fulfilled captured', 'expired failed', 'cancelled voided']).toContain(state);
        taken.forEach((answer, i) => {
          if (answer.status === 201) expect(states[i]).not.toBe('fulfilled captured');
        });
      },
    );
  });
}
