import { type Batch, batch, type BatchOptions } from '@usher/kit/batch';
import { systemClock } from '@usher/kit/clock';
import { CommitUnknownError, type Database, OvertakenError, sql } from '@usher/kit/database';
import { createMetrics } from '@usher/kit/metrics';
import { RefusedError } from '@usher/kit/refusal';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CuttingProxy, openCuttingProxy } from './cutting-proxy.ts';
import { closedGate, newJar, openJars, poolOn } from './jars.ts';

type NewJar = ReturnType<typeof newJar>;

const inBatches = <In, Out>(options: Partial<BatchOptions<In, Out>> & Pick<BatchOptions<In, Out>, 'run'>) =>
  batch({
    name: 'fill',
    lanes: 2,
    cap: 64,
    queueMax: 2_000,
    metrics: createMetrics({ defaults: false }),
    clock: systemClock,
    ...options,
  });

describe('a batch', () => {
  let db: Database;
  let proxied: Database;
  let proxy: CuttingProxy;
  beforeAll(async () => {
    db = await openJars();
    proxy = await openCuttingProxy(db.url);
    proxied = poolOn(proxy.url);
  });
  afterAll(async () => {
    await Promise.all([db.close(), proxied.close()]);
    proxy.close();
  });

  /** Inserting an id twice is an error, so a batch that repeats what is stored fails. */
  const insertAll = (on: Database, all: readonly NewJar[]) =>
    on.transaction(async (tx) => {
      await tx.query(
        sql`insert into jar select * from unnest(${all.map((jar) => jar.id)}::uuid[], ${all.map((jar) => jar.label)}::text[], ${all.map((jar) => jar.spoons)}::int[])`,
      );
      return all.map((jar) => jar.id);
    });
  const stored = async (all: readonly NewJar[]) => {
    const rows = await db.query<{ id: string }>(
      sql`select id from jar where id = any(${all.map((jar) => jar.id)}::uuid[])`,
    );
    return new Set(rows.map((row) => row.id));
  };
  const settle = (fill: Batch<NewJar, string>, all: readonly NewJar[]) => Promise.allSettled(all.map(fill));

  it('gives each of many callers its own answer in few commits', async () => {
    const sizes: number[] = [];
    const fill = inBatches<NewJar, string>({
      run: (all) => {
        sizes.push(all.length);
        return insertAll(db, all);
      },
    });
    const all = Array.from({ length: 300 }, (_, i) => newJar(`plum ${i}`));
    expect(await Promise.all(all.map(fill))).toEqual(all.map((jar) => jar.id));
    expect(sizes.length).toBeLessThanOrEqual(10);
    expect(Math.max(...sizes)).toBe(64);
  });

  it('decides calls that share a key in the order they came, whichever lane takes them', async () => {
    const decided: string[] = [];
    let running = 0;
    let runningMax = 0;
    const fill = inBatches<{ key: string; turn: number }, undefined>({
      cap: 1,
      keys: (call) => [call.key],
      async run(all) {
        running += 1;
        runningMax = Math.max(runningMax, running);
        // Early turns take longest: only waiting for the key keeps the order.
        await db.query(sql`select pg_sleep(${(5 - (all[0]?.turn ?? 0)) / 500}::float8)`);
        decided.push(...all.map((call) => `${call.key}${call.turn}`));
        running -= 1;
        return all.map(() => undefined);
      },
    });
    const calls = ['a', 'b', 'c'].flatMap((key) => [0, 1, 2, 3, 4].map((turn) => ({ key, turn })));
    await Promise.all(calls.map(fill));
    for (const key of ['a', 'b', 'c'])
      expect(decided.filter((one) => one.startsWith(key))).toEqual([0, 1, 2, 3, 4].map((turn) => `${key}${turn}`));
    expect(runningMax).toBe(2);
  });

  it('refuses a call at once when as many wait as may', async () => {
    const gate = closedGate();
    const fill = inBatches<number, number>({
      lanes: 1,
      cap: 1,
      queueMax: 3,
      run: (all) => gate.opened.then(() => all),
    });
    const first = fill(0);
    await new Promise(setImmediate);
    const waiting = [fill(1), fill(2), fill(3)];
    const refusal = await fill(4).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RefusedError);
    expect((refusal as RefusedError).refusal).toMatchObject({ code: 'overloaded', retryAfterSeconds: 1 });
    gate.open();
    expect(await Promise.all([first, ...waiting])).toEqual([0, 1, 2, 3]);
  });

  it('runs the calls of a failed batch one by one, so that a poison call hurts nobody else', async () => {
    const fill = inBatches<NewJar, string>({ run: (all) => insertAll(db, all) });
    const poison = newJar('too full', 101);
    const all = [newJar('a'), newJar('b'), poison, newJar('c')];
    const outcomes = await settle(fill, all);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await stored(all)).toEqual(new Set(all.filter((jar) => jar !== poison).map((jar) => jar.id)));
  });

  it('asks again for a call that another process overtook, alone or among others, a few times', async () => {
    const overtakenTimes = new Map([
      ['once', 1],
      ['always', Infinity],
    ]);
    const fill = inBatches<string, string>({
      run: async (all) => {
        for (const jar of all) {
          const left = overtakenTimes.get(jar) ?? 0;
          overtakenTimes.set(jar, left - 1);
          if (left > 0) throw new OvertakenError('somebody was quicker');
        }
        return all;
      },
    });
    expect(await fill('once')).toBe('once');
    overtakenTimes.set('once', 1);
    const outcomes = await Promise.allSettled(['never', 'once', 'always'].map((jar) => fill(jar)));
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    await expect(fill('always')).rejects.toBeInstanceOf(OvertakenError);
  });

  it.each(['before', 'after'] as const)(
    'answers everybody once when the connection breaks %s the commit is done',
    async (when) => {
      const failures: unknown[] = [];
      const fill = inBatches<NewJar, string>({
        run: (all) =>
          insertAll(proxied, all).catch((error: unknown) => {
            failures.push(error);
            throw error;
          }),
        async recall(all) {
          const found = await stored(all);
          return all.map((jar) => (found.has(jar.id) ? jar.id : undefined));
        },
      });
      const all = [newJar('a'), newJar('b'), newJar('c')];
      proxy.cutNextCommit(when);
      expect(await Promise.all(all.map(fill))).toEqual(all.map((jar) => jar.id));
      expect(failures).toHaveLength(1);
      expect(failures[0]).toBeInstanceOf(CommitUnknownError);
      expect((await stored(all)).size).toBe(3);
    },
  );

  it('drains when nothing waits and nothing is under way', async () => {
    const fill = inBatches<NewJar, string>({ run: (all) => insertAll(db, all) });
    const all = [newJar('a'), newJar('b')];
    void settle(fill, all);
    await fill.drained();
    expect((await stored(all)).size).toBe(2);
  });
});
