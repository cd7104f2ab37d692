/**
 * Migrations: plain SQL files, numbered, forward only. Two processes may start at once: a session
 * advisory lock lets one apply while the other waits and then finds nothing to do. A file that
 * was applied may never change (its hash is kept), and a database newer than the code is refused.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Database } from './database.ts';
import type { Log } from './log.ts';

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly hash: string;
}

/** Brings the database up to the newest file of each directory, in order. Returns how many files were applied. */
export async function migrate(db: Database, directories: readonly string[], log: Log): Promise<number> {
  const wanted = (await Promise.all(directories.map(readMigrations))).flat();
  return db.session(async (client) => {
    await client.query(`select pg_advisory_lock(hashtextextended('usher.migrate', 0))`);
    await client.query(
      'create table if not exists migration (name text primary key, hash text not null, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from migration');
    const applied = new Map(rows.map((row) => [row.name, row.hash]));
    refuseStrangers(wanted, applied);
    let count = 0;
    for (const migration of wanted) {
      if (applied.has(migration.name)) continue;
      await client.query('begin');
      try {
        await client.query(migration.text);
        await client.query('insert into migration (name, hash) values ($1, $2)', [migration.name, migration.hash]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw new Error(`migration ${migration.name} failed`, { cause: error });
      }
      count += 1;
    }
    if (count > 0) log.info({ count }, 'migrations applied');
    return count;
  });
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (name) => {
      const text = await readFile(join(directory, name), 'utf8');
      return { name, text, hash: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

function refuseStrangers(wanted: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  const known = new Map(wanted.map((migration) => [migration.name, migration.hash]));
  for (const [name, hash] of applied) {
    if (!known.has(name))
      throw new Error(
        `the database has migration ${name}, which this version does not know: it was written by a newer Usher`,
      );
    if (known.get(name) !== hash)
      throw new Error(`migration ${name} was changed after it was applied; write a new file instead`);
  }
}

/** The migrations directory of one of our packages, wherever it is installed; bundled code finds it too. */
export function migrationsOf(packageName: string): string {
  return join(dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`)), 'migrations');
}
