/** A rolling restart: every copy is asked to stop and comes back, while people buy through clients that try nothing twice. */
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@usher/kit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { buy, guest } from '../buyers.ts';
import type { Sale } from '../sale.ts';
import type { PlacedSales } from './placed-sale.ts';
import { comesBack, pairs, servicesIn } from './processes.ts';

const PEOPLE = 3;
/** Nobody is killed for being slow: a copy may take its time to answer what it has in hand. */
const BREATH_MS = 300;

/** Tells it in an installation of two copies each. */
export function copiesAreReplaced(sales: PlacedSales): void {
  describe('a rolling restart in mid-sale', () => {
    let sale: Sale;
    beforeAll(async () => {
      sale = await sales.openSale({ rows: 20, seatsPerRow: 50 });
    }, 120_000);

    it('fails no request of any buyer, and every order comes to its tickets', async () => {
      const { dataDir } = await sales.world();
      const shops = openShops(sale);
      await eventually(async () => {
        expect(shops.bought()).toBeGreaterThan(5);
      }, 30_000);
      const before = servicesIn(dataDir);
      const rounds = pairs(before);
      // Four of four services at a time.
      for (let i = 0; i < rounds.length; i += 2) {
        const few = rounds.slice(i, i + 2).flat();
        for (const { pid } of few) process.kill(pid ?? 0, 'SIGTERM');
        await Promise.all(few.map((each) => comesBack(dataDir, each)));
        await pause(BREATH_MS);
      }
      await shops.close();
      expect(servicesIn(dataDir).filter(({ pid }) => before.some((old) => old.pid === pid))).toEqual([]);
      await sale.settled();
    }, 240_000);
  });
}

/** People who hold, order and pay, each step once; the first that fails ends the story. */
function openShops({ host, eventId, seatIds }: Sale) {
  let next = 0;
  let bought = 0;
  let isOpen = true;
  const shop = async (): Promise<void> => {
    while (isOpen && next < seatIds.length) {
      const seat = seatIds.slice(next, (next += 1));
      const buyer = await guest(host);
      const { order } = await buy(buyer, eventId, seat);
      await buyer.until(order, 'fulfilled');
      bought += 1;
    }
  };
  const all = Promise.all(Array.from({ length: PEOPLE }, shop));
  all.catch(() => undefined);
  return {
    bought: () => bought,
    async close() {
      isOpen = false;
      await all;
    },
  };
}
