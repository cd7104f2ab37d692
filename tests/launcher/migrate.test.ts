/** The errand that deploys run before any process starts. */
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase } from '../../run/create-database.ts';
import { build } from '../../run/prepare.mjs';
import { databaseOf, variableOf } from '../../run/service-names.ts';
import { services } from '../../run/services.ts';
import { gone, runBundle } from './bundles.ts';
import { ask } from './launching.ts';

beforeAll(() => build({ web: false }), 60_000);

describe('migrating', () => {
  it("brings every service's database up to date and ends; a second time there is nothing to do", async () => {
    const env: Record<string, string> = {};
    for (const { contract } of services) {
      const database = await createDatabase(
        inject('postgresUrl'),
        `${databaseOf(contract.name)}_migrate_${process.pid}`,
      );
      env[variableOf(contract.name, 'DATABASE_URL')] = database;
    }
    const first = runBundle('migrate', [], env);
    await gone(first.child);
    expect([first.child.exitCode, first.said()]).toEqual([0, expect.stringMatching(/^accounts: \d+ applied$/m)]);
    expect(await ask(env['SEATS_DATABASE_URL'] ?? '', 'select count(*) from claim')).toBe('0');

    const second = runBundle('migrate', [], env);
    await gone(second.child);
    for (const { contract } of services) expect(second.said()).toContain(`${contract.name}: is up to date`);
  });

  it('ends with a sentence when a service has no database', async () => {
    const { child, said } = runBundle('migrate', [], {});
    await gone(child);
    expect([child.exitCode, said()]).toEqual([1, expect.stringContaining('accounts has no database')]);
  });
});
