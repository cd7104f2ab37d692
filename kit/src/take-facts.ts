/** Facts take effect in the consumer's database: all that came together in one transaction, or each by itself where one is poison. */
import type { Fact } from '@usher/contracts/contract';
import { type Database, isConnectionLoss, isPassing, sql, type Transaction } from './database.ts';
import type { Log } from './log.ts';
import type { LogEntry } from './outbox.ts';
import { doingFor, inTraces, resumeTrace } from './trace.ts';

/** Takes all facts of one name, in order, in one transaction. No peer is called from it: it writes rows or work. */
export interface FactHandler {
  (tx: Transaction, facts: readonly Fact[]): Promise<void>;
  /** What it says no to is passed by without a statement, where nothing beside it concerns anybody. Absent: all do. */
  readonly concerns?: (fact: Fact) => boolean;
}

export interface TakeOptions {
  readonly producer: string;
  readonly db: Database;
  readonly log: Log;
  readonly handlers: ReadonlyMap<string, FactHandler>;
}

/**
 * Applies entries in one transaction; when that fails, fact by fact, parking what keeps failing.
 * False when another copy is at it, or has been: then some of these entries may be behind it.
 */
export async function takeFacts(
  options: TakeOptions,
  position: number,
  entries: readonly LogEntry[],
): Promise<boolean> {
  const { db, log, producer, handlers } = options;
  const last = entries.at(-1)?.number ?? position;
  try {
    return await db.transaction(async (tx) => {
      const facts = entries.flatMap((entry) => entry.facts);
      // Asked together: whoever turns out not to have the position undoes it all.
      const [isMine] = await Promise.all([lockPosition(tx, producer, position), handle(tx, handlers, facts)]);
      if (!isMine) throw new AnotherIsAtItError();
      await tx.send(sql`update inbox set position = ${last} where producer = ${producer}`);
      return true;
    });
  } catch (error) {
    if (error instanceof AnotherIsAtItError) return false;
    if (isConnectionLoss(error)) throw error;
    log.warn({ err: error, producer }, 'a batch of facts failed; they are taken one by one');
    return await applySingly(options, position, entries);
  }
}

class AnotherIsAtItError extends Error {
  override readonly name = 'AnotherIsAtItError';
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
async function applySingly(options: TakeOptions, position: number, entries: readonly LogEntry[]): Promise<boolean> {
  let at = position;
  for (const entry of entries) {
    const mine = await options.db.transaction(async (tx) => {
      if (!(await lockPosition(tx, options.producer, at))) return false;
      for (const fact of entry.facts)
        await inTraces([resumeTrace(fact)], () => handleOrPark(tx, options, entry.number, fact));
      await tx.send(sql`update inbox set position = ${entry.number} where producer = ${options.producer}`);
      return true;
    });
    if (!mine) return false;
    at = entry.number;
  }
  return true;
}

const TRIES_PER_FACT = 3;

async function handleOrPark(tx: Transaction, options: TakeOptions, number: number, fact: Fact): Promise<void> {
  const { producer, handlers, log } = options;
  let error: unknown;
  for (let attempt = 0; attempt < TRIES_PER_FACT; attempt += 1) {
    await tx.send(sql`savepoint fact`);
    try {
      await handle(tx, handlers, [fact]);
      await tx.sent();
      return;
    } catch (caught) {
      // What failed without being waited for came before what failed because of it.
      const failure: unknown = await tx.sent().then(
        () => caught,
        (first: unknown) => first,
      );
      // A fact is not to blame for the database's bad moment: it stays the next one until that has passed.
      if (isConnectionLoss(failure) || isPassing(failure)) throw failure;
      error = failure;
      await tx.send(sql`rollback to savepoint fact`);
    }
  }
  log.error(
    { ...doingFor(fact.requestId), err: error, fact: fact.name, factId: fact.id, producer },
    'a fact was parked',
  );
  await tx.send(sql`insert into parked_fact (producer, number, fact_id, fact, error, parked_at)
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
