import { sql } from '@usher/kit/database';
import { eventually, openTestHost, type TestHost } from '@usher/kit/testing';
import { rowsOf } from '@usher/kit/testing-database';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { everyService } from './two-hosts.ts';

describe('the health of a service', () => {
  let host: TestHost;
  beforeAll(async () => {
    host = await openTestHost({ postgresUrl: inject('postgresUrl'), services: everyService });
  });
  afterAll(async () => {
    await host.close();
  });

  const jars = async () => {
    const found = (await host.host.health()).find((service) => service.name === 'seats');
    if (!found) throw new Error('the jars are not hosted');
    return found;
  };
  const rows = (text: string, values: readonly unknown[] = []) => host.rows('seats', text, values);
  const addWork = (key: string, dueInSeconds: number, failed = false) =>
    rows(
      `insert into work (kind, key, payload, due_at, attempts, failed_at) values ('wash', $1, '{}', now() + make_interval(secs => $2), $3, $4)`,
      [key, dueInSeconds, failed ? 9 : 0, failed ? new Date().toISOString() : null],
    );

  it('is told of every service, with what its database says', async () => {
    expect((await host.host.health()).map((service) => service.name)).toEqual(['seats', 'tickets']);
    const well = await jars();
    expect(well).toMatchObject({ state: 'working', sentence: 'Everything works.' });
    expect(well).toMatchObject({ waitingWork: 0, failedWork: 0, parkedFacts: 0 });
    expect(well.databaseMs).toBeGreaterThan(0);
    expect((await jars()).since).toBe(well.since);
  });

  it('counts what waits, what was given up and what was put aside, and says that somebody should look', async () => {
    await addWork('due', 0);
    await addWork('later', 3_600);
    await addWork('given up', -3_600, true);
    await rows(`insert into parked_fact (producer, number, fact_id, fact, error) values
      ('catalog', 1, 'a', '{"name": "event.published", "aggregateId": "e1"}', 'no such column'), ('catalog', 2, 'b', '{}', 'x')`);
    expect(await jars()).toMatchObject({
      state: 'working',
      sentence: 'It works, but somebody should look: 1 task failed for good, 2 facts could not be taken in.',
      waitingWork: 1,
      failedWork: 1,
      parkedFacts: 2,
    });
    const { leftovers } = await jars();
    expect(leftovers).toHaveLength(3);
    expect(leftovers).toContainEqual({
      kind: 'fact',
      what: 'catalog event.published',
      about: 'e1',
      why: 'no such column',
      since: expect.stringMatching(/Z$/),
    });
    expect(leftovers).toContainEqual(expect.objectContaining({ kind: 'work', what: 'wash', about: 'given up' }));
    await rows('delete from parked_fact');
    await rows('delete from work');
  });

  it('is slow when work waits that nobody takes up, or when its database takes its time', async () => {
    const before = await jars();
    await addWork('forgotten', -90);
    const slow = await jars();
    expect(slow).toMatchObject({ state: 'slow', sentence: '1 task waited for more than a minute.' });
    expect(Date.parse(slow.since)).toBeGreaterThan(Date.parse(before.since));
    await rows('delete from work');
    expect((await jars()).state).toBe('working');
    const db = host.host.running.get('seats')?.db;
    if (!db) throw new Error('the jars are not hosted');
    const asleep = Array.from({ length: 8 }, () => db.query(sql`select pg_sleep(0.6)`));
    const waited = await jars();
    await Promise.all(asleep);
    expect(waited).toMatchObject({ state: 'slow', sentence: expect.stringMatching(/^Its database takes \d+ ms/) });
    expect(waited.databaseMs).toBeGreaterThan(250);
  });

  it('has stopped when its database does not answer, nothing is made up meanwhile, and comes back by itself', async () => {
    const name = new URL(host.databaseUrl('seats')).pathname.slice(1);
    const superuser = (text: string) => rowsOf(inject('postgresUrl'), text);
    await superuser(`alter database "${name}" with allow_connections false`);
    await superuser(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    expect(await jars()).toMatchObject({
      state: 'stopped',
      sentence: 'Its database does not answer.',
      waitingWork: null,
      failedWork: null,
      parkedFacts: null,
      databaseMs: null,
    });
    expect((await host.host.health())[1]).toMatchObject({ name: 'tickets', state: 'working' });
    await superuser(`alter database "${name}" with allow_connections true`);
    await eventually(async () => {
      expect((await jars()).state).toBe('working');
    });
  });
});
