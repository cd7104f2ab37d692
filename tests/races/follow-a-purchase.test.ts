import { systemClock } from '@usher/kit/clock';
import { eventually } from '@usher/kit/testing';
import { keptLog, linesWith } from '@usher/kit/testing-log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accepted, buy, guest, guests, nth, ordered } from '../buyers.ts';
import { type HostedSale, openSale } from '../sale.ts';
import type { Hold } from '../shapes.ts';

const { log, lines } = keptLog();
const plain = (id: string) => id.replaceAll('-', '');

/** What a grep for a hold's id finds, in a few words a line. */
const story = (holdId: string): string[] =>
  linesWith(lines, plain(holdId)).map(({ msg, method, route, path, fact, service, kind }) =>
    [service, msg, method, route ?? path, fact, kind].filter((word) => typeof word === 'string').join(' '),
  );
/** Without the charge's own id. */
const steps = (holdId: string): string[] => story(holdId).map((line) => line.replace(/charges\/.*\//, 'charges/*/'));

describe('one grep for the id of a hold', () => {
  let sale: HostedSale;
  let next = 0;
  const seats = (count: number): string[] => sale.seatIds.slice(next, (next += count));
  beforeAll(async () => {
    sale = await openSale({ rows: 4, seatsPerRow: 20, log });
  }, 60_000);
  afterAll(async () => {
    await sale.close();
  });

  it('tells a purchase from the hold to the mail', async () => {
    const { order } = await buy(await guest(sale.host), sale.eventId, seats(2), 'tok_slow');
    await eventually(async () => {
      const told = steps(order.holdId);
      for (const step of [
        'seats answered POST /api/holds',
        'orders answered POST /api/orders',
        'payments answered POST /api/payments',
        'payments asked the card provider POST /v1/charges',
        'payments answered POST /api/webhooks/payments/:provider',
        'orders heard payment.authorized',
        'orders worked sell',
        'payments heard order.confirmed',
        'payments asked the card provider POST /v1/charges/*/capture',
        'payments worked capture',
        'orders heard payment.captured',
        'tickets heard order.paid',
        'orders heard tickets.issued',
        'notifications heard tickets.issued',
        'notifications a mail was sent tickets',
      ])
        expect(told).toContain(step);
    }, 20_000);
    await sale.settled();
  });

  it('tells of many purchases at once each its own', async () => {
    const people = await guests(sale.host, 12);
    const bought = await Promise.all(people.map((buyer) => buy(buyer, sale.eventId, seats(1))));
    await Promise.all(people.map((buyer, i) => buyer.until(nth(bought, i).order, 'fulfilled')));
    await sale.settled();
    for (const { order } of bought) {
      const told = steps(order.holdId);
      for (const step of [
        'seats answered POST /api/holds',
        'orders answered POST /api/orders',
        'payments answered POST /api/payments',
      ])
        expect(told.filter((line) => line === step)).toEqual([step]);
    }
    // Mails wait while there is more urgent work.
    await eventually(async () => {
      for (const { order } of bought)
        expect(steps(order.holdId).filter((line) => line.includes('a mail was sent'))).toHaveLength(1);
    });
    for (const service of ['seats', 'orders', 'payments', 'tickets']) {
      const facts = await sale.host.rows<{ aggregate_id: string; trace_id: string; hold_id: string | null }>(
        service,
        `select fact->>'aggregateId' as aggregate_id, fact->>'traceId' as trace_id, coalesce(fact->'payload'->>'holdId',
           (select jsonb_object($1::text[], $2::text[])->>(fact->'payload'->>'orderId'))) as hold_id
         from outbox, json_array_elements(facts) as fact`,
        [bought.map(({ order }) => order.id), bought.map(({ order }) => order.holdId)],
      );
      const ofPurchases = facts.filter((fact) => fact.hold_id !== null);
      expect(ofPurchases.length).toBeGreaterThanOrEqual(bought.length);
      for (const fact of ofPurchases) expect(fact.trace_id).toBe(plain(fact.hold_id ?? ''));
    }
  });

  it('tells what became of a hold that ran out, and under whose trace its buyer first came', async () => {
    const theirs = '4bf92f3577b34da6a3ce929d0e0e4736';
    const buyer = await guest(sale.host);
    const headers = { traceparent: `00-${theirs}-00f067aa0ba902b7-01`, 'idempotency-key': systemClock.newId() };
    const body = { eventId: sale.eventId, seatIds: seats(1) };
    const hold = accepted<Hold>(await sale.host.call('POST /holds', { as: buyer.token, body, headers }));
    const order = accepted<{ id: string }>(await buyer.order(hold));
    expect(linesWith(lines, theirs)).toMatchObject([{ traceId: plain(hold.id), parentTraceId: theirs }]);
    await sale.letPass(400);
    await buyer.until(order, 'expired');
    await eventually(async () => {
      expect(story(hold.id)).toContain('orders heard hold.expired');
      expect(story(hold.id)).toContain('notifications heard order.expired');
      expect(story(hold.id)).toContain('notifications a mail was sent order_expired');
    });
  });

  it('finds no name, address, card or token of anybody', async () => {
    const buyer = await guest(sale.host);
    await ordered(buyer, sale.eventId, seats(1));
    for (const said of [buyer.token, '@example.com', 'Haddad', 'tok_']) expect(linesWith(lines, said)).toEqual([]);
  });
});
