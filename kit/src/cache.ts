/**
 * Texts that are dear to make and the same for everybody, kept in Redis for the copies of a service
 * to share: asked first, made when absent. Without Redis they are made each time. It holds nothing
 * that is not elsewhere: whatever becomes of it, readers see at worst a text of its last seconds.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from './clock.ts';
import type { Redis } from './redis.ts';

export interface Cached {
  readonly text: string;
  /** How long ago it was made, by whichever copy. */
  readonly ageMs: number;
}

export interface Cache {
  /**
   * The text under a key, at most `ageMsMax` old: from Redis, else made. Those who ask for it in this
   * process while it is made share one making. Only found texts are kept, up to 256 KiB.
   */
  remember(
    at: { namespace: string; key: string; ageMsMax: number },
    make: () => Promise<string | undefined>,
  ): Promise<Cached | undefined>;
  /** No copy is given a text of this namespace that was made before, unless Redis is away: then age ends it. */
  forgetAll(namespace: string): Promise<void>;
  /** Calls the listener when another copy forgets a namespace: what was copied from here is to be forgotten as well. */
  onForget(namespace: string, listener: () => void): void;
}

const TEXT_LENGTH_MAX = 256 * 1_024;
const Recalled = z.tuple([z.string().nullable(), z.string().nullable(), z.number()]);

/** The cache of one service; its copies share it by the service's name. */
export function createCache({
  redis,
  service,
  clock,
}: {
  redis: Redis | undefined;
  service: string;
  clock: Clock;
}): Cache {
  const making = new Map<string, Map<string, Promise<Cached | undefined>>>();
  const listeners = new Map<string, (() => void)[]>();
  const generationKey = (namespace: string) => `cache:${service}:${namespace}:generation`;
  const textKey = (namespace: string, key: string) =>
    `cache:${service}:${namespace}:${createHash('sha256').update(key).digest('base64url')}`;

  const remember: Cache['remember'] = async ({ namespace, key, ageMsMax }, make) => {
    const name = textKey(namespace, key);
    const recalled = await redis?.within((commands) =>
      recall(commands.multi().get(generationKey(namespace)).get(name).pttl(name), ageMsMax),
    );
    if (recalled?.cached) return recalled.cached;
    const text = await make();
    if (text === undefined) return undefined;
    // Under the generation from before the making: what is forgotten meanwhile makes this text void.
    if (recalled && text.length <= TEXT_LENGTH_MAX && ageMsMax > 0)
      void redis?.within((commands) => commands.set(name, `${recalled.generation}\n${text}`, 'PX', ageMsMax));
    return { text, ageMs: 0 };
  };

  redis?.subscribe(`forget:${service}`, (namespace) => {
    making.delete(namespace);
    for (const listener of listeners.get(namespace) ?? []) listener();
  });

  return {
    remember(at, make) {
      const here = making.get(at.namespace) ?? new Map<string, Promise<Cached | undefined>>();
      making.set(at.namespace, here);
      const underway = here.get(at.key);
      if (underway) return underway;
      const cached = remember(at, make).finally(() => here.delete(at.key));
      here.set(at.key, cached);
      return cached;
    },
    async forgetAll(namespace) {
      making.delete(namespace);
      // A name that was never used before: nothing kept under an earlier one can come back.
      await redis?.within((commands) => commands.set(generationKey(namespace), clock.newId()));
      redis?.publish(`forget:${service}`, namespace);
    },
    onForget(namespace, listener) {
      listeners.set(namespace, [...(listeners.get(namespace) ?? []), listener]);
    },
  };
}

/** The namespace's generation, and the text when it is of that generation and of an age one can know. */
async function recall(
  asked: { exec(): Promise<[Error | null, unknown][] | null> },
  ageMsMax: number,
): Promise<{ generation: string; cached: Cached | undefined }> {
  const answers = (await asked.exec()) ?? [];
  const [generation, kept, leftMs] = Recalled.parse(answers.map(([, value]) => value));
  const mark = `${generation ?? ''}\n`;
  const known = kept?.startsWith(mark) === true && leftMs > 0 && leftMs <= ageMsMax;
  return {
    generation: generation ?? '',
    cached: known ? { text: kept.slice(mark.length), ageMs: ageMsMax - leftMs } : undefined,
  };
}
