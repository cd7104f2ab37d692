/**
 * Rate limits by class of operation. Each caller (the signed-in one, else the address) has a share
 * per class, and each address a larger one over all classes, so that a thousand tokens from one
 * machine are still one machine. 429 says: you are over your share; 503 would say: we are full.
 */
import type { LimitClass } from '@usher/contracts/contract';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { Redis, RedisCommands } from './redis.ts';
import { type Refusal, refuse } from './refusal.ts';

interface Share {
  readonly points: number;
  readonly seconds: number;
  readonly by: 'caller' | 'address';
}

/** The shares. Guests and logins count by address, since they have nobody to count by. */
const shares: Readonly<Record<Exclude<LimitClass, 'none'>, Share>> = {
  read: { points: 1_200, seconds: 60, by: 'caller' },
  write: { points: 240, seconds: 60, by: 'caller' },
  hold: { points: 120, seconds: 60, by: 'caller' },
  guest: { points: 600, seconds: 60, by: 'address' },
  login: { points: 120, seconds: 60, by: 'address' },
  mail: { points: 30, seconds: 600, by: 'address' },
  upload: { points: 30, seconds: 60, by: 'caller' },
  scan: { points: 1_200, seconds: 60, by: 'caller' },
};
const ADDRESS_POINTS = 6_000;
const ADDRESS_SECONDS = 60;

export interface Verdict {
  readonly refusal: Refusal | undefined;
  /** `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers). */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Limits {
  /** Counts a request against its class. */
  take(limit: LimitClass, caller: { id: string | undefined; address: string }): Promise<Verdict>;
}

/** What is left of a share after a request; less than nothing when the request is over it. */
interface Taken {
  readonly left: number;
  readonly msBeforeNext: number;
}
interface Taking {
  readonly limit: keyof typeof shares;
  readonly share: Share;
  readonly who: string;
  readonly network: string;
}

/**
 * Limits kept in Redis, so that all copies count together; in this process, with a count of its own,
 * while Redis is away or none is given. `off` lets everything pass (for tests and measurements).
 */
export function createLimits({ off, redis }: { off: boolean; redis?: Redis | undefined }): Limits {
  const inMemory = memoryCount();
  return {
    async take(limit, caller) {
      if (off || limit === 'none') return { refusal: undefined, headers: {} };
      const share = shares[limit];
      const network = networkOf(caller.address);
      const taking: Taking = { limit, share, network, who: share.by === 'caller' ? (caller.id ?? network) : network };
      const taken = (await redis?.within((commands) => takeInRedis(commands, taking))) ?? (await inMemory(taking));
      const headers = describe(limit, share, taken);
      if (taken.left >= 0) return { refusal: undefined, headers };
      const seconds = Math.max(1, Math.ceil(taken.msBeforeNext / 1000));
      return {
        refusal: refuse('rate_limited', { retryAfterSeconds: seconds, detail: `Try again in ${seconds} s.` }),
        headers,
      };
    },
  };
}

function memoryCount(): (taking: Taking) => Promise<Taken> {
  const limiters = new Map(
    Object.entries(shares).map(([name, share]) => [
      name,
      new RateLimiterMemory({ keyPrefix: name, points: share.points, duration: share.seconds }),
    ]),
  );
  const addresses = new RateLimiterMemory({ keyPrefix: 'address', points: ADDRESS_POINTS, duration: ADDRESS_SECONDS });
  return async ({ limit, who, network }) => {
    try {
      await addresses.consume(network);
      const result = await limiters.get(limit)?.consume(who);
      return { left: result?.remainingPoints ?? 0, msBeforeNext: result?.msBeforeNext ?? 0 };
    } catch (over) {
      if (!(over instanceof RateLimiterRes)) throw over;
      return { left: -1, msBeforeNext: over.msBeforeNext };
    }
  };
}

/**
 * Both counts in one round trip: first the address's, then, when that is not over, the class's. A fixed
 * window begins with the first request; a count that lost its end (nothing of ours does that) gets a new one.
 */
const TAKE = `
  local function left(key, points, seconds)
    local taken = redis.call('incr', key)
    local ms = redis.call('pttl', key)
    if ms < 0 then
      redis.call('expire', key, seconds)
      ms = seconds * 1000
    end
    return { points - taken, ms }
  end
  local address = left(KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]))
  if address[1] < 0 then return address end
  return left(KEYS[2], tonumber(ARGV[3]), tonumber(ARGV[4]))
`;
const LeftAndMs = z.tuple([z.number(), z.number()]);

async function takeInRedis(commands: RedisCommands, { limit, share, who, network }: Taking): Promise<Taken> {
  const keys = [`limit:address:${network}`, `limit:${limit}:${who}`];
  const bounds = [ADDRESS_POINTS, ADDRESS_SECONDS, share.points, share.seconds];
  const [left, msBeforeNext] = LeftAndMs.parse(await commands.eval(TAKE, keys.length, ...keys, ...bounds));
  return { left, msBeforeNext };
}

function describe(limit: string, share: Share, { left, msBeforeNext }: Taken): Record<string, string> {
  return {
    'ratelimit-policy': `"${limit}";q=${share.points};w=${share.seconds}`,
    ratelimit: `"${limit}";r=${Math.max(0, left)};t=${Math.ceil(msBeforeNext / 1000)}`,
  };
}

/** One household or host: the IPv4 address, or the /64 an IPv6 host chooses its addresses from. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups =
    tail === undefined
      ? left
      : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':')}::/64`;
}
