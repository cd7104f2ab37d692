/** A call under an Idempotency-Key: the same key and body are the same request, and hear what it heard first. */
import type { Idempotency, KeyedRequest } from './idempotency.ts';
import type { Once } from './once.ts';
import { isDecided, type KeptRefusal, keptRefusal, Refusal, replayed } from './refusal.ts';

/** What an operation answers, before it is written for its way out. */
export interface Answer {
  readonly status: number;
  /** As the verb gave it, or a string: JSON as it is sent, of an answer that was kept or a page that was written before. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the verb is given: the id of what it makes, and where it keeps its answer itself, how. */
export interface Made {
  readonly madeId: string;
  readonly once: Once | undefined;
}

export interface KeyedWork {
  readonly idempotency: Idempotency;
  readonly request: KeyedRequest;
  work(made: Made): Promise<Answer | Refusal>;
}

/** The key is reserved, the verb does its work, and its answer is kept: three commits, with anything between them. */
export async function answerReserved({ idempotency, request, work }: KeyedWork): Promise<Answer | Refusal> {
  const reserved = await idempotency.reserve(request);
  if (reserved instanceof Refusal) return reserved;
  if (reserved.kind === 'replay') {
    if (reserved.status < 400)
      return { status: reserved.status, body: reserved.answer ?? undefined, headers: REPLAYED };
    return replayed(reserved.answer as KeptRefusal);
  }
  try {
    const result = await work({ madeId: reserved.madeId, once: undefined });
    if (!(result instanceof Refusal)) await reserved.keep(result.status, result.body);
    else if (isDecided(result)) await reserved.keep(result.status, keptRefusal(result));
    // A caller that was told "not now" may come back: under the same id, for something may have been done.
    else if (result.status >= 500) await reserved.release();
    else await reserved.forget();
    return result;
  } catch (error) {
    // This attempt is over, but may have done something: a peer's reply or a commit's answer was lost.
    // The retry goes on at once under the same made id; should even this fail, when the lease ends.
    await reserved.release().catch(() => undefined);
    throw error;
  }
}

/** The verb keeps its answer with what it does. A no it gave before it came to that is kept here, unless the key was answered before. */
export async function answerOnce(
  keyed: KeyedWork,
  plain: Pick<Once, 'madeId' | 'status' | 'write'>,
): Promise<Answer | Refusal> {
  return keyed.idempotency.once(keyed.request, async (call) => {
    let isKept = false;
    const onKept = () => {
      isKept = true;
    };
    const result = await keyed.work({ madeId: plain.madeId, once: { call, ...plain, onKept } });
    if (isKept || !(result instanceof Refusal) || !isDecided(result)) return result;
    return answerReserved({ ...keyed, work: () => Promise.resolve(result) });
  });
}

/** Tells the caller that this is what an earlier request under the same key was told. */
export const REPLAYED = { 'idempotency-replayed': 'true' } as const;
