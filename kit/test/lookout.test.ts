import { type Database, sql } from '@usher/kit/database';
import { lookOut } from '@usher/kit/lookout';
import { eventually } from '@usher/kit/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJars, silent, stopTime } from './jars.ts';

describe('a lookout', () => {
  let db: Database;
  let stop: AbortController;
  let rung: string[];
  let done: Promise<void>;
  beforeEach(async () => {
    db = await openJars();
    stop = new AbortController();
    rung = [];
    const ring = (leaves: ReadonlySet<string>) => rung.push(...leaves);
    done = lookOut({ db, log: silent, kinds: ['label', 'seal'], pollMs: 10, signal: stop.signal, ring });
  });
  afterEach(async () => {
    stop.abort();
    await done;
    await db.close();
  });
  const heard = (...leaves: string[]) =>
    eventually(async () => {
      expect([...new Set(rung)].sort()).toEqual(leaves);
    });
  const put = (kind: string, dueInSeconds: number, options: { failed?: boolean } = {}) =>
    db.query(sql`insert into work (kind, key, payload, due_at, failed_at)
      values (${kind}, 'plum', '{}', usher_now() + make_interval(secs => ${dueInSeconds}), case when ${options.failed ?? false} then usher_now() end)`);

  it('rings for what another process left in the log and in the work done here', async () => {
    await put('seal', 0);
    await put('fill', 0);
    await db.query(sql`insert into outbox (facts) values ('[]')`);
    await heard('log', 'work seal');
  });

  it('rings when work comes due, and not before', async () => {
    await stopTime(db, 0);
    await put('label', 60);
    await db.query(sql`insert into outbox (facts) values ('[]')`);
    await heard('log');
    await stopTime(db, 61);
    await heard('log', 'work label');
  });

  it('does not ring for work that a worker has in hand or that waits for a person', async () => {
    await put('label', 60);
    await put('seal', 0, { failed: true });
    await db.query(sql`insert into outbox (facts) values ('[]')`);
    await heard('log');
  });
});
