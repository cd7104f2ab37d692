/** The broker and the cache, where an installation has them: both are for speed, and may be away at any moment. */
import { systemClock } from '@usher/kit/clock';
import type { Courier } from '@usher/kit/courier';
import { createLimits, type Limits } from '@usher/kit/limits';
import { openNatsCourier } from '@usher/kit/nats-courier';
import { openRedis, type Redis } from '@usher/kit/redis';
import type { Program } from './program.ts';

export interface Connections {
  /** Closed by the host that uses it; undefined without NATS. */
  readonly courier: Courier | undefined;
  readonly redis: Redis | undefined;
  /** Shared by the copies of a service where there is Redis. */
  readonly limits: Limits;
}

/** Connects in the background. Throws for addresses that are none; `client` is how the broker names this process. */
export async function openConnections({ config, log, stopping }: Program, client: string): Promise<Connections> {
  const { NATS_URL, REDIS_URL } = config;
  const shared = { log, clock: systemClock };
  const redis = REDIS_URL === undefined ? undefined : openRedis({ ...shared, url: REDIS_URL });
  if (redis)
    stopping.add('redis', async () => {
      redis.close();
    });
  const courier = NATS_URL === undefined ? undefined : await openNatsCourier({ ...shared, url: NATS_URL, client });
  const limits = createLimits({ off: config.RATE_LIMIT === 'off', ...(redis ? { redis } : {}) });
  return { courier, redis, limits };
}
