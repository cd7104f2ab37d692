/** The embedded database of an installation that runs, seen from beside it: for checkers and for laying out what no API can. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { seedAccounts } from '@usher/accounts/seed-accounts';
import { systemClock } from '@usher/kit/clock';
import { openDatabase } from '@usher/kit/database';
import { createLog } from '@usher/kit/log';
import { databaseOf } from '../run/service-names.ts';
import { services } from '../run/services.ts';

/** The lines of the database's lock file; none when it was stopped well. The first is its process, the fourth its port. */
export function postmaster(dataDir: string): string[] {
  try {
    return readFileSync(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** Where each service's database is. */
export function databaseUrls(dataDir: string): Readonly<Record<string, string>> {
  const password = readFileSync(path.join(dataDir, 'postgres.password'), 'utf8').trim();
  const server = `postgres://usher:${password}@127.0.0.1:${postmaster(dataDir)[3] ?? ''}`;
  return Object.fromEntries(services.map(({ contract: { name } }) => [name, `${server}/${databaseOf(name)}`]));
}

/** The demo's people, without the demo. */
export async function seedPeople(dataDir: string): Promise<void> {
  const db = openDatabase({
    url: databaseUrls(dataDir)['accounts'] ?? '',
    connectionsMax: 1,
    applicationName: 'seed',
    log: createLog('silent'),
  });
  await seedAccounts(db, systemClock);
  await db.close();
}
