/** Deletes what no longer decides anything. Correctness never waits for it. */
import { sql } from '@usher/kit/database';
import type { AccountsKit } from './accounts-kit.ts';

/** Sessions a day after their end, used links and counts after a day, networks not seen for half a year, keys long retired. */
export async function forgetThePast({ db }: AccountsKit): Promise<void> {
  await db.query(
    sql`delete from session where expires_at < usher_now() - interval '1 day' or ended_at < usher_now() - interval '1 day'`,
  );
  await db.query(sql`delete from password_reset where created_at < usher_now() - interval '2 days'`);
  await db.query(sql`delete from login_failure where last_at < usher_now() - interval '1 day'`);
  await db.query(sql`delete from known_network where seen_at < usher_now() - interval '180 days'`);
  await db.query(sql`delete from signing_key where retired_at < usher_now() - interval '1 day'`);
}
