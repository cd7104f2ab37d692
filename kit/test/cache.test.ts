import { createCache } from '@usher/kit/cache';
import { systemClock } from '@usher/kit/clock';
import type { Redis } from '@usher/kit/redis';
import { describeWith } from '@usher/kit/testing-programs';
import { startRedis, type TestRedis, untilAnswers } from '@usher/kit/testing-redis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closedGate, silent } from './jars.ts';

const openCache = (redis?: Redis) => createCache({ redis, service: 'jars', clock: systemClock });
const at = (key: string, ageMsMax = 60_000) => ({ namespace: 'labels', key, ageMsMax });

describe('a cache without Redis', () => {
  it('makes a text each time, once for all who ask meanwhile', async () => {
    const cache = openCache();
    let made = 0;
    const make = async () => `plum ${(made += 1)}`;
    const texts = await Promise.all([1, 2, 3].map(() => cache.remember(at('plum'), make)));
    expect(texts.map((cached) => cached?.text)).toEqual(['plum 1', 'plum 1', 'plum 1']);
    expect(await cache.remember(at('plum'), make)).toEqual({ text: 'plum 2', ageMs: 0 });
    await cache.forgetAll('labels');
  });

  it('that failed to make a text tells all who asked, and makes it for the next', async () => {
    const cache = openCache();
    const fail = () => Promise.reject(new Error('no label'));
    await expect(cache.remember(at('plum'), fail)).rejects.toThrow('no label');
    expect((await cache.remember(at('plum'), async () => 'plum'))?.text).toBe('plum');
  });
});

describeWith('redis-server', 'a cache that copies share', () => {
  let server: TestRedis;
  let redises: Redis[];
  beforeAll(async () => {
    server = await startRedis();
    redises = [await server.open(silent), await server.open(silent)];
  });
  afterEach(() => server.tell((commands) => commands.flushall()));
  afterAll(async () => {
    for (const redis of redises) redis.close();
    await server.stop();
  });
  const open = () => [openCache(redises[0]), openCache(redises[1])] as const;
  const texts = async () => (await server.tell((commands) => commands.keys('usher:cache:jars:labels:*'))).length;

  it('gives one copy what the other made, and says how old it is', async () => {
    const [one, other] = open();
    await one.remember(at('plum'), async () => 'of one');
    await expect.poll(texts).toBe(1);
    const cached = await other.remember(at('plum'), async () => 'of the other');
    expect(cached?.text).toBe('of one');
    expect(cached?.ageMs).toBeGreaterThanOrEqual(0);
    expect(cached?.ageMs).toBeLessThan(60_000);
    expect((await other.remember(at('fig'), async () => 'fig'))?.text).toBe('fig');
  });

  it('keeps a text no longer than its age, and neither what is not found nor what is too large', async () => {
    const [one] = open();
    await one.remember(at('short', 30), async () => 'first');
    await expect.poll(async () => (await one.remember(at('short', 30), async () => 'next'))?.text).toBe('next');
    await expect.poll(texts).toBe(0);
    expect(await one.remember(at('nowhere'), async () => undefined)).toBeUndefined();
    await one.remember(at('large'), async () => 'x'.repeat(300_000));
    await one.remember(at('never', 0), async () => 'never');
    expect(await texts()).toBe(0);
  });

  it('forgets everywhere at once what one copy says has changed, and tells the other copies', async () => {
    const [one, other] = open();
    const told: string[] = [];
    one.onForget('labels', () => told.push('one'));
    other.onForget('labels', () => told.push('other'));
    await expect
      .poll(() => server.tell((commands) => commands.pubsub('NUMSUB', 'usher:forget:jars')))
      .toEqual(['usher:forget:jars', 2]);
    await one.remember(at('plum'), async () => 'old');
    await expect.poll(texts).toBe(1);
    await one.forgetAll('labels');
    expect((await other.remember(at('plum'), async () => 'new'))?.text).toBe('new');
    await expect.poll(() => told).toEqual(['other']);
  });

  it('does not keep a text that was being made when its namespace was forgotten', async () => {
    const [one, other] = open();
    const gate = closedGate();
    const begun = closedGate();
    const slow = one.remember(at('plum'), async () => {
      begun.open();
      await gate.opened;
      return 'old';
    });
    await begun.opened;
    await other.forgetAll('labels');
    // Who asks now does not wait for the old text either.
    await one.forgetAll('labels');
    expect((await one.remember(at('plum'), async () => 'new'))?.text).toBe('new');
    gate.open();
    expect((await slow)?.text).toBe('old');
    await untilAnswers(redises[0]!);
    expect((await other.remember(at('plum'), async () => 'newer'))?.text).not.toBe('old');
  });

  it('believes no text whose age it cannot know', async () => {
    const [one] = open();
    await one.remember(at('plum'), async () => 'plum');
    await expect.poll(texts).toBe(1);
    await server.tell(async (commands) => {
      for (const key of await commands.keys('usher:cache:*')) await commands.persist(key);
    });
    expect((await one.remember(at('plum'), async () => 'made'))?.text).toBe('made');
  });

  it('makes what Redis cannot give while it is emptied, paused or killed', async () => {
    const [one] = open();
    let made = 0;
    const make = async () => `plum ${(made += 1)}`;
    const read = async () => (await one.remember(at('plum'), make))?.text;
    expect(await read()).toBe('plum 1');
    await server.tell((commands) => commands.flushall());
    expect(await read()).toBe('plum 2');
    await server.pause();
    for (let i = 3; i < 53; i += 1) expect(await read()).toBe(`plum ${i}`);
    await one.forgetAll('labels');
    await server.resume();
    await server.kill();
    for (let i = 53; i < 103; i += 1) expect(await read()).toBe(`plum ${i}`);
    await server.restart();
    await untilAnswers(redises[0]!);
    await read();
    await expect.poll(texts).toBe(1);
  });
});
