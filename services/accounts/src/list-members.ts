/** Lists who works for an organization. */
import type { accounts } from '@usher/contracts/accounts';
import { sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { worksFor } from '@usher/kit/principal';
import { refuse, refused } from '@usher/kit/refusal';
import type { AccountsKit } from './accounts-kit.ts';
import { pageOf, readIdCursor } from './id-cursor.ts';
import type { MemberAnswer } from './membership.ts';

/** By account, oldest first. */
export function listMembers(kit: AccountsKit): Handler<typeof accounts.operations.listMembers> {
  return async ({ params, query, principal }) => {
    if (!worksFor(principal, params.id, ['organizer'])) return refuse('forbidden');
    const after = readIdCursor(query.cursor);
    if (refused(after)) return after;
    const [organization] = await kit.db.query(sql`select 1 as one from organization where id = ${params.id}`);
    if (!organization) return refuse('not_found');
    const members = await kit.db.query<MemberAnswer>(sql`
      select account.id, email, first_name as "firstName", last_name as "lastName", member.role
      from member join account on account.id = member.account_id
      where organization_id = ${params.id} and account_id > ${after} order by account_id limit ${query.limit + 1}::int`);
    return pageOf(members, query.limit);
  };
}
