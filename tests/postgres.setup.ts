/** The one real Postgres all suites share: embedded, in a directory of its own, gone afterwards. TEST_DATABASE_URL uses another. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../run/postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser URL of a Postgres where tests make their own databases. */
    postgresUrl: string;
  }
}

export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') {
    project.provide('postgresUrl', given);
    return undefined;
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'usher-test-'));
  // Open to the user that runs Postgres when we are root; closed, the database would move out and outlive the tests.
  await chmod(dataDir, 0o755);
  const log = { info: () => undefined, warn: () => undefined };
  // Three suites run at once, and a race hosts every service twice.
  const postgres = await startPostgres({ dataDir, log, settings: { max_connections: '500' } });
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
