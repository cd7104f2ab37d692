/** `sellout`: a stadium from the first seat to the last by complete purchases of one to four seats. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Availability } from '../../tests/shapes.ts';
import { cpuEach, type Figures, latencies, quantile } from '../figures.ts';
import { countOf, generate, mustBe, steadily } from '../generate.ts';
import type { Outcome, Pace, Plan } from '../generator/plan.ts';
import { type Hall, openHall } from '../hall.ts';
import type { Installation } from '../installation.ts';
import { copyRowsMs } from '../probes/rows-of-a-sale.ts';
import { withProbeServer } from '../probes/server.ts';
import type { Bench, Scenario } from '../scenario.ts';
import { groupsOf } from '../wishes.ts';

const SEATS = 60_000;
const SEATS_SHORT = 4_000;
const WARM_SEATS = 1_000;
const BUYERS = 256;
const CONNECTIONS = 1_024;
const PROBE_PURCHASES = 10_000;
const RETURNS = { first: 60, later: 60 };
const FULFILLED_MS_MAX = 900_000;
const LOOK_MS = 250;
const SOLD = 2;

export const sellout: Scenario = {
  about:
    'A purchase is a new guest, a hold of one to four seats (two on average), an order, a payment by card, the ' +
    "provider's webhooks, and tickets. It is done when its tickets are issued; the rate counts until the last one. " +
    'Processor time counts from the first request until every order is fulfilled, with whatever mails went out by then. ' +
    'Without --rate 256 buyers come one after the other; with it purchases come by schedule. The probe makes the same ' +
    'requests of the same server with operations that answer constants; the rows that the sale left are copied once inside ' +
    'their databases, which is the least that Postgres could do.',
  async warmUp(bench, installation) {
    await sellOut({ ...bench, rate: undefined }, installation, WARM_SEATS);
  },
  run: (bench, installation) => sellOut(bench, installation, bench.seats ?? (bench.short ? SEATS_SHORT : SEATS)),
};

/** Sells a hall of so many seats, says when the last order is fulfilled, and checks all that it did. */
export async function sellOut(
  { rate }: Pick<Bench, 'rate'>,
  installation: Installation,
  seats: number,
  fulfilled: () => void = () => undefined,
): Promise<Figures> {
  const hall = await openHall(installation.api, seats);
  const wishes = groupsOf(hall.seatIds);
  const pace: Pace = rate === undefined ? { kind: 'closed', lanes: BUYERS } : steadily(rate);
  const probe = await probePurchases(hall.eventId, wishes.slice(0, PROBE_PURCHASES));
  const before = installation.spent();
  const started = performance.now();
  const outcome = await generate(buyEach(installation.url, hall.eventId, wishes, pace));
  mustBe(outcome, 'bought');
  await untilFulfilled(installation, hall.eventId, wishes.length);
  const fulfilledAfter = (performance.now() - started) / 1000;
  const after = installation.spent();
  fulfilled();
  const waits = await ticketWaits(installation, hall.eventId);
  if (waits.seconds.length !== wishes.length)
    throw new Error(`${waits.seconds.length} of ${wishes.length} have tickets`);
  await mustBeSold(installation, hall);
  const [mails] = await installation.rows<{ count: string }>(
    'notifications',
    `select count(*) from message where state = 'sent' and kind = 'tickets'`,
  );
  await installation.mustBeWhole();
  const rowsMs = await copyRowsMs(installation, await purchasesSoFar(installation));
  const [asked, ticketed] = [countOf(outcome, 'bought') / outcome.seconds, wishes.length / waits.fromFirstToLast];
  return {
    'purchases, until the last ticket (/s)': ticketed,
    'purchases, until the last payment was taken in (/s)': asked,
    'ratio to the probe': ticketed / probe.perSecond,
    'probe without a database (purchases/s)': probe.perSecond,
    ...latencies('four requests', outcome.verdicts['bought']),
    ...stepFigures(outcome),
    'tickets after payment: p99 (s)': quantile(waits.seconds, 0.99),
    'tickets after payment: last (s)': quantile(waits.seconds, 1),
    'sent away and back again': refusals(outcome),
    ...cpuEach('a purchase', before, after, wishes.length),
    'CPU a purchase: the probe (ms)': probe.cpuMs,
    'CPU a purchase: its rows alone, copied inside Postgres (ms)': rowsMs,
    'CPU a purchase: generator, not counted (ms)': (outcome.cpuSeconds * 1000) / wishes.length,
    'all fulfilled after (s)': fulfilledAfter,
    'ticket mails sent by now': Number(mails?.count),
  };
}

function probePurchases(eventId: string, wishes: readonly string[][]): Promise<{ perSecond: number; cpuMs: number }> {
  return withProbeServer(async ({ url, cpuSeconds }) => {
    const before = cpuSeconds();
    const outcome = await generate(buyEach(url, eventId, wishes, { kind: 'closed', lanes: BUYERS }));
    mustBe(outcome, 'bought');
    return { perSecond: wishes.length / outcome.seconds, cpuMs: ((cpuSeconds() - before) * 1000) / wishes.length };
  });
}

function buyEach(url: string, eventId: string, wishes: readonly string[][], pace: Pace): Plan {
  return {
    url,
    connections: pace.kind === 'closed' ? pace.lanes : CONNECTIONS,
    pace,
    count: wishes.length,
    story: { kind: 'buy', eventId, wishes, returns: RETURNS },
  };
}

function stepFigures({ steps }: Outcome): Figures {
  const shown = { 'guest 201': 'guest', 'hold 201': 'hold', 'order 201': 'order', 'pay 202': 'payment' };
  return Object.fromEntries(
    Object.entries(shown).map(([step, name]) => [`${name}: p99 (ms)`, steps[step]?.p99Ms ?? NaN]),
  );
}

function refusals({ steps }: Outcome): number {
  return Object.entries(steps).reduce((sum, [step, { count }]) => sum + (/ (503|429) /.test(step) ? count : 0), 0);
}

/** Of this sale and of those before it: their rows are in the same tables. */
async function purchasesSoFar({ rows }: Installation): Promise<number> {
  const [row] = await rows<{ count: string }>('payments', `select count(*) from payment where state = 'captured'`);
  return Number(row?.count);
}

/** Read from the database now and then: asking the API for each order would be work of its own. */
async function untilFulfilled({ rows }: Installation, eventId: string, orders: number): Promise<void> {
  const deadline = performance.now() + FULFILLED_MS_MAX;
  for (;;) {
    const states = await rows<{ state: string; count: string }>(
      'orders',
      'select state, count(*) from orders where event_id = $1 group by state',
      [eventId],
    );
    if (states.some(({ state, count }) => state === 'fulfilled' && Number(count) === orders)) return;
    if (performance.now() > deadline) throw new Error(`orders stand at ${JSON.stringify(states)}`);
    await pause(LOOK_MS);
  }
}

/** From the request for each payment to the issue of its tickets, and from the first such request to the last ticket. */
async function ticketWaits({ rows }: Installation, eventId: string) {
  const paid = await rows<{ order_id: string; ms: string }>(
    'payments',
    `select order_id, extract(epoch from created_at) * 1000 as ms from payment where event_id = $1 and state = 'captured'`,
    [eventId],
  );
  const issued = await rows<{ order_id: string; ms: string }>(
    'tickets',
    `select order_id, extract(epoch from issued_at) * 1000 as ms from issued_order where event_id = $1`,
    [eventId],
  );
  const paidAt = new Map(paid.map(({ order_id, ms }) => [order_id, Number(ms)]));
  const seconds = issued.map(({ order_id, ms }) => (Number(ms) - (paidAt.get(order_id) ?? NaN)) / 1000);
  const at = (all: readonly { ms: string }[]) => all.map(({ ms }) => Number(ms));
  return { seconds, fromFirstToLast: (Math.max(...at(issued)) - Math.min(...at(paid))) / 1000 };
}

/** What buyers see at the end: no seat is free. */
async function mustBeSold({ api }: Installation, hall: Hall): Promise<void> {
  const availability = await api.must<Availability>(200, `GET /events/${hall.eventId}/availability`);
  const bytes = Buffer.from(availability.seats, 'base64');
  const left = hall.seatIds.filter((_id, i) => (((bytes[i >> 2] ?? 0) >> (2 * (i & 3))) & 3) !== SOLD).length;
  if (left > 0) throw new Error(`${left} of ${hall.seats} seats are not sold`);
}
