import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@usher/kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buy, guest } from '../buyers.ts';
import { type OnSale, putOnSale } from '../hall.ts';
import { isAlive } from '../launcher/launching.ts';
import { untilSettled } from '../sale.ts';
import { type Crowd, gather } from './crowd.ts';
import { type Installation, openInstallation } from './installation.ts';

/** What is promised of a start after a crash, in milliseconds. */
const READY_AGAIN_MS = 10_000;
const GONE_MS = 4_000;
/** How long a crowd may take to buy a little: no promise, there is other work on the machine of a test. */
const BUYING_MS = 30_000;
const PEOPLE = 12;
const SEATS_PER_STORY = 400;

describe('an installation that dies in the middle of a sale', () => {
  let installation: Installation;
  let hall: OnSale;
  beforeAll(async () => {
    installation = await openInstallation();
    hall = await putOnSale(installation, { rows: 20, seatsPerRow: 100 });
  }, 120_000);
  afterAll(async () => {
    await installation.close();
  }, 30_000);

  const crowdOf = (story: number): Crowd =>
    gather({ call: installation.call, ...hall }, PEOPLE, story * SEATS_PER_STORY);

  it.each([
    ['the process', 'usher', 4, 0],
    ['everything', 'both', 15, 1],
    ['everything, once more', 'both', 30, 2],
  ] as const)(
    'loses nothing it said yes to when %s is killed, and goes on by itself',
    async (...[, which, payments, story]) => {
      const crowd = crowdOf(story);
      await eventually(async () => {
        expect(paid(crowd.promises)).toBeGreaterThanOrEqual(payments);
      }, BUYING_MS);
      await installation.kill(which);
      await crowd.disperse();
      installation.start();
      await installation.ready(READY_AGAIN_MS);
      await keepsItsWord(crowd);
      expect([...crowd.refusals.keys()].filter((code) => !code.startsWith('503'))).toEqual([]);
      await untilSettled(() => installation.violations());
    },
    90_000,
  );

  it('says 503 while the database is dead, brings it back, and goes on', async () => {
    const before = installation.pids();
    const crowd = crowdOf(3);
    await eventually(async () => {
      expect(paid(crowd.promises)).toBeGreaterThanOrEqual(4);
    });
    await installation.kill('postgres');
    const before503 = crowd.promises.length;
    await eventually(async () => {
      expect(paid(crowd.promises.slice(before503))).toBeGreaterThanOrEqual(PEOPLE);
    }, READY_AGAIN_MS);
    await crowd.disperse();
    await installation.ready(READY_AGAIN_MS);
    // A hold that was made while the answer could not be said stands in the way of its own buyer.
    expect([...crowd.refusals.keys()].filter((code) => code !== '409 seats_taken')).toEqual(['503 unavailable']);
    const after = installation.pids();
    expect(after.usher).toBe(before.usher);
    expect(after.postgres).not.toBe(before.postgres);
    await keepsItsWord(crowd);
    await untilSettled(() => installation.violations());
  }, 90_000);

  it('sells as before, and leaves no process when it is stopped by Ctrl-C', async () => {
    const buyer = await guest(installation);
    const { order } = await buy(buyer, hall.eventId, hall.seatIds.slice(-2));
    await buyer.until(order, 'fulfilled');
    const pids = Object.values(installation.pids());
    installation.interrupt();
    const deadline = Date.now() + GONE_MS;
    while (pids.some(isAlive) && Date.now() < deadline) await pause(20);
    expect(pids.filter(isAlive)).toEqual([]);
    installation.start();
    await installation.ready(READY_AGAIN_MS);
    expect((await buyer.readOrder(order)).state).toBe('fulfilled');
  }, 60_000);
});

function paid(promises: Crowd['promises']): number {
  return promises.filter((yes) => yes.payment).length;
}

/** Every hold, order and payment that was acknowledged is there, and every payment comes to its tickets. */
async function keepsItsWord(crowd: Crowd): Promise<void> {
  expect(crowd.promises.length).toBeGreaterThan(0);
  await Promise.all(
    crowd.promises.map(async ({ buyer, hold, order, payment }) => {
      expect((await buyer.readHold(hold)).items).toEqual(hold.items);
      if (order) expect((await buyer.readOrder(order)).lines).toEqual(order.lines);
      if (payment) expect((await buyer.readPayment(payment)).amount).toEqual(payment.amount);
      if (!order || !payment) return;
      await buyer.until(order, 'fulfilled');
      expect(await buyer.tickets(order)).toHaveLength(hold.items.length);
    }),
  );
}
