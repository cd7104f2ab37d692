/** Databases for tests: cloned from a template per service, which is migrated once per version of its migrations. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { openDatabase } from './database.ts';
import { createLog } from './log.ts';
import { migrate, migrationsOf } from './migrate.ts';
import type { ServiceDefinition } from './service.ts';

const templates = new Map<string, Promise<string>>();
let clones = 0;

/** A new database from the service's template; the template is migrated once per version of its migrations. */
export async function cloneDatabase(postgresUrl: string, definition: ServiceDefinition): Promise<string> {
  const { name } = definition.contract;
  // A scripted peer has the name of a service and nothing of its tables.
  const key = `${postgresUrl} ${definition.migrations}`;
  let template = templates.get(key);
  if (!template) {
    template = makeTemplate(postgresUrl, definition);
    templates.set(key, template);
  }
  const source = await template;
  clones += 1;
  const database = `test_${name}_${process.pid}_${clones}_${Date.now().toString(36)}`;
  await rowsOf(postgresUrl, `create database "${database}" template "${source}"`);
  return withDatabase(postgresUrl, database);
}

async function makeTemplate(postgresUrl: string, definition: ServiceDefinition): Promise<string> {
  const directories = [migrationsOf('@usher/kit'), definition.migrations];
  const hash = createHash('sha256');
  for (const directory of directories)
    for (const file of readdirSync(directory).sort()) hash.update(readFileSync(join(directory, file)));
  const database = `template_${definition.contract.name}_${hash.digest('hex').slice(0, 12)}`;
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    // Test files run in parallel processes: one makes the template, the others wait for it.
    await client.query(`select pg_advisory_lock(hashtextextended($1, 0))`, [database]);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) {
      await client.query(`drop database if exists "${database}_new"`);
      await client.query(`create database "${database}_new"`);
      const db = openDatabase({
        url: withDatabase(postgresUrl, `${database}_new`),
        connectionsMax: 2,
        applicationName: 'template',
        log: createLog('silent'),
      });
      await migrate(db, directories, createLog('silent'));
      await db.close();
      await client.query(`alter database "${database}_new" rename to "${database}"`);
    }
  } finally {
    await client.end();
  }
  return database;
}

function withDatabase(postgresUrl: string, database: string): string {
  const url = new URL(postgresUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Rows straight from a database. */
export async function rowsOf<Row extends object>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}
