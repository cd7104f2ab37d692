/**
 * Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): the same key and body give the
 * first answer again; another body is refused; a request still in flight is refused, unless its
 * holder died, then the retry takes over and finishes under the same made id, so the verb finds
 * what the dead one had stored. Reserving and answering are batches like any other hot write.
 * An answer that holds secrets is kept sealed: readable with the request's own body only, and for a minute.
 */
import { hash as digest } from 'node:crypto';
import { type Batch, batch } from './batch.ts';
import type { Clock } from './clock.ts';
import { type Database, sql } from './database.ts';
import type { Metrics } from './metrics.ts';
import type { KeyedCall } from './once.ts';
import { type Refusal, refuse } from './refusal.ts';
import { seal, unseal } from './sealing.ts';

export interface KeyedRequest {
  /** Caller and operation: another caller's same key is another request. */
  readonly scope: string;
  readonly key: string;
  readonly body: unknown;
  /** The answer holds secrets, and the body holds one of at least 128 random bits. */
  readonly sealed?: boolean;
}

/** A request that may go ahead: what it makes gets this id. */
export interface Permit {
  readonly kind: 'go';
  /** An earlier attempt may have made it already. */
  readonly madeId: string;
  /** Keeps the answer for the next time. */
  keep(status: number, answer: unknown): Promise<void>;
  /** Ends the lease: what was begun may be gone on with, by the same request and under the same made id. */
  release(): Promise<void>;
  /** Forgets the key: nothing was decided, the same key may be tried again, with another body too. */
  forget(): Promise<void>;
}
export interface Replay {
  readonly kind: 'replay';
  readonly status: number;
  readonly answer: unknown;
}

export interface Idempotency {
  reserve(request: KeyedRequest): Promise<Permit | Replay | Refusal>;
  /** Runs a verb that keeps its answer itself (`once.ts`); refuses while this process is at the same request. */
  once<T>(request: KeyedRequest, work: (call: KeyedCall) => Promise<T>): Promise<T | Refusal<'request_in_progress'>>;
}

const LEASE_SECONDS = 30;
const KEPT_DAYS = 30;
const SEALED_SECONDS = 60;

interface Asked {
  readonly scope: string;
  readonly key: string;
  readonly hash: string;
  readonly holder: string;
  readonly sealed: boolean;
}
interface Stored {
  scope: string;
  key: string;
  body_hash: string;
  made_id: string;
  holder: string;
  status: number | null;
  answer: unknown;
  sealed: boolean;
}

/** Opens the idempotency records of one service. */
export function createIdempotency(db: Database, clock: Clock, metrics: Metrics): Idempotency {
  const reserve: Batch<Asked, Stored | 'twice'> = batch({
    name: 'reserve-key',
    lanes: 2,
    cap: 64,
    queueMax: 5_000,
    metrics,
    clock,
    keys: (asked) => [`${asked.scope} ${asked.key}`],
    run: (all) => reserveAll(db, all),
  });
  const keep = batch<{ asked: Asked; status: number; answer: string }, true>({
    name: 'keep-answer',
    lanes: 2,
    cap: 64,
    queueMax: 5_000,
    metrics,
    clock,
    run: (all) => keepAll(db, all),
  });
  const running = new Set<string>();
  return {
    async once({ scope, key, body }, work) {
      const name = `${scope} ${key}`;
      if (running.has(name)) return stillRunning();
      running.add(name);
      try {
        return await work({ scope, key, hash: hashOf(canonical(body)) });
      } finally {
        running.delete(name);
      }
    },
    async reserve({ scope, key, body, sealed = false }) {
      const secret = canonical(body);
      const hash = hashOf(secret);
      const lock = { secret, context: `${scope} ${key}` };
      const asked: Asked = { scope, key, hash, holder: clock.newId(), sealed };
      const stored = await reserve(asked);
      if (stored === 'twice') return stillRunning();
      if (stored.body_hash !== hash) return refuse('idempotency_key_reused');
      if (stored.status !== null) {
        const answer = stored.sealed ? (JSON.parse(unseal(stored.answer as string, lock)) as unknown) : stored.answer;
        return { kind: 'replay', status: stored.status, answer };
      }
      if (stored.holder !== asked.holder) return stillRunning();
      return {
        kind: 'go',
        madeId: stored.made_id,
        keep: async (status, answer) => {
          const text = JSON.stringify(answer ?? null);
          await keep({ asked, status, answer: sealed ? JSON.stringify(seal(text, lock)) : text });
        },
        release: async () => {
          await db.query(
            sql`update idempotency set lease_until = '-infinity' where scope = ${scope} and key = ${key} and holder = ${asked.holder} and status is null`,
          );
        },
        forget: async () => {
          await db.query(
            sql`delete from idempotency where scope = ${scope} and key = ${key} and holder = ${asked.holder} and status is null`,
          );
        },
      };
    },
  };
}

/** Ends what keys of long ago promise. */
export async function forgetOldAnswers(db: Database): Promise<void> {
  await db.query(
    sql`delete from idempotency where created_at < usher_now() - make_interval(days => ${KEPT_DAYS}::int)`,
  );
}

/** Deletes sealed answers older than a minute: the same request would be a new one. */
export async function forgetSealedAnswers(db: Database): Promise<void> {
  await db.query(
    sql`delete from idempotency where sealed and created_at < usher_now() - make_interval(secs => ${SEALED_SECONDS}::int)`,
  );
}

async function reserveAll(db: Database, all: readonly Asked[]): Promise<(Stored | 'twice')[]> {
  const first = new Map<string, Asked>();
  for (const asked of all) {
    const name = `${asked.scope} ${asked.key}`;
    if (!first.has(name)) first.set(name, asked);
  }
  const once = [...first.values()];
  // The sweep may not have come yet; what is over must not be found.
  if (once.some((asked) => asked.sealed)) await forgetSealedAnswers(db);
  // One statement: a new key is taken; a key whose holder's lease ended is taken over with its made id kept.
  const rows = await db.query<Stored>(sql`
    insert into idempotency as kept (scope, key, body_hash, made_id, holder, lease_until, created_at, sealed)
    select scope, key, hash, holder::uuid, holder::uuid, usher_now() + make_interval(secs => ${LEASE_SECONDS}::int), usher_now(), sealed
    from unnest(${once.map((a) => a.scope)}::text[], ${once.map((a) => a.key)}::text[], ${once.map((a) => a.hash)}::text[], ${once.map((a) => a.holder)}::text[],
                ${once.map((a) => a.sealed)}::boolean[]) as asked (scope, key, hash, holder, sealed)
    order by scope, key
    on conflict (scope, key) do update set
      holder = case when kept.status is null and kept.lease_until < usher_now() and kept.body_hash = excluded.body_hash then excluded.holder else kept.holder end,
      lease_until = case when kept.status is null and kept.lease_until < usher_now() and kept.body_hash = excluded.body_hash then excluded.lease_until else kept.lease_until end
    returning scope, key, body_hash, made_id, holder, status, answer, sealed`);
  const stored = new Map(rows.map((row) => [`${row.scope} ${row.key}`, row]));
  return all.map((asked) => {
    const name = `${asked.scope} ${asked.key}`;
    const row = stored.get(name);
    if (!row) throw new Error('an idempotency key was neither stored nor found');
    const settled = row.status !== null || row.body_hash !== asked.hash;
    return settled || first.get(name) === asked ? row : 'twice';
  });
}

async function keepAll(
  db: Database,
  all: readonly { asked: Asked; status: number; answer: string }[],
): Promise<true[]> {
  await db.query(sql`
    update idempotency set status = done.status, answer = done.answer::json, lease_until = null
    from unnest(${all.map((d) => d.asked.scope)}::text[], ${all.map((d) => d.asked.key)}::text[], ${all.map((d) => d.asked.holder)}::text[],
                ${all.map((d) => d.status)}::int[], ${all.map((d) => d.answer)}::text[]) as done (scope, key, holder, status, answer)
    where idempotency.scope = done.scope and idempotency.key = done.key and idempotency.holder = done.holder::uuid`);
  return all.map(() => true);
}

function stillRunning(): Refusal<'request_in_progress'> {
  return refuse('request_in_progress', { retryAfterSeconds: 1 });
}

const hashOf = (text: string): string => digest('sha256', text, 'base64');

/** JSON with sorted members: two bodies are the same request when they mean the same. */
function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}
