/** A service's own database, from its address to where its verbs can work on it. */
import { pause } from './clock.ts';
import { assertDurable, type Database, isConnectionLoss, openDatabase, sql } from './database.ts';
import type { Log } from './log.ts';
import { migrate, migrationsOf } from './migrate.ts';
import type { ServiceDefinition } from './service.ts';
import { currentKey } from './signing-keys.ts';

export interface OwnDatabaseOptions {
  readonly definition: ServiceDefinition;
  readonly databaseUrl: string;
  readonly connectionsMax: number;
  wrapDatabase(db: Database): Database;
  readonly drain: AbortSignal;
  readonly log: Log;
}

/** The pool on a database that answers, keeps what it said it has, and is as this version knows it. */
export async function openOwnDatabase(options: OwnDatabaseOptions): Promise<Database> {
  const { definition, log } = options;
  const db = options.wrapDatabase(
    openDatabase({
      url: options.databaseUrl,
      connectionsMax: options.connectionsMax,
      applicationName: `usher ${definition.contract.name}`,
      log,
    }),
  );
  await untilReachable(db, log, options.drain);
  await assertDurable(db);
  await migrate(db, [migrationsOf('@usher/kit'), definition.migrations], log);
  await currentKey(db, 'service');
  return db;
}

/** A database that is still starting is waited for; one that says no is not. */
async function untilReachable(db: Database, log: Log, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await db.query(sql`select 1`);
      return;
    } catch (error) {
      if (!isConnectionLoss(error) || attempt >= 60 || signal.aborted) throw error;
      log.info({ attempt }, 'waiting for the database');
      await pause(500, signal);
    }
  }
}
