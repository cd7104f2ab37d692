/**
 * Following another service's log: one position per producer, kept in the consumer's database and
 * moved in the same transaction as the effect, so each fact has its effect exactly once whatever
 * is delivered twice, late, out of order or not at all. Delivered entries are taken when they are
 * the next ones; at start, on a gap and every second (every few, while nothing happens) the missing ones are pulled.
 */
import type { Fact } from '@usher/contracts/contract';
import { type Bell, createBell, createRests, type Rests } from './bell.ts';
import { type Clock, pause } from './clock.ts';
import { type Database, isConnectionLoss, isPassing, sql, type Transaction } from './database.ts';
import type { Log } from './log.ts';
import type { LogEntry } from './outbox.ts';
import { RefusedError } from './refusal.ts';
import { doingFor, doingOf, inTraces, resumeTrace } from './trace.ts';

/** Takes all facts of one name, in order, in one transaction. No peer is called from it: it writes rows or work. */
export interface FactHandler {
  (tx: Transaction, facts: readonly Fact[]): Promise<void>;
  /** What it says no to is passed by without a statement, where nothing beside it concerns anybody. Absent: all do. */
  readonly concerns?: (fact: Fact) => boolean;
}

export interface FollowOptions {
  readonly producer: string;
  readonly db: Database;
  readonly log: Log;
  readonly handlers: ReadonlyMap<string, FactHandler>;
  /** Reads the producer's log after a position. */
  pull(after: number, limit: number): Promise<readonly LogEntry[]>;
  readonly clock: Clock;
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
/** While nothing happens it looks ever less often, down to every so many polls. */
const IDLE_POLLS = 4;

/**
 * Follows until the signal ends it. Of several copies one is active; another notices that somebody else moves
 * the position, and stands by: it looks once a poll, and takes over when the position rests although there is more.
 */
export function follow(options: FollowOptions): Follower {
  const bell = createBell(options.pollMs, options.signal);
  const desk: Desk = { buffer: [], standingBy: false };

  const loop = async (): Promise<void> => {
    while (!options.signal.aborted) {
      try {
        await beActive(options, desk, bell);
        desk.standingBy = true;
        desk.buffer = [];
        await standBy(options);
      } catch (error) {
        if (options.signal.aborted) break;
        options.log[isConnectionLoss(error) || error instanceof RefusedError ? 'warn' : 'error'](
          { err: error, producer: options.producer },
          'following a log failed; it tries again',
        );
        await pause(250, options.signal);
      }
      desk.standingBy = false;
    }
  };

  return {
    deliver(entries) {
      if (desk.standingBy) return;
      if (desk.buffer.length < BUFFER_MAX) desk.buffer = desk.buffer.concat(entries);
      bell.ring();
    },
    done: loop(),
  };
}

/** What was delivered and waits. */
interface Desk {
  buffer: LogEntry[];
  standingBy: boolean;
}

/** How far this follower has come, and how far the database knows it: entries without a handler are passed in memory. */
interface Place {
  position: number;
  saved: number;
  /** On the clock that never jumps. */
  savedAtMs: number;
}

/** Takes entries until the signal ends it or another copy turns out to be active. */
async function beActive(options: FollowOptions, desk: Desk, bell: Bell): Promise<void> {
  const at = await readPosition(options);
  const place: Place = { position: at, saved: at, savedAtMs: options.clock.monotonic() };
  // What was delivered without a gap needs no look at the log; at start, on a gap and at every poll it is read.
  let look = true;
  const rests = restsOf(options);
  while (!options.signal.aborted) {
    let next: readonly LogEntry[] = takeNext(desk.buffer, place.position);
    if (next.length === 0 && (look || desk.buffer.some((entry) => entry.number > place.position))) {
      next = await options.pull(place.position, ENTRIES_PER_PULL);
      look = next.length > 0;
    }
    desk.buffer = [];
    if (next.length > 0) {
      rests.wasBusy();
      if (!(await advance(options, place, next))) return;
    } else if (!(await bell.rest(rests.next()))) {
      if (!(await save(options, place))) return;
      look = true;
    }
  }
}

/** Looks now and then; resolves when the active copy is gone: its position has not moved though the log has more. */
async function standBy(options: FollowOptions): Promise<void> {
  let seen = await readPosition(options);
  const rests = restsOf(options);
  while (!options.signal.aborted) {
    await pause(rests.next(), options.signal);
    const position = await readPosition(options);
    if (position !== seen) rests.wasBusy();
    else if ((await options.pull(position, 1)).length > 0) return;
    seen = position;
  }
}

function restsOf({ pollMs }: FollowOptions): Rests {
  return createRests(pollMs, pollMs * IDLE_POLLS);
}

/** Takes entries, or passes them where none concerns this consumer. False when another copy is active. */
async function advance(options: FollowOptions, place: Place, entries: readonly LogEntry[]): Promise<boolean> {
  const last = entries.at(-1)?.number ?? place.position;
  const concerns = entries
    .flatMap((entry) => entry.facts)
    .filter((fact) => isOurs(options.handlers.get(fact.name), fact));
  if (concerns.length > 0) {
    if (!(await inTraces(concerns.map(resumeTrace), () => apply(options, place.saved, entries)))) return false;
    logHeard(options, concerns);
    place.position = last;
    place.saved = last;
    place.savedAtMs = options.clock.monotonic();
    return true;
  }
  place.position = last;
  // Under a steady stream of entries it never rests; a copy that stands by must see that it lives.
  return options.clock.monotonic() - place.savedAtMs < options.pollMs / 2 || save(options, place);
}

function isOurs(handler: FactHandler | undefined, fact: Fact): boolean {
  return handler !== undefined && (handler.concerns?.(fact) ?? true);
}

const FACTS_PER_LINE = 50;

/** One line a run of facts of one name, each found by its trace. */
function logHeard({ log, producer }: FollowOptions, facts: readonly Fact[]): void {
  for (let start = 0; start < facts.length; ) {
    const fact = facts[start]?.name;
    const rest = facts.slice(start, start + FACTS_PER_LINE);
    const other = rest.findIndex(({ name }) => name !== fact);
    const run = other === -1 ? rest : rest.slice(0, other);
    const aggregateIds = run.map(({ aggregateId }) => aggregateId);
    log.info({ ...doingOf(...run.map(resumeTrace)), producer, fact, aggregateIds }, 'heard');
    start += run.length;
  }
}

/** Writes down what was passed in memory. False when another copy has come further. */
async function save(options: FollowOptions, place: Place): Promise<boolean> {
  place.savedAtMs = options.clock.monotonic();
  if (place.saved === place.position) return true;
  const { producer, db } = options;
  const moved = await db.query(sql`
    update inbox set position = ${place.position} where producer = ${producer} and position <= ${place.position}
    returning position`);
  place.saved = place.position;
  return moved.length > 0;
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

async function readPosition({ db, producer }: FollowOptions): Promise<number> {
  const [row] = await db.query<{ position: number }>(sql`select position from inbox where producer = ${producer}`);
  if (row) return row.position;
  await db.query(sql`insert into inbox (producer, position) values (${producer}, 0) on conflict do nothing`);
  return 0;
}

/**
 * Applies entries in one transaction; when that fails, fact by fact, parking what keeps failing.
 * False when another copy is at it, or has been: then some of these entries may be behind it.
 */
async function apply(options: FollowOptions, position: number, entries: readonly LogEntry[]): Promise<boolean> {
  const { db, log, producer, handlers } = options;
  const last = entries.at(-1)?.number ?? position;
  try {
    return await db.transaction(async (tx) => {
      if (!(await lockPosition(tx, producer, position))) return false;
      const facts = entries.flatMap((entry) => entry.facts);
      await handle(tx, handlers, facts);
      await tx.query(sql`update inbox set position = ${last} where producer = ${producer}`);
      return true;
    });
  } catch (error) {
    if (isConnectionLoss(error)) throw error;
    log.warn({ err: error, producer }, 'a batch of facts failed; they are taken one by one');
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
async function applySingly(options: FollowOptions, position: number, entries: readonly LogEntry[]): Promise<boolean> {
  let at = position;
  for (const entry of entries) {
    const mine = await options.db.transaction(async (tx) => {
      if (!(await lockPosition(tx, options.producer, at))) return false;
      for (const fact of entry.facts)
        await inTraces([resumeTrace(fact)], () => handleOrPark(tx, options, entry.number, fact));
      await tx.query(sql`update inbox set position = ${entry.number} where producer = ${options.producer}`);
      return true;
    });
    if (!mine) return false;
    at = entry.number;
  }
  return true;
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
  log.error(
    { ...doingFor(fact.requestId), err: error, fact: fact.name, factId: fact.id, producer },
    'a fact was parked',
  );
  await tx.query(sql`insert into parked_fact (producer, number, fact_id, fact, error, parked_at)
    values (${producer}, ${number}, ${fact.id}, ${JSON.stringify(fact)}::jsonb, ${String(error).slice(0, 2000)}, usher_now())
    on conflict do nothing`);
}

/** Locks the position until the transaction ends. False when it is elsewhere, or when another copy holds it: nobody waits. */
async function lockPosition(tx: Transaction, producer: string, position: number): Promise<boolean> {
  const rows = await tx.query(
    sql`select 1 from inbox where producer = ${producer} and position = ${position} for update skip locked`,
  );
  return rows.length > 0;
}
