import type { Database } from '@usher/kit/database';
import { openTestHost, rewriteStatements, type TestHost } from '@usher/kit/testing';
import { systemClock } from '@usher/kit/clock';
import { seatsService } from '@usher/seats/service';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { services } from '../../run/services.ts';
import { tally } from '../buyers.ts';
import { type HostedSale, openSale } from '../sale.ts';

/** The select by which claims are locked, and what holds a stale writer back: see lock-claims.ts and write-claims.ts. */
const READ =
  'select event_id, place, area_no, state, fence, hold_id, state = 1 and expires_at <= usher_now() as lapsed';
const LOCK = /order by event_id, place\s+for update$/;
const FENCE = ' and claim.fence = change.fence';
const ORDER = 'order by event_id, place';

type Rewrite = (text: string) => string;
/** Ways to spoil the two statements. */
const spoil = {
  lock: (text: string) => (text.includes(READ) ? text.replace(LOCK, ORDER) : text),
  fence: (text: string) => text.replace(FENCE, ''),
  order: (text: string) => (text.includes(READ) ? text.replace(LOCK, `${ORDER} desc for update`) : text),
  /** Time between reading and writing in which the other copy may come. */
  haste: (text: string) => text.replace(READ, READ.replace('select ', 'select pg_sleep(0.02), ')),
} satisfies Record<string, Rewrite>;
type Spoilt = keyof typeof spoil;

describe('two copies of seats on one database', () => {
  let sale: HostedSale;
  beforeAll(async () => {
    sale = await openSale({ rows: 5, seatsPerRow: 20 });
  }, 60_000);
  afterAll(async () => {
    await sale.close();
  });

  /** Two copies of seats, each spoilt in its own ways; `found` tells what of it was there to spoil. */
  const openTwo = async (...ways: readonly [readonly Spoilt[], readonly Spoilt[]]) => {
    const deadlocks: unknown[] = [];
    const found = new Set<Spoilt>();
    const rewriteBy = (mine: readonly Spoilt[]) => (text: string) =>
      mine.reduce((before, way) => {
        const after = spoil[way](before);
        if (after !== before) found.add(way);
        return after;
      }, text);
    const copies = await Promise.all(
      ways.map((mine) =>
        openSeatsAlone(sale, (db) => noteDeadlocks(rewriteStatements(db, rewriteBy(mine)), deadlocks)),
      ),
    );
    onTestFinished(async () => {
      await Promise.all(copies.map((copy) => copy.close()));
    });
    return { copies, deadlocks, found };
  };
  /** Each seat is wanted at both copies at the same moment, by different people. */
  const race = async (copies: readonly TestHost[], seatIds: readonly string[]) =>
    Promise.all(seatIds.flatMap((seatId) => copies.map((copy) => hold(copy, sale.eventId, [seatId]))));
  const takenTwice = async () => (await sale.violations({ quiet: false })).filter(({ id }) => id === 'I01');

  it('never grant a seat twice', async () => {
    const { copies, found } = await openTwo(['haste'], ['haste']);
    expect(tally(await race(copies, sale.seatIds.slice(0, 20)))).toEqual({ '201': 20, '409 seats_taken': 20 });
    expect(await sale.violations({ quiet: false })).toEqual([]);
    expect(found).toEqual(new Set(['haste']));
  });

  it.each([
    ['the row lock', 'fence', 20],
    ['the fence', 'lock', 30],
  ] as const)('never grant a seat twice by %s alone', async (_guard, without, from) => {
    const { copies, found } = await openTwo([without, 'haste'], [without, 'haste']);
    const answers = await race(copies, sale.seatIds.slice(from, from + 10));
    expect(tally(answers)).toEqual({ '201': 10, '409 seats_taken': 10 });
    expect(await sale.violations({ quiet: false })).toEqual([]);
    expect(found).toEqual(new Set([without, 'haste']));
  });

  it('wait for no other in a circle when pairs are wanted in opposite order', async () => {
    const { copies, deadlocks } = await openTwo(['haste'], ['haste']);
    const pairs = Array.from({ length: 10 }, (_, i) => sale.seatIds.slice(40 + 2 * i, 42 + 2 * i));
    const answers = await Promise.all(
      pairs.flatMap((pair) => copies.map((copy, i) => hold(copy, sale.eventId, i === 0 ? pair : pair.toReversed()))),
    );
    expect(tally(answers)).toEqual({ '201': pairs.length, '409 seats_taken': pairs.length });
    expect(deadlocks).toEqual([]);
  });

  it('would wait in a circle if they did not lock in one order', async () => {
    const { copies, deadlocks } = await openTwo(['haste'], ['order', 'haste']);
    await race(copies, sale.seatIds.slice(60, 80));
    expect(deadlocks).not.toEqual([]);
  });

  it('would grant seats twice if nothing guarded them', async () => {
    expect(await takenTwice()).toEqual([]);
    const { copies } = await openTwo(['lock', 'fence', 'haste'], ['lock', 'fence', 'haste']);
    const answers = await race(copies, sale.seatIds.slice(80, 100));
    expect(tally(answers)['201']).toBeGreaterThan(20);
    expect(await takenTwice()).not.toEqual([]);
  });
});

/** Seats with nobody else in its process, as it runs on a machine of its own; its people are signed by the test. */
function openSeatsAlone(sale: HostedSale, wrap: (db: Database) => Database): Promise<TestHost> {
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
