import { systemClock } from '@usher/kit/clock';
import { type Database, sql } from '@usher/kit/database';
import { type LogEntry, readLog, record, startRelay } from '@usher/kit/outbox';
import { eventually } from '@usher/kit/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closedGate, newJar, openJars, poolOn, silent } from './jars.ts';

describe('the outbox', () => {
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

  const relay = (deliver: (entries: readonly LogEntry[]) => void = () => undefined, on = db) =>
    startRelay({ db: on, log: silent, pollMs: 20, signal: stop.signal, deliver });
  const tell = (label: string, before: () => Promise<void> = () => Promise.resolve()) =>
    db.transaction(async (tx) => {
      const jar = newJar(label);
      const fact = {
        name: 'jar.filled',
        version: 1,
        aggregateId: jar.id,
        aggregateVersion: 1,
        requestId: 'test-request',
      };
      await record(tx, systemClock, [{ ...fact, payload: jar }]);
      await before();
    });
  const labels = (entries: readonly LogEntry[]) =>
    entries.flatMap((entry) => entry.facts.map((told) => (told.payload as { label: string }).label));

  it('numbers what was committed without gaps, and nothing that was rolled back', async () => {
    await tell('plum');
    await expect(tell('lost', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await tell('quince');
    await relay().passed(5_000);
    const log = await readLog(db, 0, 10);
    expect(log.map((entry) => entry.number)).toEqual([1, 2]);
    expect(labels(log)).toEqual(['plum', 'quince']);
  });

  it('does not skip a slow transaction that took its place first and commits last', async () => {
    const started = closedGate();
    const gate = closedGate();
    const slow = tell('slow', () => {
      started.open();
      return gate.opened;
    });
    await started.opened;
    await tell('quick');
    const running = relay();
    running.nudge();
    await running.passed(5_000);
    expect(labels(await readLog(db, 0, 10))).toEqual(['quick']);
    gate.open();
    await slow;
    running.nudge();
    await running.passed(5_000);
    // Whoever had read up to 1 still gets it.
    expect(labels(await readLog(db, 1, 10))).toEqual(['slow']);
  });

  it('gives every entry one number however many relays run', async () => {
    const delivered: LogEntry[] = [];
    const pools = [1, 2, 3].map(() => poolOn(db.url));
    const relays = pools.map((pool) => relay((entries) => delivered.push(...entries), pool));
    for (let wave = 0; wave < 12; wave += 1) {
      await Promise.all(Array.from({ length: 10 }, (_, i) => tell(`jar ${wave}.${i}`)));
      await Promise.all(relays.map((one) => one.passed(5_000)));
    }
    await eventually(async () => {
      expect(await readLog(db, 0, 500)).toHaveLength(120);
    });
    const numbers = delivered.map((entry) => entry.number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
    expect(new Set(labels(delivered)).size).toBe(120);
    stop.abort();
    await Promise.all(relays.map((one) => one.done));
    await Promise.all(pools.map((pool) => pool.close()));
  });

  it('is numbered by the next pass when the database was away for one', async () => {
    const running = relay();
    running.nudge();
    await running.passed(5_000);
    await tell('plum');
    await db.session((client) =>
      client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      ),
    );
    await eventually(async () => {
      expect(labels(await readLog(db, 0, 10))).toEqual(['plum']);
    });
  });

  it('does not commit a transaction in which an error was swallowed', async () => {
    const swallowing = db.transaction(async (tx) => {
      await tx.query(sql`insert into jar values (${systemClock.newId()}, 'plum', 1)`);
      await tx.query(sql`insert into jar values (${systemClock.newId()}, 'too full', 101)`).catch(() => undefined);
    });
    await expect(swallowing).rejects.toThrow('swallowed');
    expect(await db.query(sql`select * from jar`)).toEqual([]);
  });
});
