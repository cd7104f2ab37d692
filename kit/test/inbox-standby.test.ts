import { inProcessCourier } from '@usher/kit/courier';
import { sql } from '@usher/kit/database';
import { eventually } from '@usher/kit/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTellers, type Tellers } from './tellers.ts';

/** As services poll. */
const POLL_MS = 1_000;

describe('two copies of a consumer', () => {
  let tellers: Tellers;
  beforeEach(async () => {
    const courier = inProcessCourier();
    tellers = await openTellers(() => Promise.resolve(courier));
    await tellers.produce();
  });
  afterEach(() => tellers.close());

  const allTaken = (withinMs?: number) =>
    eventually(async () => {
      expect(await tellers.taken()).toEqual(tellers.told());
    }, withinMs);
  const twoCopies = async () => {
    const copies = [await tellers.consume({ pollMs: POLL_MS }), await tellers.consume({ pollMs: POLL_MS })] as const;
    await tellers.tellMany(20);
    await allTaken();
    return copies;
  };

  it('do not both try each entry: one takes them, the other stands by', async () => {
    const copies = await twoCopies();
    const before = copies.map((copy) => copy.attempts);
    for (let wave = 0; wave < 100; wave += 1) {
      await tellers.tell(`wave ${wave}`);
      await allTaken();
    }
    const [fewer = 0, more = 0] = copies.map((copy, i) => copy.attempts - (before[i] ?? 0)).sort((a, b) => a - b);
    expect(more).toBeGreaterThan(50);
    expect(fewer).toBeLessThan(10);
  });

  it('hand over when the active one stops', async () => {
    const copies = await twoCopies();
    const [active, standby] = [...copies].sort((a, b) => b.attempts - a.attempts);
    if (!active || !standby) throw new Error('there are two');
    await active.stop();
    const attempts = standby.attempts;
    await tellers.tellMany(5);
    await allTaken(3_000);
    expect(standby.attempts).toBeGreaterThan(attempts);
  });

  it('wait for nobody who hangs with the position locked, and go on when it is free', async () => {
    await twoCopies();
    await tellers.consumerDb.session(async (client) => {
      await client.query('begin');
      await client.query('select 1 from inbox for update');
      await tellers.tellMany(5);
      expect(await tellers.taken()).not.toEqual(tellers.told());
      await client.query('rollback');
    });
    await allTaken(3_000);
    expect(await tellers.consumerDb.query(sql`select 1 from parked_fact`)).toEqual([]);
  });
});
