import type { Database } from '@usher/kit/database';
import { openTestHost, rewriteStatements, type TestHost } from '@usher/kit/testing';
import { systemClock } from '@usher/kit/clock';
import { seatsService } from '@usher/seats/service';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { services } from '../../run/services.ts';
import { tally } from '../buyers.ts';
import { openSale, type Sale } from '../sale.ts';

/** The select by which claims are locked, and what holds a stale writer back: see lock-claims.ts and write-claims.ts. */
const READ = 'select event_id, place, area_no, state, fence, hold_id, state = 1 and expires_at <= usher_now() as lapsed';
const LOCK = /order by event_id, place\s+for update$/;
const FENCE = ' and claim.fence = change.fence';
/** Time between reading and writing in which another may come. */
const WINDOW = 'select pg_sleep(0.05), ';

const wider = (text: string) => text.replace(READ, READ.replace('select ', WINDOW));
const unlocked = (text: string) => (text.includes(READ) ? text.replace(LOCK, 'order by event_id, place') : text);
const unfenced = (text: string) => text.replace(FENCE, '');

describe('two copies of seats on one database', () => {
  let sale: Sale;
  beforeAll(async () => {
    sale = await openSale({ rows: 5, seatsPerRow: 20 });
  }, 60_000);
  afterAll(async () => {
    await sale.close();
  });

  const openTwo = async (rewrite: (text: string, copy: number) => string) => {
    const deadlocks: unknown[] = [];
    const copies = await Promise.all(
      [0, 1].map((copy) =>
        openSeatsAlone(sale, (db) => noteDeadlocks(rewriteStatements(db, (text) => rewrite(text, copy)), deadlocks)),
      ),
    );
    onTestFinished(async () => {
      await Promise.all(copies.map((copy) => copy.close()));
    });
    return { copies, deadlocks };
  };
  /** Each seat is wanted at both copies at the same moment, by different people. */
  const race = async (copies: readonly TestHost[], seatIds: readonly string[]) =>
    Promise.all(seatIds.flatMap((seatId) => copies.map((copy) => hold(copy, sale.eventId, [seatId]))));
  const takenTwice = async () => (await sale.violations({ quiet: false })).filter(({ id }) => id === 'I01');

  it('never grant a seat twice', async () => {
    const { copies } = await openTwo(wider);
    const answers = await race(copies, sale.seatIds.slice(0, 20));
    expect(tally(answers)).toEqual({ '201': 20, '409 seats_taken': 20 });
    expect(await sale.violations({ quiet: false })).toEqual([]);
  });

  it('never grant a seat twice by the row lock alone, nor by the fence alone', async () => {
    for (const [withOne, seatIds] of [
      [unfenced, sale.seatIds.slice(20, 30)],
      [unlocked, sale.seatIds.slice(30, 40)],
    ] as const) {
      const { copies } = await openTwo((text) => withOne(wider(text)));
      expect(tally(await race(copies, seatIds))).toEqual({ '201': 10, '409 seats_taken': 10 });
      expect(await sale.violations({ quiet: false })).toEqual([]);
    }
  });

  it('wait for no other in a circle when pairs are wanted in opposite order', async () => {
    const { copies, deadlocks } = await openTwo(wider);
    const pairs = Array.from({ length: 10 }, (_, i) => sale.seatIds.slice(40 + 2 * i, 42 + 2 * i));
    const answers = await Promise.all(
      pairs.flatMap((pair) => copies.map((copy, i) => hold(copy, sale.eventId, i === 0 ? pair : pair.toReversed()))),
    );
    expect(tally(answers)).toEqual({ '201': pairs.length, '409 seats_taken': pairs.length });
    expect(deadlocks).toEqual([]);
  });

  it('would wait in a circle if they did not lock in one order', async () => {
    const { copies, deadlocks } = await openTwo((text, copy) =>
      copy === 0 ? wider(text) : wider(text).replace(LOCK, 'order by event_id, place desc for update'),
    );
    const pair = sale.seatIds.slice(60, 62);
    await Promise.all(copies.map((copy) => hold(copy, sale.eventId, pair)));
    expect(deadlocks).not.toEqual([]);
  });

  it('would grant seats twice if nothing guarded them', async () => {
    expect(await takenTwice()).toEqual([]);
    const { copies } = await openTwo((text) => unfenced(unlocked(wider(text))));
    const answers = await race(copies, sale.seatIds.slice(80, 100));
    expect(tally(answers)['201']).toBeGreaterThan(20);
    expect(await takenTwice()).not.toEqual([]);
  });
});

/** Seats with nobody else in its process, as it runs on a machine of its own; its people are signed by the test. */
function openSeatsAlone(sale: Sale, wrap: (db: Database) => Database): Promise<TestHost> {
  return openTestHost({
    postgresUrl: inject('postgresUrl'),
    services: [seatsService],
    callers: services,
    databases: { seats: sale.host.databaseUrl('seats') },
    wrapDatabase: (_service, db) => wrap(db),
  });
}

async function hold(host: TestHost, eventId: string, seatIds: readonly string[]) {
  const as = await host.tokenFor({ id: systemClock.newId(), role: 'guest' });
  return host.call('POST /holds', { as, body: { eventId, seatIds } });
}

const DEADLOCK = '40P01';

/** Keeps every deadlock Postgres ended, also those that the batch then hid by running its calls one by one. */
function noteDeadlocks(db: Database, deadlocks: unknown[]): Database {
  return {
    ...db,
    transaction: (work) =>
      db.transaction(work).catch((error: unknown) => {
        if ((error as { code?: string }).code === DEADLOCK) deadlocks.push(error);
        throw error;
      }),
  };
}
