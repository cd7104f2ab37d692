import { createLog } from '@usher/kit/log';
import { rewriteStatements } from '@usher/kit/testing';
import { describeWith } from '@usher/kit/testing-programs';
import { startRedis, type TestRedis } from '@usher/kit/testing-redis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Redis } from '@usher/kit/redis';
import { type CatalogHost, drawMap, makeDraft, makePublished, makeVenue, openCatalogHost } from './catalog-host.ts';

/** Far longer than these tests take: no page ages out in them. */
const LONG = { EVENT_LIST_MS: '60000' };

describeWith('redis-server', 'two copies of the catalog that share Redis', () => {
  let server: TestRedis;
  let redises: Redis[];
  let one: CatalogHost;
  let venueId: string;
  const opened: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    server = await startRedis();
    redises = [await server.open(createLog('silent')), await server.open(createLog('silent'))];
    one = await openCatalogHost(LONG, { redis: redises[0]! });
    opened.push(one);
    venueId = await makeVenue(one);
    await drawMap(one, venueId);
  });
  afterAll(async () => {
    for (const host of opened) await host.close();
    for (const redis of redises) redis.close();
    await server.stop();
  });
  /** Another copy, whose queries for pages the test counts. */
  const openOther = async (env: Record<string, string> = LONG) => {
    let queries = 0;
    const other = await openCatalogHost(env, {
      redis: redises[1]!,
      databases: { catalog: one.databaseUrl('catalog') },
      wrapDatabase: (_service, db) =>
        rewriteStatements(db, (text) => {
          if (text.includes('event_shown')) queries += 1;
          return text;
        }),
    });
    opened.push(other);
    await expect
      .poll(() => server.tell((commands) => commands.pubsub('NUMSUB', 'usher:forget:catalog')))
      .toEqual(['usher:forget:catalog', 2]);
    return { other, queries: () => queries };
  };
  const named = async (host: CatalogHost, path: string) => {
    const answer = await host.call(`GET ${path}`);
    return answer.status === 200 ? answer.json<{ name: string }>().name : answer.status;
  };
  const kept = (pattern: string) => server.tell(async (commands) => (await commands.keys(pattern)).length);

  it('write a page once; what one changes, the other shows at once, from its memory no longer', async () => {
    const { other, queries } = await openOther();
    const event = await makePublished(one, venueId, { name: 'Before' });
    const path = `/events/${event.id}`;
    expect(await named(one, path)).toBe('Before');
    await expect.poll(() => kept('usher:cache:catalog:pages:*')).toBeGreaterThan(1);
    expect(await named(other, path)).toBe('Before');
    expect(queries()).toBe(0);
    const answer = await one.call(`PATCH ${path}`, { as: one.organizer, body: { name: 'After' } });
    expect(answer.status, answer.text).toBe(200);
    await expect.poll(() => named(other, path)).toBe('After');
    await other.close();
  });

  it('keep no draft in Redis, and show it to its organizer only', async () => {
    await server.tell((commands) => commands.flushall());
    const draft = await makeDraft(one, venueId, { name: 'Secret' });
    expect(await named(one, `/events/${draft.id}`)).toBe(404);
    const answer = await one.call(`GET /events/${draft.id}`, { as: one.organizer });
    expect(answer.json()).toMatchObject({ name: 'Secret' });
    expect(await kept('usher:cache:*')).toBe(0);
  });

  it('show a change when the page has aged, should Redis lose the word of it', async () => {
    const { other } = await openOther({ EVENT_LIST_MS: '500' });
    const event = await makePublished(one, venueId, { name: 'Lost before' });
    const path = `/events/${event.id}`;
    expect(await named(other, path)).toBe('Lost before');
    await server.kill();
    const answer = await one.call(`PATCH ${path}`, { as: one.organizer, body: { name: 'Lost after' } });
    expect(answer.status, answer.text).toBe(200);
    expect(await named(one, path)).toBe('Lost after');
    await expect.poll(() => named(other, path), { timeout: 5_000 }).toBe('Lost after');
    await server.restart();
    await other.close();
  });
});
