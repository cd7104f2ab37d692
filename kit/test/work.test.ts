import { systemClock } from '@usher/kit/clock';
import { type Database, sql } from '@usher/kit/database';
import { eventually } from '@usher/kit/testing';
import { cancelWork, enqueue, startWorker, type WorkItem, type WorkKind } from '@usher/kit/work';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closedGate, stopTime, openJars, silent } from './jars.ts';

interface Row {
  key: string;
  attempts: number;
  wait_ms: number;
  last_error: string | null;
  failed: boolean;
}

describe('work', () => {
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

  const worker = (handle: WorkKind['handle'], work: Partial<WorkKind> = {}) =>
    startWorker({
      db,
      log: silent,
      kind: 'label',
      work: { concurrency: 4, leaseSeconds: 60, attemptsMax: 3, handle, ...work },
      holder: systemClock.newId(),
      pollMs: 10,
      signal: stop.signal,
    });
  const rows = () =>
    db.query<Row>(sql`select key, attempts, last_error, failed_at is not null as failed,
      (extract(epoch from due_at - usher_now()) * 1000)::int as wait_ms from work order by key`);
  const put = (...keys: string[]) =>
    db.transaction((tx) =>
      enqueue(
        tx,
        'label',
        keys.map((key) => ({ key, payload: { key } })),
      ),
    );
  const untilEmpty = () =>
    eventually(async () => {
      expect(await rows()).toEqual([]);
    });

  it('is done by another when the worker that took it is dead and its lease has ended', async () => {
    await stopTime(db, 0);
    await put('plum');
    const taken = closedGate();
    const never = closedGate();
    worker(
      async () => {
        taken.open();
        await never.opened;
        return 'done';
      },
      { concurrency: 1 },
    );
    await taken.opened;
    const seen: WorkItem<unknown>[] = [];
    worker(async (item) => {
      seen.push(item);
      return 'done';
    });
    await db.query(sql`select 1`);
    expect(seen).toEqual([]);
    await stopTime(db, 61);
    await untilEmpty();
    expect(seen).toEqual([{ key: 'plum', payload: { key: 'plum' }, requestId: 'plum', attempt: 2 }]);
    never.open();
  });

  it('is tried later and later after failures, and then kept for a person to see', async () => {
    await stopTime(db, 0);
    await put('plum');
    let tries = 0;
    worker(async () => {
      tries += 1;
      throw new Error(`the labeller jams (${tries})`);
    });
    const waits: number[] = [];
    for (let attempt = 1, moved = 0; attempt <= 3; attempt += 1) {
      const row = await eventually(async () => {
        const [found] = await rows();
        expect(found?.last_error).toContain(`the labeller jams (${attempt})`);
        return found!;
      });
      expect(row).toMatchObject({ attempts: attempt, failed: attempt === 3 });
      waits.push(row.wait_ms);
      moved += 3_600;
      await stopTime(db, moved);
    }
    expect(waits.map((wait) => Math.round(wait / waits[0]!))).toEqual([1, 2, 4]);
    expect(waits[0]).toBeGreaterThan(100);
    await put('quince');
    await eventually(async () => {
      expect((await rows()).find((row) => row.key === 'quince')?.attempts).toBe(1);
    });
    expect((await rows()).find((row) => row.key === 'plum')).toMatchObject({ attempts: 3, failed: true });
  });

  it('spreads retries that failed together', async () => {
    await stopTime(db, 0);
    await put(...Array.from({ length: 16 }, () => systemClock.newId()));
    worker(() => Promise.reject(new Error('jammed')), { concurrency: 16 });
    const all = await eventually(async () => {
      const found = await rows();
      expect(found.every((row) => row.attempts === 1 && row.last_error !== null)).toBe(true);
      return found;
    });
    const waits = all.map((row) => row.wait_ms);
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(20);
  });

  it('is done once by however many workers share it', async () => {
    const done: string[] = [];
    const handle: WorkKind['handle'] = async ({ key }) => {
      done.push(key);
      return 'done';
    };
    for (let i = 0; i < 3; i += 1) worker(handle);
    const keys = Array.from({ length: 200 }, (_, i) => `jar ${i}`);
    await put(...keys);
    await untilEmpty();
    expect([...done].sort()).toEqual([...keys].sort());
  });

  it('that wants to look again later has not failed', async () => {
    await put('plum');
    const attempts: number[] = [];
    worker(async ({ attempt }) => {
      attempts.push(attempt);
      return attempts.length < 6 ? { againInMs: 0 } : 'done';
    });
    await untilEmpty();
    expect(attempts).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('stays as it is when queued again, is due when asked, and can be taken out', async () => {
    await db.transaction((tx) => enqueue(tx, 'label', [{ key: 'plum', payload: 'first', dueInMs: 60_000 }]));
    await db.transaction((tx) => enqueue(tx, 'label', [{ key: 'plum', payload: 'second' }]));
    const [row] = await rows();
    expect(row?.wait_ms).toBeGreaterThan(50_000);
    expect(await db.query(sql`select payload from work`)).toEqual([{ payload: 'first' }]);
    await db.transaction((tx) => cancelWork(tx, 'label', ['plum']));
    expect(await rows()).toEqual([]);
  });

  it('queued again while it is in hand is done once more', async () => {
    await put('plum');
    const taken = closedGate();
    const gate = closedGate();
    let times = 0;
    worker(async () => {
      times += 1;
      taken.open();
      await gate.opened;
      return 'done';
    });
    await taken.opened;
    await put('plum');
    gate.open();
    await untilEmpty();
    expect(times).toBe(2);
  });

  it('that is patient is done, however busy the process is', async () => {
    await put('plum');
    const done = closedGate();
    let busy = true;
    const spin = (): void => {
      const end = performance.now() + 20;
      while (performance.now() < end);
      if (busy) setImmediate(spin);
    };
    spin();
    worker(
      async () => {
        done.open();
        return 'done';
      },
      { patient: true },
    );
    await done.opened;
    busy = false;
    await untilEmpty();
  });

  it('in hand is finished before a worker stops', async () => {
    await put('plum');
    const taken = closedGate();
    const gate = closedGate();
    const stopping = worker(async () => {
      taken.open();
      await gate.opened;
      return 'done';
    });
    await taken.opened;
    stop.abort();
    gate.open();
    await stopping.done;
    expect(await rows()).toEqual([]);
  });
});
