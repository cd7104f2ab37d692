import type { Fact } from '@usher/contracts/contract';
import { systemClock } from '@usher/kit/clock';
import { type Database, sql, type Transaction } from '@usher/kit/database';
import { follow } from '@usher/kit/inbox';
import type { LogEntry } from '@usher/kit/outbox';
import { eventually } from '@usher/kit/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newJar, openJars, silent } from './jars.ts';

describe('following a log while the database has a bad moment', () => {
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

  const payload = newJar('money');
  const captured: LogEntry = {
    number: 1,
    facts: [
      {
        id: payload.id,
        name: 'jar.filled',
        version: 1,
        occurredAt: '2027-01-01T00:00:00.000Z',
        aggregateId: payload.id,
        aggregateVersion: 1,
        requestId: 'test-request',
        payload,
      },
    ],
  };

  it.each([
    ['a deadlock', '40P01'],
    ['a lock that took too long', '55P03'],
    ['a statement that took too long', '57014'],
    ['a full disk', '53100'],
  ])('never parks a fact because of %s: it takes it when that has passed', async (_what, code) => {
    let faults = 6;
    const taking = async (tx: Transaction, facts: readonly Fact[]) => {
      faults -= 1;
      if (faults >= 0) {
        const text = `do $$ begin raise exception 'a bad moment' using errcode = '${code}'; end $$`;
        await tx.query({ text, values: [], name: `fault_${code}` });
      }
      for (const fact of facts) await tx.query(sql`insert into tasted values (${fact.id}, 1)`);
    };
    const follower = follow({
      producer: 'seats',
      db,
      log: silent,
      clock: systemClock,
      handlers: new Map([['jar.filled', taking]]),
      pull: async (after) => (after < 1 ? [captured] : []),
      pollMs: 20,
      signal: stop.signal,
    });
    await eventually(async () => {
      expect(await db.query(sql`select position from inbox`)).toEqual([{ position: 1 }]);
    });
    stop.abort();
    await follower.done;
    expect(await db.query(sql`select error from parked_fact`)).toEqual([]);
    expect(await db.query(sql`select label, spoons from tasted`)).toEqual([{ label: payload.id, spoons: 1 }]);
  });
});
