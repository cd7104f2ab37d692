import type { Fact } from '@usher/contracts/contract';
import { systemClock } from '@usher/kit/clock';
import { type Database, sql, type Transaction } from '@usher/kit/database';
import { follow, type FactHandler } from '@usher/kit/inbox';
import type { LogEntry } from '@usher/kit/outbox';
import { eventually } from '@usher/kit/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newJar, openJars, silent } from './jars.ts';

const entry = (number: number, ...labels: string[]): LogEntry => ({
  number,
  facts: labels.map((label): Fact => {
    const payload = newJar(label);
    const of = { aggregateId: payload.id, aggregateVersion: 1, requestId: 'test-request' };
    return { ...of, id: payload.id, name: 'jar.filled', version: 1, occurredAt: '2027-01-01T00:00:00.000Z', payload };
  }),
});
const labelOf = (fact: Fact) => (fact.payload as { label: string }).label;

describe('following a log', () => {
  let db: Database;
  let stop: AbortController;
  beforeEach(async () => {
    db = await openJars();
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await db.close();
  });

  /** Counts each fact: taking one twice, or not at all, shows. */
  const count: FactHandler = async (tx, facts) => {
    for (const fact of facts) {
      if (labelOf(fact) === 'poison') await tx.query(sql`insert into jar values (${fact.id}, 'too full', 101)`);
      await tx.query(sql`insert into tasted as t values (${labelOf(fact)}, 1)
        on conflict (label) do update set spoons = t.spoons + 1`);
    }
  };
  const start = (log: readonly LogEntry[], options: { handler?: FactHandler; on?: Database } = {}) =>
    follow({
      producer: 'seats',
      db: options.on ?? db,
      log: silent,
      clock: systemClock,
      handlers: new Map([['jar.filled', options.handler ?? count]]),
      pull: async (after, limit) => log.filter((one) => one.number > after).slice(0, limit),
      pollMs: 20,
      signal: stop.signal,
    });
  const position = async () => (await db.query<{ position: number }>(sql`select position from inbox`))[0]?.position;
  const tasted = async () =>
    Object.fromEntries(
      (await db.query<{ label: string; spoons: number }>(sql`select label, spoons from tasted order by label`)).map(
        (row) => [row.label, row.spoons],
      ),
    );
  const untilAt = (number: number) =>
    eventually(async () => {
      expect(await position()).toBe(number);
    });

  it('passes by what the handler says no to, and takes the rest of its batch', async () => {
    const taken: string[][] = [];
    const handler: FactHandler = Object.assign(
      async (_tx: unknown, facts: readonly Fact[]) => {
        taken.push(facts.map(labelOf));
      },
      { concerns: (fact: Fact) => labelOf(fact) === 'ours' },
    );
    const follower = start([], { handler });
    follower.deliver([entry(1, 'foreign'), entry(2, 'foreign')]);
    await untilAt(2);
    expect(taken).toEqual([]);
    follower.deliver([entry(3, 'foreign'), entry(4, 'ours')]);
    await untilAt(4);
    expect(taken.flat()).toEqual(['foreign', 'ours']);
  });

  it('takes each fact once, though entries come doubled, out of order, with gaps or not at all', async () => {
    const log = [entry(1, 'a'), entry(2, 'b', 'b'), entry(3, 'c'), entry(4, 'd'), entry(5, 'e')];
    const at = (...numbers: number[]) => log.filter((one) => numbers.includes(one.number));
    const follower = start(log);
    follower.deliver(at(3));
    follower.deliver([...at(2), ...at(1), ...at(2)]);
    follower.deliver(at(5));
    await untilAt(5);
    follower.deliver(log);
    follower.deliver([entry(6, 'f')]);
    await untilAt(6);
    expect(await tasted()).toEqual({ a: 1, b: 2, c: 1, d: 1, e: 1, f: 1 });
  });

  it('takes each fact once when its connection is killed in the middle, again and again', async () => {
    let kills = 0;
    const killed = async (tx: Transaction, facts: readonly Fact[]) => {
      await count(tx, facts);
      kills += 1;
      if (kills <= 3) await tx.query(sql`select pg_terminate_backend(pg_backend_pid())`);
    };
    start([entry(1, 'a'), entry(2, 'b')], { handler: killed });
    await untilAt(2);
    expect(kills).toBeGreaterThan(3);
    expect(await tasted()).toEqual({ a: 1, b: 1 });
    expect(await db.query(sql`select * from parked_fact`)).toEqual([]);
  });

  it('parks a fact that keeps failing, takes its neighbours, and goes on', async () => {
    start([entry(1, 'a'), entry(2, 'b', 'poison', 'c'), entry(3, 'd')]);
    await untilAt(3);
    expect(await tasted()).toEqual({ a: 1, b: 1, c: 1, d: 1 });
    const parked = await db.query<{ number: number; fact: Fact; error: string }>(sql`select * from parked_fact`);
    expect(parked.map((row) => [row.number, labelOf(row.fact)])).toEqual([[2, 'poison']]);
    expect(parked[0]?.error).toContain('jar_spoons_check');
  });

  it('never goes back when another copy overtakes it while it takes facts one by one', async () => {
    const log = [entry(1, 'poison'), entry(2, 'a'), entry(3, 'b'), entry(4, 'c'), entry(5, 'd')];
    let transactions = 0;
    const overtaken: Database = {
      ...db,
      async transaction(work) {
        transactions += 1;
        // Between the failed batch and the first fact alone, the other copy does all five.
        if (transactions === 2) {
          const other = new AbortController();
          const follower = follow({
            producer: 'seats',
            db,
            log: silent,
            clock: systemClock,
            handlers: new Map([['jar.filled', count]]),
            pull: async (after) => log.filter((one) => one.number > after),
            pollMs: 20,
            signal: other.signal,
          });
          await untilAt(5);
          other.abort();
          await follower.done;
          log.push(entry(6, 'e'));
        }
        return db.transaction(work);
      },
    };
    start(log, { on: overtaken });
    await untilAt(6);
    expect(await tasted()).toEqual({ a: 1, b: 1, c: 1, d: 1, e: 1 });
  });

  it('shares a log between two copies: each fact is taken once', async () => {
    const log = Array.from({ length: 60 }, (_, i) => entry(i + 1, `jar ${i % 7}`, ...(i % 10 === 9 ? ['poison'] : [])));
    const followers = [start(log), start(log)];
    for (const one of log) for (const follower of followers) follower.deliver([one]);
    await untilAt(60);
    const counts = Object.values(await tasted());
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(60);
    expect(await db.query(sql`select * from parked_fact`)).toHaveLength(6);
  });
});
