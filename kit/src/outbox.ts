/**
 * Facts leave a service through its outbox: written in the transaction of the state change they
 * tell of, numbered without gaps by the relay once committed, kept for days. The numbered outbox
 * is the service's log, and the log is the truth; a courier only brings it sooner.
 */
import type { Fact } from '@usher/contracts/contract';
import { createBell, createPace } from './bell.ts';
import type { Clock } from './clock.ts';
import { instant, pause } from './clock.ts';
import { type Database, isConnectionLoss, sql, type Transaction } from './database.ts';
import type { Log } from './log.ts';
import { traceIdOf } from './trace.ts';

/** One transaction's facts under their number in the producer's log. */
export interface LogEntry {
  readonly number: number;
  readonly facts: readonly Fact[];
}

export interface NewFact {
  readonly name: string;
  readonly version: number;
  readonly aggregateId: string;
  readonly aggregateVersion: number;
  readonly requestId: string;
  readonly payload: unknown;
}

/** Publishes facts with the transaction, each under its request's trace: they exist if and only if it commits. One row whatever their number. */
export async function record(tx: Transaction, clock: Clock, facts: readonly NewFact[]): Promise<void> {
  if (facts.length === 0) return;
  tx.leaves.add('log');
  const occurredAt = instant(clock);
  const entry = facts.map((fact) => ({ id: clock.newId(), occurredAt, traceId: traceIdOf(fact.requestId), ...fact }));
  await tx.send(sql`insert into outbox (facts) values (${JSON.stringify(entry)}::json)`);
}

/** The entries after a number, oldest first. */
export async function readLog(db: Pick<Database, 'query'>, after: number, limit: number): Promise<LogEntry[]> {
  return db.query<{ number: number; facts: Fact[] }>(
    sql`select number, facts from outbox where number > ${after} order by number limit ${limit}`,
  );
}

export interface RelayOptions {
  readonly db: Database;
  readonly log: Log;
  readonly pollMs: number;
  readonly signal: AbortSignal;
  /** Gets numbered entries in order; what it does is only for speed. */
  deliver(entries: readonly LogEntry[]): void;
}

export interface Relay {
  /** Says that something was committed: number it now rather than at the next poll. */
  nudge(): void;
  /** Resolves when a pass has looked for everything nudged before this call, or after the bound. */
  passed(boundMs: number): Promise<void>;
  readonly done: Promise<void>;
}

const ENTRIES_PER_PASS = 500;
/** At most a hundred passes a second: under load each takes what many transactions told. An idle relay starts at once. */
const PASS_MS_MIN = 10;

/** Runs until the signal ends it. Several copies may run: the head's row lock lets one number at a time. */
export function startRelay(options: RelayOptions): Relay {
  const bell = createBell(options.pollMs, options.signal);
  const pace = createPace(PASS_MS_MIN, options.signal);
  let waiters: (() => void)[] = [];
  /** This process committed something that no pass has looked for yet. */
  let untold = true;
  let passing: Promise<number> | undefined;

  async function loop(): Promise<void> {
    while (!options.signal.aborted) {
      await pace();
      const hearing = waiters;
      waiters = [];
      untold = false;
      passing = pass();
      const count = await passing;
      passing = undefined;
      for (const heard of hearing) heard();
      if (count === 0) await bell.rest();
    }
    for (const heard of waiters) heard();
  }

  async function pass(): Promise<number> {
    try {
      const entries = await numberCommitted(options.db);
      if (entries.length > 0) options.deliver(entries);
      return entries.length;
    } catch (error) {
      untold = true;
      const level = isConnectionLoss(error) ? 'warn' : 'error';
      options.log[level]({ err: error }, 'the relay could not number the outbox; it tries again');
      return 0;
    }
  }

  return {
    nudge() {
      untold = true;
      bell.ring();
    },
    async passed(boundMs) {
      if (!untold && !passing) return;
      const next = untold ? new Promise<void>((resolve) => waiters.push(resolve)) : passing;
      bell.ring();
      await Promise.race([next, pause(boundMs, options.signal)]);
    },
    done: loop(),
  };
}

/** Gives committed entries their numbers, in order and without gaps; see the migration that made the function. */
function numberCommitted(db: Database): Promise<LogEntry[]> {
  return db.query<{ number: number; facts: Fact[] }>(sql`select number, facts from number_outbox(${ENTRIES_PER_PASS})`);
}

/** Forgets entries older than the days they are kept. Consumers that were away longer rebuild from their producer's state. */
export async function pruneLog(db: Database, daysKept: number): Promise<void> {
  await db.query(
    sql`delete from outbox where number is not null and created_at < usher_now() - make_interval(days => ${daysKept}::int)`,
  );
}
