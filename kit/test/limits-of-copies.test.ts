import { createLimits } from '@usher/kit/limits';
import type { Redis } from '@usher/kit/redis';
import { describeWith } from '@usher/kit/testing-programs';
import { startRedis, type TestRedis, untilAnswers } from '@usher/kit/testing-redis';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { silent } from './jars.ts';

describeWith('redis-server', 'rate limits of two copies that share Redis', () => {
  let server: TestRedis;
  let redises: Redis[];
  beforeAll(async () => {
    server = await startRedis();
    redises = [await server.open(silent), await server.open(silent)];
  });
  beforeEach(() => server.tell((commands) => commands.flushall()));
  afterAll(async () => {
    for (const redis of redises) redis.close();
    await server.stop();
  });

  const open = () => {
    const [one, other] = redises.map((redis) => createLimits({ off: false, redis }));
    const hold = (i: number, id = 'ann') => (i % 2 === 0 ? one : other)!.take('hold', { id, address: '192.0.2.1' });
    return { one: one!, other: other!, hold };
  };

  it('give a caller one share, whichever copy is asked, and other callers their own', async () => {
    const { hold, other } = open();
    const first = await hold(0);
    expect(first.headers).toEqual({
      'ratelimit-policy': '"hold";q=120;w=60',
      ratelimit: expect.stringMatching(/^"hold";r=119;t=(60|59)$/) as string,
    });
    for (let i = 1; i < 120; i += 1) expect((await hold(i)).refusal).toBeUndefined();
    for (const i of [120, 121]) {
      const { refusal, headers } = await hold(i);
      expect(refusal).toMatchObject({ code: 'rate_limited' });
      expect(refusal?.retryAfterSeconds).toBeGreaterThan(0);
      expect(refusal?.retryAfterSeconds).toBeLessThanOrEqual(60);
      expect(headers['ratelimit']).toMatch(/^"hold";r=0;t=\d+$/);
    }
    expect((await hold(0, 'bob')).refusal).toBeUndefined();
    expect((await other.take('scan', { id: 'ann', address: '192.0.2.1' })).refusal).toBeUndefined();
  });

  it('give an address one share over all callers and classes, and what it does not get counts for no class', async () => {
    const { one, other } = open();
    await server.tell((commands) => commands.set('usher:limit:address:192.0.2.1', 5_999, 'EX', 30));
    expect((await one.take('read', { id: 'ann', address: '192.0.2.1' })).refusal).toBeUndefined();
    expect((await other.take('read', { id: 'bob', address: '192.0.2.1' })).refusal).toMatchObject({
      code: 'rate_limited',
    });
    expect(await server.tell((commands) => commands.exists('usher:limit:read:bob'))).toBe(0);
    expect((await other.take('read', { id: 'bob', address: '192.0.2.2' })).refusal).toBeUndefined();
  });

  it('end: a count goes with its window, also one whose end was lost', async () => {
    const { hold } = open();
    await server.tell((commands) => commands.set('usher:limit:hold:ann', 7));
    expect((await hold(0)).headers['ratelimit']).toBe('"hold";r=112;t=60');
    expect(await server.tell((commands) => commands.ttl('usher:limit:hold:ann'))).toBeGreaterThan(0);
    await server.tell((commands) => commands.pexpire('usher:limit:hold:ann', 1));
    await expect.poll(() => server.tell((commands) => commands.exists('usher:limit:hold:ann'))).toBe(0);
    expect((await hold(1)).headers['ratelimit']).toBe('"hold";r=119;t=60');
  });

  it('begin anew when Redis is emptied, and count in each copy alone while it is paused or away', async () => {
    const { hold } = open();
    for (let i = 0; i < 120; i += 1) await hold(i);
    expect((await hold(0)).refusal).toBeDefined();
    await server.tell((commands) => commands.flushall());
    expect((await hold(0)).refusal).toBeUndefined();
    await server.pause();
    for (let i = 0; i < 50; i += 1) expect((await hold(i)).refusal).toBeUndefined();
    await server.resume();
    await server.kill();
    let refusals = 0;
    for (let i = 0; i < 240; i += 1) if ((await hold(i)).refusal) refusals += 1;
    // Each copy's own share of 120, of which 25 were taken during the pause.
    expect(refusals).toBe(50);
    await server.restart();
    for (const redis of redises) await untilAnswers(redis);
    expect((await hold(0)).headers['ratelimit']).toBe('"hold";r=119;t=60');
    expect((await hold(1)).headers['ratelimit']).toMatch(/^"hold";r=118;/);
  });
});
