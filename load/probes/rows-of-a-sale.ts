/**
 * What the rows that a sale left cost Postgres when nothing decides about them: each table of each service copied once,
 * with its indexes, inside its own database. No message, no lock, no state in between, one commit a table: whatever Usher
 * does, as long as it keeps these rows, costs more.
 */
import type { Installation } from '../installation.ts';

/** Tables with fewer rows are not a sale's. */
const ROWS_MIN = 1_000;

/** Processor milliseconds of Postgres for the rows of each of so many purchases. */
export async function copyRowsMs(
  { databases, rows, spent }: Pick<Installation, 'databases' | 'rows' | 'spent'>,
  purchases: number,
): Promise<number> {
  const postgres = () => spent()['postgres'] ?? 0;
  let seconds = 0;
  for (const service of Object.keys(databases())) {
    const tables = await rows<{ name: string }>(
      service,
      'select relname as name from pg_stat_user_tables where n_live_tup >= $1 order by relname',
      [ROWS_MIN],
    );
    for (const { name } of tables) {
      await rows(service, `create table probe_copy (like "${name}" including indexes)`);
      const before = postgres();
      await rows(service, `insert into probe_copy select * from "${name}"`);
      seconds += postgres() - before;
      await rows(service, 'drop table probe_copy');
    }
  }
  return (seconds * 1_000) / purchases;
}
