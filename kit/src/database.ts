/**
 * A service's own database: a bounded pool, statements written as `sql` templates (parameters
 * only, prepared once per connection), transactions, and the refusal to run on a database that
 * would lose what it acknowledged.
 */
import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { CommitUnknownError, isConnectionLoss } from './database-faults.ts';
import type { Log } from './log.ts';
import { assertOutsideTransaction, asTransaction } from './transaction-watch.ts';

export { CommitUnknownError, isConnectionLoss, isPassing, OvertakenError } from './database-faults.ts';

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly name: string;
}

/** Runs statements; either the pool (each statement its own transaction) or one open transaction. */
export interface Queryable {
  query<Row extends object>(statement: Statement): Promise<Row[]>;
}
export interface Transaction extends Queryable {
  readonly inTransaction: true;
  /** What it leaves for loops to pick up: `log`, or `work <kind>`. They are rung when it has committed. */
  readonly leaves: Set<string>;
  /**
   * Sends a statement whose rows nobody needs, without waiting for it: what follows is sent behind it, the commit last of
   * all. Where it fails the transaction fails with its error.
   */
  send(statement: Statement): Promise<void>;
  /** Waits for what was sent since it was asked last. @throws with the first that failed. */
  sent(): Promise<void>;
}
export interface Database extends Queryable {
  /** Runs `work` in one transaction; commits when it resolves, rolls back when it throws. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Calls back after each commit that left something for loops to pick up. */
  onCommit(listener: (leaves: ReadonlySet<string>) => void): void;
  /** A connection of its own for session-level matters (advisory locks, migrations); not from the pool. */
  session<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  readonly url: string;
  close(): Promise<void>;
}

const names = new WeakMap<TemplateStringsArray, { text: string; name: string }>();

/** A statement: `${}` becomes a parameter, never text. The prepared statement's name is the text's hash. */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Statement {
  let known = names.get(strings);
  if (!known) {
    const text = strings.reduce((whole, part, i) => (i === 0 ? part : `${whole}$${i}${part}`), '');
    known = { text, name: `u_${createHash('sha256').update(text).digest('hex').slice(0, 24)}` };
    names.set(strings, known);
  }
  return { ...known, values };
}

export interface DatabaseOptions {
  readonly url: string;
  readonly connectionsMax: number;
  readonly applicationName: string;
  readonly log: Log;
}

/**
 * Statements are prepared once for each connection, and the plan made while a table was empty is the plan that the sale of
 * a stadium runs on: reading all of it. So plans take an index wherever there is one.
 */
const PLANS = '-c enable_seqscan=off -c jit=off';
const sessionOptions = `-c timezone=UTC -c statement_timeout=15000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000 ${PLANS}`;
type Parser = (text: string) => unknown;
const builtIn = pg.types.getTypeParser as (oid: number) => Parser;
const types = { getTypeParser: (oid: number): Parser => parserOf(oid) ?? builtIn(oid) };

/** Opens the pool. Nothing connects until the first statement. */
export function openDatabase(options: DatabaseOptions): Database {
  const connection = {
    connectionString: options.url,
    application_name: options.applicationName,
    options: sessionOptions,
    types,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  };
  const pool = new pg.Pool({ ...connection, pipeline: true, max: options.connectionsMax, idleTimeoutMillis: 30_000 });
  pool.on('error', (error) => {
    options.log.warn({ err: error }, 'an idle database connection was lost');
  });
  const listeners: ((leaves: ReadonlySet<string>) => void)[] = [];
  return {
    url: options.url,
    query: (statement) => run(pool, statement),
    async transaction(work) {
      assertOutsideTransaction('a transaction was opened');
      const client = await pool.connect();
      const leaves = new Set<string>();
      const result = await asTransaction(() => transact(client, leaves, work));
      if (leaves.size > 0) for (const listener of listeners) listener(leaves);
      return result;
    },
    onCommit: (listener) => {
      listeners.push(listener);
    },
    async session(work) {
      const client = new pg.Client({ ...connection, options: '' });
      client.on('error', (error) => {
        options.log.warn({ err: error }, 'a database session was lost');
      });
      await client.connect();
      try {
        return await work(client);
      } finally {
        await client.end().catch(() => undefined);
      }
    },
    close: () => pool.end(),
  };
}

async function transact<T>(
  client: pg.PoolClient,
  leaves: Set<string>,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  const line = openLine(client);
  try {
    const begun = line.run('BEGIN').then(
      () => undefined,
      (error: unknown) => error,
    );
    let result: T;
    try {
      const query = <Row extends object>(statement: Statement) => line.query<Row>(configOf(statement));
      const send = async (statement: Statement) => {
        line.send(configOf(statement));
      };
      result = await work({ inTransaction: true, leaves, query, send, sent: line.sent });
    } catch (error) {
      await line.end('ROLLBACK').catch((e: unknown) => {
        broken ??= e as Error;
      });
      neverBegun(await begun);
      // What failed without being waited for came before what failed because of it.
      throw ((await line.failure()) ?? error) as Error;
    }
    const done = await commit(line);
    neverBegun(await begun);
    broken ??= done.broken;
    if (done.error !== undefined) throw done.error as Error;
    return result;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/**
 * Statements leave behind a BEGIN that was not answered yet. Should it fail and they do not (somebody cancelled just that one),
 * each was a transaction of its own: what became of them must be looked up.
 */
function neverBegun(failure: unknown): void {
  if (failure instanceof pg.DatabaseError && !isConnectionLoss(failure))
    throw new CommitUnknownError('a transaction did not begin, and what it did took effect', { cause: failure });
}

async function commit(line: Line): Promise<{ readonly error?: unknown; readonly broken?: Error }> {
  try {
    const { command } = await line.end('COMMIT');
    // Postgres answers the COMMIT of a transaction in which a statement failed with a silent ROLLBACK.
    if (command === 'COMMIT') return {};
    const swallowed = new Error('a statement failed in this transaction and its error was swallowed');
    return { error: (await line.failure()) ?? swallowed };
  } catch (error) {
    const broken = error as Error;
    const before = await line.failure();
    // A refusal by Postgres itself (deferred constraint, serialization) is a definite no; a lost connection is not.
    for (const known of [before, error])
      if (known instanceof pg.DatabaseError && !isConnectionLoss(known)) return { error: known, broken };
    const unknown = new CommitUnknownError('the database did not answer the commit', { cause: error });
    return { error: unknown, broken };
  }
}

/** One connection for the time of a transaction. Statements leave in order, those of one moment together, and nobody waits for an answer nobody needs. */
interface Line {
  run(query: string | pg.QueryConfig): Promise<pg.QueryResult>;
  /** The last of all: what comes later is refused, for by then the connection is somebody else's. */
  end(query: 'COMMIT' | 'ROLLBACK'): Promise<pg.QueryResult>;
  query<Row extends object>(query: string | pg.QueryConfig): Promise<Row[]>;
  send(query: string | pg.QueryConfig): void;
  sent(): Promise<void>;
  /** Why the first of what was sent, and not asked for since, failed; undefined when all was done. */
  failure(): Promise<unknown>;
}

function openLine(client: pg.PoolClient): Line {
  const sent: Promise<unknown>[] = [];
  const { stream } = (client as pg.PoolClient & { connection: { stream: Duplex } }).connection;
  let corked = false;
  let over = false;
  function gather(): void {
    if (corked) return;
    corked = true;
    stream.cork();
    process.nextTick(() => {
      corked = false;
      stream.uncork();
    });
  }
  const run: Line['run'] = async (query) => {
    if (over) throw new Error('a statement came after the end of its transaction');
    gather();
    return client.query(query);
  };
  async function failure(): Promise<unknown> {
    const all = await Promise.allSettled(sent.splice(0));
    return all.find((one) => one.status === 'rejected')?.reason;
  }
  return {
    run,
    end(query) {
      const ending = run(query);
      over = true;
      return ending;
    },
    failure,
    query: async <Row extends object>(query: string | pg.QueryConfig) => (await run(query)).rows as Row[],
    send(query) {
      const doing = run(query);
      // Whoever asks `sent` or commits hears of it.
      doing.catch(() => undefined);
      sent.push(doing);
    },
    async sent() {
      const failed = await failure();
      if (failed !== undefined) throw failed as Error;
    },
  };
}

function configOf({ name, text, values }: Statement): pg.QueryConfig {
  return { name, text, values: [...values] };
}

async function run<Row extends object>(pool: pg.Pool, statement: Statement): Promise<Row[]> {
  const { rows } = await pool.query<Row>(configOf(statement));
  return rows;
}

/** bigint columns become numbers and throw beyond 2^53, dates and times stay as exact RFC 3339 text. */
function parserOf(oid: number): ((text: string) => unknown) | undefined {
  if (oid === 20)
    return (text) => {
      const value = Number(text);
      if (!Number.isSafeInteger(value)) throw new Error(`a bigint beyond 2^53 came from the database: ${text}`);
      return value;
    };
  // To the microsecond, as stored: a list's cursor must name exactly where it stopped.
  if (oid === 1184)
    return (text) => (text.endsWith('+00') ? `${text.slice(0, -3).replace(' ', 'T')}Z` : new Date(text).toISOString());
  if (oid === 1082 || oid === 1114) return (text) => text;
  return undefined;
}

/**
 * Refuses a server whose settings would lose acknowledged sales at a crash, or that is too old.
 * @throws with the setting's name.
 */
export async function assertDurable(db: Queryable): Promise<void> {
  const [row] = await db.query<{ fsync: string; sync: string; version: number }>(
    sql`select current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync, current_setting('server_version_num')::int as version`,
  );
  if (!row) throw new Error('the database did not tell its settings');
  if (row.version < 140_000) throw new Error(`Postgres 14 or newer is needed, this is ${row.version}`);
  if (row.fsync !== 'on')
    throw new Error('refusing to run: fsync is off on this Postgres, a power cut would lose sold seats');
  if (row.sync === 'off')
    throw new Error(
      'refusing to run: synchronous_commit is off on this Postgres, a crash would lose acknowledged sales',
    );
}
