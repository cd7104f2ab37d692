/** Lists the accounts of this installation. */
import type { accounts } from '@usher/contracts/accounts';
import { sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { refused } from '@usher/kit/refusal';
import type { AccountsKit } from './accounts-kit.ts';
import { pageOf, readIdCursor } from './id-cursor.ts';
import { readUsers } from './read-user.ts';

/** Oldest first. `q` is found anywhere in the address or the name, whatever the case; it is text, not a pattern. */
export function listUsers(kit: AccountsKit): Handler<typeof accounts.operations.listUsers> {
  return async ({ query }) => {
    const after = readIdCursor(query.cursor);
    if (refused(after)) return after;
    const pattern = query.q === undefined ? null : `%${query.q.trim().replace(/[\\%_]/g, '\\$&')}%`;
    const rows = await kit.db.query<{ id: string }>(sql`
      select id from account
      where id > ${after} and (${query.role ?? null}::text is null or role = ${query.role ?? null})
        and (${pattern}::text is null or email ilike ${pattern} or first_name || ' ' || last_name ilike ${pattern})
      order by id limit ${query.limit + 1}::int`);
    return pageOf(
      await readUsers(
        kit.db,
        rows.map((row) => row.id),
      ),
      query.limit,
    );
  };
}
