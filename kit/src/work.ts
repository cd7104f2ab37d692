/**
 * Durable work: the steps of sagas, timers and retries are rows. A row is written in the
 * transaction that makes the work necessary, claimed with SKIP LOCKED under a lease, done outside
 * any transaction (so it may call peers and providers), and deleted by whoever finished it. A
 * worker that dies loses nothing: its lease ends and the row is due again. Doing a piece of work
 * twice must be harmless; nothing here tries to promise once.
 */
import { createBell, createPace } from './bell.ts';
import { untilQuiet } from './busy.ts';
import { type Database, isConnectionLoss, sql, type Transaction } from './database.ts';
import type { Log } from './log.ts';
import { doingFor, inTraces, resumeTrace, traceIdOf } from './trace.ts';

export interface WorkItem<Payload> {
  readonly key: string;
  readonly payload: Payload;
  /** Of the request that made the work necessary; the key where no request did. */
  readonly requestId: string;
  /** 1 on the first try. */
  readonly attempt: number;
}

/** What became of an item: done for good, or to be looked at again later (which does not count as a failure). */
export type WorkResult = 'done' | { readonly againInMs: number };

export interface WorkKind<Payload = unknown> {
  /** Items handled at once in this process. */
  readonly concurrency: number;
  /** A worker that holds an item longer than this is taken for dead. */
  readonly leaseSeconds: number;
  /** Nobody waits for it: while this process is busy it is taken up slowly. */
  readonly patient?: boolean;
  /** After so many failures (thrown errors) the item is kept as failed for a person to see. */
  readonly attemptsMax: number;
  handle(item: WorkItem<Payload>): Promise<WorkResult>;
}

export interface NewWork {
  readonly key: string;
  readonly payload: unknown;
  /** Of the request that makes it necessary; absent where none does. */
  readonly requestId?: string;
  /** When it is due, from now by the database's clock. 0 when absent. */
  readonly dueInMs?: number;
}

/**
 * Puts work in the queue with the caller's transaction. An item that waits under its key stays as it is; one that is
 * in hand just now is done once more, for whoever does it may have looked before this was written.
 */
export async function enqueue(tx: Transaction, kind: string, items: readonly NewWork[]): Promise<void> {
  if (items.length === 0) return;
  if (items.some((item) => (item.dueInMs ?? 0) <= 0)) tx.leaves.add(`work ${kind}`);
  const requestIds = items.map((item) => item.requestId ?? null);
  await tx.send(sql`
    insert into work (kind, key, payload, due_at, created_at, request_id, trace_id)
    select ${kind}, key, payload::jsonb, usher_now() + make_interval(secs => due_in_ms / 1000.0), usher_now(), request_id, trace_id
    from unnest(${items.map((item) => item.key)}::text[], ${items.map((item) => JSON.stringify(item.payload))}::text[],
                ${items.map((item) => item.dueInMs ?? 0)}::float8[], ${requestIds}::text[],
                ${requestIds.map((id) => (id === null ? null : traceIdOf(id)))}::text[]) as item (key, payload, due_in_ms, request_id, trace_id)
    on conflict (kind, key) do update set lease = null, due_at = excluded.due_at where work.lease is not null`);
}

/** Takes work out of the queue: it is no longer needed. */
export async function cancelWork(tx: Transaction, kind: string, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await tx.send(sql`delete from work where kind = ${kind} and key = any(${keys}::text[])`);
}

export interface WorkerOptions {
  readonly db: Database;
  readonly log: Log;
  readonly kind: string;
  readonly work: WorkKind;
  readonly holder: string;
  readonly pollMs: number;
  readonly signal: AbortSignal;
}

export interface Worker {
  /** Says that work was committed: look now. */
  nudge(): void;
  /** Resolves when the signal ended it and everything in hand is finished. */
  readonly done: Promise<void>;
}

/** At most a hundred rounds a second: under load each takes up, and clears, several items. An idle worker starts at once. */
const ROUND_MS_MIN = 10;

interface ClaimedRow {
  readonly key: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly request_id: string | null;
  readonly trace_id: string | null;
}

/** Works until the signal ends it. Any number of workers, in any number of processes, share a kind. */
export function startWorker(options: WorkerOptions): Worker {
  const { log, kind, work, signal } = options;
  const bell = createBell(options.pollMs, signal);
  const pace = createPace(ROUND_MS_MIN, signal);
  const inHand = new Set<Promise<void>>();
  const finished: string[] = [];

  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      await pace();
      if (work.patient === true) await beforeMore();
      const claimed = await takeUp(work.concurrency - inHand.size);
      for (const row of claimed) {
        const trace = resumeTrace({ requestId: row.request_id ?? row.key, traceId: row.trace_id });
        const task = inTraces([trace], () => one(row, trace.requestId)).finally(() => {
          inHand.delete(task);
          bell.ring();
        });
        inHand.add(task);
      }
      if (claimed.length === 0 || inHand.size >= work.concurrency) await bell.rest();
    }
    await Promise.all(inHand);
    await clearAndClaim(options, finished, 0).catch((error: unknown) => {
      log.warn({ err: error, kind }, 'finished work could not be cleared');
    });
  };

  async function beforeMore(): Promise<void> {
    if (finished.length > 0) await takeUp(0);
    await untilQuiet(signal);
  }

  /** Clears what is finished, and claims as many as there is room for. */
  async function takeUp(room: number): Promise<ClaimedRow[]> {
    const cleared = finished.splice(0);
    try {
      return cleared.length > 0 || room > 0 ? await clearAndClaim(options, cleared, room) : [];
    } catch (error) {
      finished.push(...cleared);
      log[isConnectionLoss(error) ? 'warn' : 'error']({ err: error, kind }, 'work cannot be claimed now');
      return [];
    }
  }

  async function one(row: ClaimedRow, requestId: string): Promise<void> {
    const { key, payload, attempts: attempt } = row;
    const which = () => ({ ...doingFor(requestId), kind, key, attempt });
    try {
      const result = await work.handle({ key, payload, requestId, attempt });
      log.info({ ...which(), outcome: result === 'done' ? result : 'later' }, 'worked');
      if (result === 'done') finished.push(key);
      else await postpone(options, key, result.againInMs, undefined);
    } catch (error) {
      log.warn({ err: error, ...which() }, 'work failed and is tried again later');
      await postpone(options, key, backoffMs(row), error).catch((e: unknown) => {
        log.warn({ err: e, ...which() }, 'work could not be put back; its lease will end');
      });
    }
  }

  return { nudge: bell.ring, done: loop() };
}

/** Doubling from 200 ms to a minute, spread by the key's end (UUIDv7s begin alike) so that a thundering herd disperses. */
function backoffMs(row: ClaimedRow): number {
  const spread = 0.75 + (row.key.charCodeAt(row.key.length - 1) % 8) / 16;
  return Math.min(60_000, 200 * 2 ** Math.min(row.attempts - 1, 10)) * spread;
}

/**
 * Deletes what is finished and claims due items, in one round trip. The lease is the due time pushed ahead: a dead
 * worker's items simply come due again.
 */
function clearAndClaim(options: WorkerOptions, finished: readonly string[], room: number): Promise<ClaimedRow[]> {
  return options.db.query<ClaimedRow>(sql`
    with cleared as (
      delete from work where kind = ${options.kind} and key = any(${finished}::text[]) and lease = ${options.holder}
    ), due as materialized (
      select kind, key from work
      where kind = ${options.kind} and due_at <= usher_now() and failed_at is null and key <> all(${finished}::text[])
      order by due_at limit ${room} for update skip locked
    )
    update work set lease = ${options.holder}, attempts = attempts + 1,
      due_at = usher_now() + make_interval(secs => ${options.work.leaseSeconds}::int)
    from due where work.kind = due.kind and work.key = due.key
    returning work.key, work.payload, work.attempts, work.request_id, work.trace_id`);
}

async function postpone(options: WorkerOptions, key: string, waitMs: number, error: unknown): Promise<void> {
  const failure =
    error === undefined ? null : (error instanceof Error ? error.message : JSON.stringify(error)).slice(0, 2_000);
  await options.db.query(sql`
    update work set lease = null, due_at = usher_now() + make_interval(secs => ${waitMs}::float8 / 1000),
      last_error = coalesce(${failure}, last_error),
      attempts = case when ${failure}::text is null then 0 else attempts end,
      failed_at = case when ${failure}::text is not null and attempts >= ${options.work.attemptsMax}::int then usher_now() end
    where kind = ${options.kind} and key = ${key} and lease = ${options.holder}`);
}
