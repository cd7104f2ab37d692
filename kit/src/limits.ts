/**
 * Rate limits by class of operation. Each caller (the signed-in one, else the address) has a share
 * per class, and each address a larger one over all classes, so that a thousand tokens from one
 * machine are still one machine. 429 says: you are over your share; 503 would say: we are full.
 */
import type { LimitClass } from '@usher/contracts/contract';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
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

/** Limits kept in this process; `off` lets everything pass (for tests and measurements). */
export function createLimits(options: { off: boolean }): Limits {
  const limiters = new Map(
    Object.entries(shares).map(([name, share]) => [
      name,
      new RateLimiterMemory({ keyPrefix: name, points: share.points, duration: share.seconds }),
    ]),
  );
  const addresses = new RateLimiterMemory({ keyPrefix: 'address', points: ADDRESS_POINTS, duration: ADDRESS_SECONDS });
  return {
    async take(limit, caller) {
      if (options.off || limit === 'none') return { refusal: undefined, headers: {} };
      const share = shares[limit];
      const limiter = limiters.get(limit);
      const network = networkOf(caller.address);
      try {
        await addresses.consume(network);
        const result = await limiter?.consume(share.by === 'caller' ? (caller.id ?? network) : network);
        return {
          refusal: undefined,
          headers: describe(limit, share, result?.remainingPoints ?? 0, result?.msBeforeNext ?? 0),
        };
      } catch (over) {
        if (!(over instanceof RateLimiterRes)) throw over;
        const seconds = Math.max(1, Math.ceil(over.msBeforeNext / 1000));
        return {
          refusal: refuse('rate_limited', { retryAfterSeconds: seconds, detail: `Try again in ${seconds} s.` }),
          headers: describe(limit, share, 0, over.msBeforeNext),
        };
      }
    },
  };
}

function describe(limit: string, share: Share, remaining: number, msBeforeNext: number): Record<string, string> {
  return {
    'ratelimit-policy': `"${limit}";q=${share.points};w=${share.seconds}`,
    ratelimit: `"${limit}";r=${Math.max(0, remaining)};t=${Math.ceil(msBeforeNext / 1000)}`,
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
