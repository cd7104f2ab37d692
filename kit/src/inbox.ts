/**
 * Following another service's log: one position per producer, kept in the consumer's database and
 * moved in the same transaction as the effect, so each fact has its effect exactly once whatever
 * is delivered twice, late, out of order or not at all. Delivered entries are taken when they are
 * the next ones; at start, on a gap and every few seconds the missing ones are pulled.
 */
import type { Fact } from '@usher/contracts/contract';
import { createBell } from './bell.ts';
import { pause } from './clock.ts';
import { type Database, isConnectionLoss, isPassing, sql, type Transaction } from './database.ts';
import type { Log } from './log.ts';
import type { LogEntry } from './outbox.ts';

/** Takes all facts of one name, in order, in one transaction. No peer is called from it: it writes rows or work. */
export type FactHandler = (tx: Transaction, facts: readonly Fact[]) => Promise<void>;

export interface FollowOptions {
  readonly producer: string;
  readonly db: Database;
  readonly log: Log;
  readonly handlers: ReadonlyMap<string, FactHandler>;
  /** Reads the producer's log after a position. */
  pull(after: number, limit: number): Promise<readonly LogEntry[]>;
  readonly pollMs: number;
  readonly signal: AbortSignal;
}

export interface Follower {
  /** Entries straight from the courier. Cheap; may be dropped. */
  deliver(entries: readonly LogEntry[]): void;
  readonly done: Promise<void>;
}

const ENTRIES_PER_PULL = 200;
const BUFFER_MAX = 2_000;

/** Follows until the signal ends it. */
export function follow(options: FollowOptions): Follower {
  const bell = createBell(options.pollMs, options.signal);
  let buffer: LogEntry[] = [];

  const loop = async (): Promise<void> => {
    const at = await untilKnown(options);
    const place: Place = { position: at, saved: at };
    // What was delivered without a gap needs no look at the log; at start, on a gap and at every poll it is read.
    let look = true;
    while (!options.signal.aborted) {
      try {
        let next: readonly LogEntry[] = takeNext(buffer, place.position);
        if (next.length === 0 && (look || buffer.some((entry) => entry.number > place.position))) {
          next = await options.pull(place.position, ENTRIES_PER_PULL);
          look = next.length > 0;
        }
        buffer = [];
        if (next.length > 0) await advance(options, place, next);
        else if (!(await bell.rest())) {
          await save(options, place);
          look = true;
        }
      } catch (error) {
        if (options.signal.aborted) break;
        look = true;
        options.log[isConnectionLoss(error) ? 'warn' : 'error'](
          { err: error, producer: options.producer },
          'following a log failed; it tries again',
        );
        await pause(250, options.signal);
      }
    }
  };

  return {
    deliver(entries) {
      if (buffer.length < BUFFER_MAX) buffer = buffer.concat(entries);
      bell.ring();
    },
    done: loop(),
  };
}

/** How far this follower has come, and how far the database knows it: entries without a handler are passed in memory. */
interface Place {
  position: number;
  saved: number;
}

async function advance(options: FollowOptions, place: Place, entries: readonly LogEntry[]): Promise<void> {
  const concerns = entries.some((entry) => entry.facts.some((fact) => options.handlers.has(fact.name)));
  if (!concerns) {
    place.position = entries.at(-1)?.number ?? place.position;
    return;
  }
  place.position = await apply(options, place.saved, entries);
  place.saved = place.position;
}

/** Writes down what was passed in memory; where another copy has moved meanwhile, goes on from there. */
async function save(options: FollowOptions, place: Place): Promise<void> {
  if (place.saved === place.position) return;
  const { producer, db } = options;
  const [moved] = await db.query<{ position: number }>(sql`
    update inbox set position = greatest(position, ${place.position}::bigint) where producer = ${producer} returning position`);
  place.position = moved?.position ?? place.position;
  place.saved = place.position;
}

/** The delivered entries that continue the position without a gap; empty when the first missing one must be pulled. */
export function takeNext(delivered: readonly LogEntry[], position: number): LogEntry[] {
  const sorted = delivered.filter((entry) => entry.number > position).sort((a, b) => a.number - b.number);
  const next: LogEntry[] = [];
  for (const entry of sorted) {
    if (entry.number === position + next.length) continue;
    if (entry.number !== position + next.length + 1) break;
    next.push(entry);
  }
  return next;
}

async function untilKnown(options: FollowOptions): Promise<number> {
  while (!options.signal.aborted) {
    try {
      await options.db.query(
        sql`insert into inbox (producer, position) values (${options.producer}, 0) on conflict do nothing`,
      );
      const [row] = await options.db.query<{ position: number }>(
        sql`select position from inbox where producer = ${options.producer}`,
      );
      if (row) return row.position;
    } catch (error) {
      options.log.warn({ err: error, producer: options.producer }, 'the inbox cannot be read yet');
      await pause(250, options.signal);
    }
  }
  return 0;
}

/** Applies entries in one transaction; when that fails, fact by fact, parking what keeps failing. Returns the new position. */
async function apply(options: FollowOptions, position: number, entries: readonly LogEntry[]): Promise<number> {
  const last = entries.at(-1)?.number ?? position;
  try {
    return await options.db.transaction(async (tx) => {
      const at = await lockPosition(tx, options.producer);
      // Another copy was here meanwhile: go on from where it stands.
      if (at !== position) return at;
      await handle(
        tx,
        options.handlers,
        entries.flatMap((entry) => entry.facts),
      );
      await tx.query(sql`update inbox set position = ${last} where producer = ${options.producer}`);
      return last;
    });
  } catch (error) {
    if (isConnectionLoss(error)) throw error;
    options.log.warn({ err: error, producer: options.producer }, 'a batch of facts failed; they are taken one by one');
    return await applySingly(options, position, entries);
  }
}

async function handle(
  tx: Transaction,
  handlers: ReadonlyMap<string, FactHandler>,
  facts: readonly Fact[],
): Promise<void> {
  // Runs of one name stay together and in order, so that a handler's set-based statement sees as many as it can.
  let start = 0;
  while (start < facts.length) {
    const name = facts[start]?.name ?? '';
    let end = start + 1;
    while (end < facts.length && facts[end]?.name === name) end += 1;
    await handlers.get(name)?.(tx, facts.slice(start, end));
    start = end;
  }
}

/** Entry by entry, each fact behind a savepoint: what fails is parked, the rest takes effect, and the position moves with both. */
async function applySingly(options: FollowOptions, position: number, entries: readonly LogEntry[]): Promise<number> {
  let at = position;
  for (const entry of entries) {
    const now = await options.db.transaction(async (tx) => {
      const found = await lockPosition(tx, options.producer);
      if (found !== at) return found;
      for (const fact of entry.facts) await handleOrPark(tx, options, entry.number, fact);
      await tx.query(sql`update inbox set position = ${entry.number} where producer = ${options.producer}`);
      return entry.number;
    });
    // Another copy was here meanwhile: what is left of these entries may be behind it.
    if (now !== entry.number) return now;
    at = now;
  }
  return at;
}

const TRIES_PER_FACT = 3;

async function handleOrPark(tx: Transaction, options: FollowOptions, number: number, fact: Fact): Promise<void> {
  const { producer, handlers, log } = options;
  let error: unknown;
  for (let attempt = 0; attempt < TRIES_PER_FACT; attempt += 1) {
    await tx.query(sql`savepoint fact`);
    try {
      await handle(tx, handlers, [fact]);
      return;
    } catch (failure) {
      // A fact is not to blame for the database's bad moment: it stays the next one until that has passed.
      if (isConnectionLoss(failure) || isPassing(failure)) throw failure;
      error = failure;
      await tx.query(sql`rollback to savepoint fact`);
    }
  }
  log.error({ err: error, fact: fact.name, factId: fact.id, producer }, 'a fact was parked');
  await tx.query(sql`insert into parked_fact (producer, number, fact_id, fact, error, parked_at)
    values (${producer}, ${number}, ${fact.id}, ${JSON.stringify(fact)}::jsonb, ${String(error).slice(0, 2000)}, usher_now())
    on conflict do nothing`);
}

async function lockPosition(tx: Transaction, producer: string): Promise<number> {
  const [row] = await tx.query<{ position: number }>(
    sql`select position from inbox where producer = ${producer} for update`,
  );
  if (!row) throw new Error(`inbox has no row for ${producer}`);
  return row.position;
}
