/** A process that owns an embedded Postgres, for tests that kill owners: `fork(owner, [dataDir])`. */
import { startPostgres } from '../../run/postgres.ts';

const [, , dataDir = ''] = process.argv;
const postgres = await startPostgres({ dataDir, log: { info: () => undefined, warn: () => undefined } });
process.once('message', () => {
  void postgres.stop().then(() => process.exit(0));
});
process.send?.(postgres.url);
