/**
 * Five hundred purchases while every process of the two-copies placement is killed once, the broker's store is wiped and
 * the cache is emptied: what must be true afterwards is what is true of any sale.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@usher/kit/testing';
import { Redis } from 'ioredis';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ProcessState } from '../../run/cluster-state.ts';
import { keptSecrets, passwordFor } from '../../run/secrets.ts';
import type { PlacedSales } from './placed-sale.ts';
import type { Sale } from '../sale.ts';
import { comesBack, pairs, processesIn } from './processes.ts';
import { type Purchase, shopAt, ticketsOf } from './patient-buyers.ts';

const PURCHASES = 500;
const PEOPLE = 6;
const HOLD_SECONDS = 300;
const BACK_MS = 30_000;
const ENDED_MS = 60_000;
/** Each process is away for a while; then everybody buys undisturbed for a moment before the next one goes. */
const BREATH_MS = 250;

/** Tells it in an installation of two copies each. */
export function everythingDies(sales: PlacedSales): void {
  describe('a sale in which every process dies once', () => {
    let sale: Sale;
    beforeAll(async () => {
      sale = await sales.openSale({ rows: 60, seatsPerRow: 50 });
    }, 120_000);

    it('ends every order in tickets or without money taken, and sells no seat twice', async () => {
      const { dataDir } = await sales.world();
      const shoppers = shopAt({ ...sale, call: sale.host.call }, PEOPLE);
      await eventually(async () => {
        expect(shoppers.purchases.length).toBeGreaterThan(10);
      }, BACK_MS);
      const before = processesIn(dataDir);
      expect(before.length).toBeGreaterThanOrEqual(2 * 8 + 3);
      for (const few of pairs(before)) {
        await Promise.all(few.map((each) => dieAndComeBack(dataDir, each)));
        await pause(BREATH_MS);
      }
      await eventually(async () => {
        expect(shoppers.purchases.length).toBeGreaterThanOrEqual(PURCHASES);
      }, 180_000);
      await shoppers.disperse();

      // Holds and orders nobody went on with end with their time.
      await sale.letPass(HOLD_SECONDS + 1);
      await eventually(async () => {
        expect(await ordersNotEnded(sale)).toEqual([]);
      }, ENDED_MS);
      await sale.settled();
      expect(Object.fromEntries(shoppers.surprises)).toEqual({});
      await Promise.all(shoppers.purchases.map((purchase) => keepsItsWord(sale, purchase)));
      await seatsSoldOnce(sale);
      expect(processesIn(dataDir).filter((each) => before.some(({ pid }) => pid === each.pid))).toEqual([]);
    }, 420_000);
  });
}

/** Kills it as a power cut would; the launcher brings it back. Resolves when it serves again. */
async function dieAndComeBack(dataDir: string, state: ProcessState): Promise<void> {
  const { name, copy, pid } = state;
  if (pid === null) throw new Error(`${name} ${copy} is down before anybody killed it`);
  if (name === 'redis') await emptyRedis(dataDir);
  process.kill(pid, 'SIGKILL');
  if (name === 'nats') rmSync(path.join(dataDir, 'nats/store'), { recursive: true, force: true });
  await comesBack(dataDir, state);
}

async function emptyRedis(dataDir: string): Promise<void> {
  const state = processesIn(dataDir).find(({ name }) => name === 'redis');
  const password = passwordFor('redis', await keptSecrets(path.join(dataDir, 'secrets.json')));
  const redis = new Redis(state?.url ?? '', { password });
  await redis.flushall();
  redis.disconnect();
}

async function ordersNotEnded({ host }: Sale): Promise<object[]> {
  return host.rows(
    'orders',
    `select id, state from orders where state not in ('fulfilled', 'cancelled', 'expired', 'refunded')`,
  );
}

/** Who was told that the payment is under way has the tickets, or no money of theirs was kept. */
async function keepsItsWord({ host, cards }: Sale, purchase: Purchase): Promise<void> {
  const { state } = (await host.call(`GET /orders/${purchase.order.id}`, { as: purchase.token })).json<{
    state: string;
  }>();
  const tickets = await ticketsOf(host, purchase);
  const kept = cards
    .charges()
    .filter((charge) => charge.reference === purchase.order.reference && charge.state === 'captured');
  expect({ state, tickets: tickets.length, kept: kept.length }).toEqual(
    state === 'fulfilled' ? { state, tickets: purchase.seats, kept: 1 } : { state, tickets: 0, kept: 0 },
  );
}

async function seatsSoldOnce({ host, eventId }: Sale): Promise<void> {
  const twice = await host.rows(
    'tickets',
    `select seat_id from ticket where event_id = $1 and seat_id is not null and state in ('valid', 'used') group by seat_id having count(*) > 1`,
    [eventId],
  );
  expect(twice).toEqual([]);
}
