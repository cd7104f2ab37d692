import { batch } from '@usher/kit/batch';
import { systemClock } from '@usher/kit/clock';
import { type Database, OvertakenError, sql } from '@usher/kit/database';
import { createIdempotency, type Idempotency } from '@usher/kit/idempotency';
import { createMetrics } from '@usher/kit/metrics';
import { decideOnce, type Once, type OnceCall, Told } from '@usher/kit/once';
import { refuse } from '@usher/kit/refusal';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJars, poolOn, stopTime } from './jars.ts';

interface FillCall extends OnceCall {
  readonly id: string;
  readonly label: string;
}

describe('a keyed call that its verb decides and keeps in one transaction', () => {
  let db: Database;
  beforeAll(async () => {
    db = await openJars();
  });
  afterAll(() => db.close());

  const call = (label: string, change: { key?: string; hash?: string; onKept?: () => void } = {}): FillCall => {
    const { key = systemClock.newId(), hash = 'of what was sent', onKept = () => undefined } = change;
    const id = systemClock.newId();
    const write = (body: unknown) => JSON.stringify(body);
    const once: Once = { call: { scope: 'ann fillJar', key, hash }, madeId: id, status: 201, write, onKept };
    return { id, label, once };
  };
  /** Fills jars; "bitter" ones are refused, for good or just now, and "shy" ones are not decided. */
  const fill = (calls: readonly FillCall[], on: Database = db) =>
    decideOnce<FillCall, { id: string; label: string }, 'shy', unknown>(on, calls, {
      prepare: (tx) => tx.query(sql`select 1`),
      decide: async (tx, open) => {
        const outs = open.map(({ id, label }) => {
          if (label === 'shy') return 'shy';
          if (label === 'bitter') return refuse('not_found', { more: { label } });
          return label === 'busy' ? refuse('overloaded') : { id, label };
        });
        for (const [i, { id, label }] of open.entries())
          if (typeof outs[i] === 'object' && 'label' in outs[i])
            await tx.send(sql`insert into jar values (${id}, ${label}, 1)`);
        return outs;
      },
    });
  const jars = (label: string) => db.query(sql`select id from jar where label = ${label}`);
  const kept = async (key: string) => (await db.query(sql`select 1 from idempotency where key = ${key}`)).length === 1;

  it('gives the first answer again to the letter, and does nothing a second time', async () => {
    const first = call('plum', { key: 'k1' });
    expect(await fill([first])).toEqual([new Told(201, JSON.stringify({ id: first.id, label: 'plum' }), false)]);
    const answers = await fill([call('plum', { key: 'k1' }), call('plum', { key: 'k1' })]);
    for (const again of answers)
      expect(again).toEqual(new Told(201, JSON.stringify({ id: first.id, label: 'plum' }), true));
    expect(await jars('plum')).toHaveLength(1);
  });

  it('decides the new ones of a batch beside those that were answered', async () => {
    await fill([call('pear', { key: 'k2' })]);
    const [again, other] = await fill([call('pear', { key: 'k2' }), call('quince')]);
    expect(again).toMatchObject({ replayed: true });
    expect(other).toMatchObject({ replayed: false });
    expect(await jars('quince')).toHaveLength(1);
  });

  it('refuses the key for another body', async () => {
    await fill([call('fig', { key: 'k3' })]);
    expect(await fill([call('fig', { key: 'k3', hash: 'of something else' })])).toMatchObject([
      { code: 'idempotency_key_reused' },
    ]);
  });

  it('keeps a no that stays one, with what it said, and neither "not now" nor what was not decided', async () => {
    let told = 0;
    const onKept = () => {
      told += 1;
    };
    await fill([
      call('bitter', { key: 'no', onKept }),
      call('busy', { key: 'not now', onKept }),
      call('shy', { key: 'shy', onKept }),
    ]);
    expect(told).toBe(1);
    expect([await kept('no'), await kept('not now'), await kept('shy')]).toEqual([true, false, false]);
    expect(await fill([call('sweet', { key: 'no' })])).toMatchObject([
      { code: 'not_found', more: { label: 'bitter' }, replayed: true },
    ]);
    expect(await fill([call('ripe', { key: 'shy' })])).toMatchObject([{ replayed: false }]);
  });

  it('leaves neither an answer nor a deed when its batch fails, and says that nothing is kept', async () => {
    let told = 0;
    const first = call('lime', { key: 'k4', onKept: () => (told += 1) });
    await expect(fill([first, { ...call('lime'), id: first.id }])).rejects.toThrow('duplicate key');
    expect([await jars('lime'), await kept('k4'), told]).toEqual([[], false, 0]);
    expect(await fill([first])).toMatchObject([{ replayed: false }]);
    expect(told).toBe(1);
  });

  it('makes one thing of one request that came to two processes at once, and tells both of it', async () => {
    const other = poolOn(db.url);
    const inBatch = (on: Database) =>
      batch<FillCall, unknown>({
        ...{ name: 'fill', lanes: 1, cap: 8, queueMax: 8, clock: systemClock },
        metrics: createMetrics({ defaults: false }),
        run: (calls) => fill(calls, on),
      });
    const [here, there] = [inBatch(db), inBatch(other)];
    try {
      for (let round = 0; round < 20; round += 1) {
        const [key, label] = [systemClock.newId(), `date ${round}`];
        const told = (await Promise.all([here(call(label, { key })), there(call(label, { key }))])) as Told[];
        expect(told.map(({ replayed }) => replayed).sort()).toEqual([false, true]);
        expect(told[0]?.text).toBe(told[1]?.text);
        expect(await jars(label)).toHaveLength(1);
      }
    } finally {
      await other.close();
    }
  });

  it('says that it was overtaken where another process keeps an answer while it decides', async () => {
    const other = poolOn(db.url);
    const mine = call('nut', { key: 'k8' });
    try {
      const overtaken = decideOnce<FillCall, { id: string; label: string }, never, unknown>(db, [mine], {
        prepare: (tx) => tx.query(sql`select 1`),
        decide: async () => {
          await other.query(sql`
            insert into idempotency (scope, key, body_hash, made_id, holder, status, answer, created_at)
            values ('ann fillJar', 'k8', 'of what was sent', ${mine.id}, ${mine.id}, 201, '"theirs"', usher_now())`);
          return [{ id: mine.id, label: 'nut' }];
        },
      });
      await expect(overtaken).rejects.toBeInstanceOf(OvertakenError);
      expect(await fill([mine])).toEqual([new Told(201, '"theirs"', true)]);
    } finally {
      await other.close();
    }
  });

  it('waits for who reserved the key, and goes on without them when their time is over', async () => {
    await stopTime(db, 0);
    const idempotency = createIdempotency(db, systemClock, createMetrics({ defaults: false }));
    const request = { scope: 'ann fillJar', key: 'k6', body: 'x' };
    expect(await idempotency.reserve(request)).toMatchObject({ kind: 'go' });
    const { hash } = (await keyedCall(idempotency, request)).call;
    expect(await fill([call('melon', { key: 'k6', hash })])).toMatchObject([{ code: 'request_in_progress' }]);
    await stopTime(db, 31);
    expect(await fill([call('melon', { key: 'k6', hash })])).toMatchObject([{ replayed: false }]);
    expect(await idempotency.reserve(request)).toMatchObject({ kind: 'replay', status: 201 });
  });

  it('without a key keeps nothing', async () => {
    const before = await db.query(sql`select 1 from idempotency`);
    expect(await fill([{ ...call('olive'), once: undefined }])).toMatchObject([{ label: 'olive' }]);
    expect(await db.query(sql`select 1 from idempotency`)).toHaveLength(before.length);
  });

  it('is refused while this process is at the same request, and not afterwards', async () => {
    const idempotency = createIdempotency(db, systemClock, createMetrics({ defaults: false }));
    const request = { scope: 'ann fillJar', key: 'k7', body: 'x' };
    let end = (): void => undefined;
    const running = idempotency.once(request, () => new Promise<string>((resolve) => (end = () => resolve('done'))));
    expect(await idempotency.once(request, async () => 'twice')).toMatchObject({ code: 'request_in_progress' });
    expect(await idempotency.once({ ...request, scope: 'bob fillJar' }, async () => 'his own')).toBe('his own');
    end();
    expect(await running).toBe('done');
    await expect(idempotency.once(request, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await idempotency.once(request, async () => 'again')).toBe('again');
  });
});

function keyedCall(idempotency: Idempotency, request: { scope: string; key: string; body: unknown }) {
  return idempotency.once(request, async (keyed) => ({ call: keyed })) as Promise<{ call: { hash: string } }>;
}
