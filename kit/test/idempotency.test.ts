import { systemClock } from '@usher/kit/clock';
import { type Database, sql } from '@usher/kit/database';
import { createIdempotency, forgetSealedAnswers, type Idempotency, type Permit } from '@usher/kit/idempotency';
import { createMetrics } from '@usher/kit/metrics';
import { refused } from '@usher/kit/refusal';
import { unseal } from '@usher/kit/sealing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopTime, openJars } from './jars.ts';

describe('an idempotency key', () => {
  let db: Database;
  let idempotency: Idempotency;
  let seconds = 0;
  beforeAll(async () => {
    db = await openJars();
    await stopTime(db, 0);
    idempotency = createIdempotency(db, systemClock, createMetrics({ defaults: false }));
  });
  afterAll(async () => {
    await db.close();
  });

  const request = (change: Partial<{ scope: string; body: unknown; sealed: boolean }> = {}) => {
    const key = systemClock.newId();
    return { scope: 'ann fillJar', key, body: { label: 'plum', spoons: 3 }, ...change };
  };
  const permit = async (asked: ReturnType<typeof request>): Promise<Permit> => {
    const reserved = await idempotency.reserve(asked);
    if (refused(reserved) || reserved.kind !== 'go') throw new Error('the request may not go ahead');
    return reserved;
  };
  const passTime = (more: number) => {
    seconds += more;
    return stopTime(db, seconds);
  };

  it('lets one of fifty equal requests through and tells the others that it is still running', async () => {
    const asked = request();
    const all = await Promise.all(Array.from({ length: 50 }, () => idempotency.reserve(asked)));
    expect(all.filter((one) => !refused(one) && one.kind === 'go')).toHaveLength(1);
    const others = all.filter(refused);
    expect(others).toHaveLength(49);
    for (const other of others) expect(other).toMatchObject({ code: 'request_in_progress', retryAfterSeconds: 1 });
  });

  it('gives the first answer to everybody who asks again, all at once too', async () => {
    const asked = request();
    await (await permit(asked)).keep(201, { id: 'jar 1' });
    const again = await Promise.all(Array.from({ length: 20 }, () => idempotency.reserve(asked)));
    for (const one of again) expect(one).toEqual({ kind: 'replay', status: 201, answer: { id: 'jar 1' } });
  });

  it('is the same request whatever the order of its members, and another with another value', async () => {
    const asked = request();
    await (await permit(asked)).keep(201, null);
    expect(await idempotency.reserve({ ...asked, body: { spoons: 3, label: 'plum' } })).toMatchObject({
      kind: 'replay',
    });
    expect(await idempotency.reserve({ ...asked, body: { label: 'plum', spoons: 4 } })).toMatchObject({
      code: 'idempotency_key_reused',
    });
  });

  it('of another caller or another operation is another request', async () => {
    const asked = request();
    await (await permit(asked)).keep(201, 'of Ann');
    expect(await idempotency.reserve({ ...asked, scope: 'bob fillJar' })).toMatchObject({ kind: 'go' });
    expect(await idempotency.reserve({ ...asked, scope: 'ann emptyJar' })).toMatchObject({ kind: 'go' });
  });

  it('whose holder died is taken over by one retry, under the same id, when the lease has ended', async () => {
    const asked = request();
    const dead = await permit(asked);
    expect(await idempotency.reserve(asked)).toMatchObject({ code: 'request_in_progress' });
    await passTime(31);
    const all = await Promise.all([1, 2, 3].map(() => idempotency.reserve(asked)));
    const taken = all.filter((one) => !refused(one));
    expect(taken).toHaveLength(1);
    expect(taken[0]).toMatchObject({ kind: 'go', madeId: dead.madeId });
  });

  it('that was taken over keeps the answer of the one who took it', async () => {
    const asked = request();
    const late = await permit(asked);
    await passTime(31);
    await (await permit(asked)).keep(201, 'of the retry');
    await late.keep(201, 'of the late one');
    await late.forget();
    expect(await idempotency.reserve(asked)).toMatchObject({ kind: 'replay', answer: 'of the retry' });
  });

  it('of a request that broke off is taken over at once, under the same id', async () => {
    const asked = request();
    const broken = await permit(asked);
    await broken.release();
    expect(await permit(asked)).toMatchObject({ madeId: broken.madeId });
    await broken.release();
    expect(await idempotency.reserve(asked)).toMatchObject({ code: 'request_in_progress' });
  });

  it('of a request that decided nothing may be used again at once', async () => {
    const asked = request();
    await (await permit(asked)).forget();
    expect(await idempotency.reserve({ ...asked, body: 'another' })).toMatchObject({ kind: 'go' });
  });

  it('of an answer with secrets keeps it for who knows the body, and unreadable for who reads the database', async () => {
    const body = { token: 'a secret of the asker' };
    const asked = request({ body, sealed: true });
    const answer = { token: 'a secret for the asker', ends: null };
    await (await permit(asked)).keep(200, answer);
    for (let i = 0; i < 2; i += 1)
      expect(await idempotency.reserve(asked)).toEqual({ kind: 'replay', status: 200, answer });
    expect(await idempotency.reserve({ ...asked, body: { token: 'a guess' } })).toMatchObject({
      code: 'idempotency_key_reused',
    });
    const [row] = await db.query<Record<string, unknown>>(sql`select * from idempotency where key = ${asked.key}`);
    expect(row).toMatchObject({ status: 200, sealed: true });
    expect(JSON.stringify(row)).not.toContain('secret');
    // Nor does what is stored open it: the hash of the body is not the key.
    const [hash, text] = [row?.['body_hash'] as string, row?.['answer'] as string];
    const context = `${asked.scope} ${asked.key}`;
    expect(JSON.parse(unseal(text, { secret: JSON.stringify(body), context }))).toEqual(answer);
    for (const secret of [hash, Buffer.from(hash, 'base64').toString('binary')])
      expect(() => unseal(text, { secret, context })).toThrow();
    expect(() => unseal(text, { secret: JSON.stringify(body), context: `${context}x` })).toThrow();
    await (await permit(request({ body, sealed: true }))).keep(200, answer);
    const sealed = await db.query<{ answer: string }>(sql`select answer from idempotency where sealed`);
    expect(new Set(sealed.map((one) => one.answer)).size).toBe(2);
  });

  it('of an answer with secrets is forgotten after a minute, and the others are not', async () => {
    const sealed = request({ sealed: true });
    const open = request();
    for (const asked of [sealed, open]) await (await permit(asked)).keep(200, 'kept');
    await passTime(59);
    expect(await idempotency.reserve(sealed)).toMatchObject({ kind: 'replay' });
    await passTime(2);
    expect(await idempotency.reserve(sealed)).toMatchObject({ kind: 'go' });
    expect(await idempotency.reserve(open)).toMatchObject({ kind: 'replay' });
    await passTime(61);
    await forgetSealedAnswers(db);
    expect(await db.query(sql`select 1 as one from idempotency where sealed`)).toHaveLength(0);
  });
});
