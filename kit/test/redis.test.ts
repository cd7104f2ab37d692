import { movableClock } from '@usher/kit/clock';
import type { Log } from '@usher/kit/log';
import { openRedis, type Redis } from '@usher/kit/redis';
import { redisCourier } from '@usher/kit/redis-courier';
import { eventually } from '@usher/kit/testing';
import { describeWith } from '@usher/kit/testing-programs';
import { startRedis, type TestRedis, untilAnswers } from '@usher/kit/testing-redis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silent } from './jars.ts';

describeWith('redis-server', 'Redis', () => {
  let server: TestRedis;
  const opened: Redis[] = [];
  beforeEach(async () => {
    server = await startRedis();
  });
  afterEach(async () => {
    for (const redis of opened.splice(0)) redis.close();
    await server.stop();
  });
  const open = async (log: Log = silent): Promise<Redis> => {
    const redis = await server.open(log);
    opened.push(redis);
    return redis;
  };
  const ping = (redis: Redis) => redis.within((commands) => commands.ping());

  it('gives what it said, and keeps everything under a prefix of ours', async () => {
    const redis = await open();
    redis.subscribe('news', () => undefined);
    expect(await redis.within((commands) => commands.set('jar', 'plum'))).toBe('OK');
    expect(await server.tell((commands) => commands.get('usher:jar'))).toBe('plum');
    await expect.poll(() => server.tell((commands) => commands.pubsub('CHANNELS'))).toEqual(['usher:news']);
  });

  it('that is paused is asked by one asker a second; the others go on at once', async () => {
    const clock = movableClock(0);
    const redis = openRedis({ url: server.url, log: silent, clock });
    opened.push(redis);
    const answers = () => {
      clock.advance(1_000);
      return ping(redis);
    };
    await expect.poll(answers).toBe('PONG');
    let asked = 0;
    const askFifty = async () => {
      for (let i = 0; i < 50; i += 1) {
        const answer = await redis.within((commands) => {
          asked += 1;
          return commands.ping();
        });
        expect(answer).toBeUndefined();
      }
    };
    await server.pause();
    await askFifty();
    expect(asked).toBe(1);
    clock.advance(1_000);
    await askFifty();
    expect(asked).toBe(2);
    await server.resume();
    await expect.poll(answers).toBe('PONG');
  });

  it('that is killed is missed quietly, and found again when it is back; the log says each once', async () => {
    const { log, said } = recordingLog();
    const redis = await open(log);
    expect(said).toEqual(['Redis answers']);
    await server.kill();
    for (let i = 0; i < 50; i += 1) expect(await ping(redis)).toBeUndefined();
    await eventually(async () => {
      expect(said).toHaveLength(2);
    });
    await server.restart();
    await untilAnswers(redis);
    expect(said).toEqual(['Redis answers', expect.stringContaining('does not answer'), 'Redis answers']);
  });

  it('that was never there costs nothing but speed', async () => {
    await server.kill();
    const redis = openRedis({ url: server.url, log: silent, clock: movableClock(0) });
    opened.push(redis);
    expect(await ping(redis)).toBeUndefined();
    redis.publish('news', 'nobody hears this');
  });

  it('that answers nonsense is as good as away', async () => {
    const redis = await open();
    await server.tell((commands) => commands.hset('usher:jar', 'label', 'plum'));
    expect(await redis.within((commands) => commands.eval(`return redis.call('get', KEYS[1])`, 1, 'jar'))).toBe(
      undefined,
    );
  });

  it("brings a log's entries to the other copies, also after it was killed, and never to the one that sent them", async () => {
    const [here, there] = [await open(), await open()];
    const heard: string[] = [];
    const listen = (name: string, redis: Redis) => {
      const courier = redisCourier(redis, silent);
      courier.listen('seats', (entries) => heard.push(...entries.map((entry) => `${name} ${entry.number}`)));
      return courier;
    };
    const courier = listen('here', here);
    listen('there', there);
    const listeners = () => server.tell((commands) => commands.pubsub('NUMSUB', 'usher:tail:seats'));
    await expect.poll(listeners).toEqual(['usher:tail:seats', 2]);
    courier.publish('orders', [{ number: 1, facts: [] }]);
    // Nonsense from elsewhere and a batch that is too large are passed over.
    await server.tell((commands) => commands.publish('usher:tail:seats', 'nobody [{"number":"2"}]'));
    await server.tell((commands) => commands.publish('usher:tail:seats', 'nobody {'));
    courier.publish('seats', [{ number: 3, facts: [{ payload: 'x'.repeat(300_000) } as never] }]);
    courier.publish('seats', [{ number: 4, facts: [] }]);
    await expect.poll(() => heard).toEqual(['there 4']);
    await server.kill();
    courier.publish('seats', [{ number: 5, facts: [] }]);
    await server.restart();
    await untilAnswers(here);
    await expect.poll(listeners, { timeout: 10_000 }).toEqual(['usher:tail:seats', 2]);
    courier.publish('seats', [{ number: 6, facts: [] }]);
    await expect.poll(() => heard).toEqual(['there 4', 'there 6']);
  });
});

/** A log that keeps the messages. */
function recordingLog(): { log: Log; said: string[] } {
  const said: string[] = [];
  const say = (_fields: object, message: string) => {
    said.push(message);
  };
  const log: Log = { debug: say, info: say, warn: say, error: say, child: () => log };
  return { log, said };
}
