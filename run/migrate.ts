/** Brings every service's database up to date and ends: for deploys that do so before any process starts. */
import { openDatabase } from '@usher/kit/database';
import { migrate, migrationsOf } from '@usher/kit/migrate';
import { databaseUrls } from './databases.ts';
import { runProgram } from './program.ts';
import { services } from './services.ts';

await runProgram(async ({ config, env, log, stopping }) => {
  const urls = await databaseUrls(services, { env, cluster: config.DATABASE_URL });
  for (const { contract, migrations } of services) {
    const { name } = contract;
    const db = openDatabase({
      url: urls.get(name) ?? '',
      connectionsMax: 2,
      applicationName: `usher ${name} migrate`,
      log,
    });
    try {
      const count = await migrate(db, [migrationsOf('@usher/kit'), migrations], log);
      process.stdout.write(`${name}: ${count === 0 ? 'is up to date' : `${count} applied`}\n`);
    } finally {
      await db.close();
    }
  }
  await stopping.stop(0);
});
