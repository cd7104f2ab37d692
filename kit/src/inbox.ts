/**
 * Following another service's log: one position per producer, kept in the consumer's database and
 * moved in the same transaction as the effect, so each fact has its effect exactly once whatever
 * is delivered twice, late, out of order or not at all. Delivered entries are taken when they are
 * the next ones; at start, on a gap and every second (every few, while nothing happens) the missing ones are pulled.
 */
import type { Fact } from '@usher/contracts/contract';
import { type Bell, createBell, createRests, type Rests } from './bell.ts';
import { type Clock, pause } from './clock.ts';
import { isConnectionLoss, sql } from './database.ts';
import type { LogEntry } from './outbox.ts';
import { RefusedError } from './refusal.ts';
import { type FactHandler, type TakeOptions, takeFacts } from './take-facts.ts';
import { doingOf, inTraces, resumeTrace } from './trace.ts';

export type { FactHandler } from './take-facts.ts';

export interface FollowOptions extends TakeOptions {
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
    if (!(await inTraces(concerns.map(resumeTrace), () => takeFacts(options, place.saved, entries)))) return false;
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
