/** Lists the caller's organizations; all of them for an admin. */
import type { accounts } from '@usher/contracts/accounts';
import { sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { refused } from '@usher/kit/refusal';
import type { AccountsKit } from './accounts-kit.ts';
import { pageOf, readIdCursor } from './id-cursor.ts';

/** Oldest first. */
export function listOrganizations(kit: AccountsKit): Handler<typeof accounts.operations.listOrganizations> {
  return async ({ query, principal }) => {
    const after = readIdCursor(query.cursor);
    if (refused(after)) return after;
    const rows = await kit.db.query<{ id: string; name: string; createdAt: string }>(sql`
      select id, name, created_at as "createdAt" from organization
      where id > ${after} and (${principal.role === 'admin'}::boolean
        or exists (select 1 from member where member.organization_id = organization.id and member.account_id = ${principal.id}))
      order by id limit ${query.limit + 1}::int`);
    return pageOf(rows, query.limit);
  };
}
