/**
 * How a running service is: whether its database answers and how fast, what waits, and what a
 * person must look at. It looks at itself every few seconds, so that it knows since when.
 */
import { type Clock, instant, pause } from './clock.ts';
import { type Database, sql } from './database.ts';

/** What nobody will do or take in any more unless a person looks at it. */
export interface Leftover {
  readonly kind: 'fact' | 'work';
  /** The fact after its teller, or the kind of work. */
  readonly what: string;
  /** The id of what it is about. */
  readonly about: string;
  /** The last error. */
  readonly why: string;
  /** RFC 3339. */
  readonly since: string;
}

export interface ServiceHealth {
  readonly name: string;
  readonly state: 'working' | 'slow' | 'stopped';
  /** RFC 3339: since when it is in this state, as far as this process saw. */
  readonly since: string;
  /** What the state means, for people. */
  readonly sentence: string;
  /** Work that is due or begun, and facts that were not told yet; the counts are null when there was no answer. */
  readonly waitingWork: number | null;
  /** Work that was given up after its last attempt. */
  readonly failedWork: number | null;
  /** Facts that failed again and again and were put aside. */
  readonly parkedFacts: number | null;
  /** The newest of what was given up or put aside. */
  readonly leftovers: Leftover[];
  /** How long the smallest question takes, the wait for a connection included; null when there was no answer. */
  readonly databaseMs: number | null;
}

export interface HealthWatch {
  /** Looks now; who asks meanwhile gets the same answer. Never throws, and takes no longer than its patience. */
  look(): Promise<ServiceHealth>;
}

export interface HealthOptions {
  readonly name: string;
  readonly db: Database;
  readonly clock: Clock;
  /** A sentence why the service cannot serve although its database answers, or undefined. */
  ready(): Promise<string | undefined>;
}

const PATIENCE_MS = 3_000;
const DATABASE_SLOW_MS = 250;
const LATE_SECONDS = 60;
const LEFTOVERS_MAX = 20;
const REASON_CHARACTERS_MAX = 300;

interface Counts {
  readonly waiting: number;
  readonly late: number;
  readonly failed: number;
  readonly parked: number;
}
interface Measured extends Counts {
  readonly databaseMs: number;
  readonly unready: string | undefined;
  readonly leftovers: Leftover[];
}

/** A watch over one service. */
export function createHealthWatch(options: HealthOptions): HealthWatch {
  let last: ServiceHealth | undefined;
  let looking: Promise<ServiceHealth> | undefined;
  const look = async (): Promise<ServiceHealth> => {
    const seen = describe(await measureInTime(options));
    const since = last?.state === seen.state ? last.since : instant(options.clock);
    last = { name: options.name, ...seen, since };
    return last;
  };
  return {
    look: () =>
      (looking ??= look().finally(() => {
        looking = undefined;
      })),
  };
}

/** Undefined when the database gives no answer, or none in time. */
async function measureInTime(options: HealthOptions): Promise<Measured | undefined> {
  const over = new AbortController();
  try {
    return await Promise.race([measure(options), pause(PATIENCE_MS, over.signal).then(() => undefined)]);
  } catch {
    return undefined;
  } finally {
    over.abort();
  }
}

async function measure({ db, clock, ready }: HealthOptions): Promise<Measured> {
  const asked = clock.monotonic();
  await db.query(sql`select 1`);
  const databaseMs = Math.round((clock.monotonic() - asked) * 10) / 10;
  const [counts] = await db.query<Counts>(sql`
    select waiting + untold as waiting, late + untold_late as late, failed, parked from
      (select count(*) filter (where failed_at is null and (due_at <= usher_now() or attempts > 0)) as waiting,
        count(*) filter (where failed_at is null and due_at < usher_now() - make_interval(secs => ${LATE_SECONDS}::int)) as late,
        count(*) filter (where failed_at is not null) as failed from work) as work,
      (select count(*) as untold,
        count(*) filter (where created_at < usher_now() - make_interval(secs => ${LATE_SECONDS}::int)) as untold_late
        from outbox where number is null) as outbox,
      (select count(*) as parked from parked_fact) as parked_fact`);
  if (!counts) throw new Error('counting gave no row');
  const leftovers = counts.failed + counts.parked > 0 ? await readLeftovers(db) : [];
  return { ...counts, databaseMs, leftovers, unready: await ready() };
}

function readLeftovers(db: Database): Promise<Leftover[]> {
  return db.query<Leftover>(sql`
    select 'fact' as kind, concat_ws(' ', producer, fact->>'name') as what, coalesce(fact->>'aggregateId', fact_id) as about,
      left(error, ${REASON_CHARACTERS_MAX}::int) as why, parked_at as since from parked_fact
    union all
    select 'work', kind, key, left(coalesce(last_error, ''), ${REASON_CHARACTERS_MAX}::int), failed_at from work where failed_at is not null
    order by since desc limit ${LEFTOVERS_MAX}::int`);
}

function describe(measured: Measured | undefined): Omit<ServiceHealth, 'name' | 'since'> {
  if (!measured) {
    const unknown = { waitingWork: null, failedWork: null, parkedFacts: null, leftovers: [], databaseMs: null };
    return { state: 'stopped', sentence: 'Its database does not answer.', ...unknown };
  }
  const { databaseMs, leftovers, waiting: waitingWork, failed: failedWork, parked: parkedFacts } = measured;
  return { ...judge(measured), waitingWork, failedWork, parkedFacts, leftovers, databaseMs };
}

function judge({ unready, databaseMs, late, failed, parked }: Measured): Pick<ServiceHealth, 'state' | 'sentence'> {
  if (unready !== undefined) return { state: 'stopped', sentence: `It cannot serve: ${unready}.` };
  if (databaseMs > DATABASE_SLOW_MS)
    return { state: 'slow', sentence: `Its database takes ${Math.round(databaseMs)} ms to answer.` };
  if (late > 0) return { state: 'slow', sentence: `${counted(late, 'task')} waited for more than a minute.` };
  const left = [
    ...(failed > 0 ? [`${counted(failed, 'task')} failed for good`] : []),
    ...(parked > 0 ? [`${counted(parked, 'fact')} could not be taken in`] : []),
  ];
  return {
    state: 'working',
    sentence: left.length === 0 ? 'Everything works.' : `It works, but somebody should look: ${left.join(', ')}.`,
  };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
