/** Gives somebody with an account a role in an organization. */
import type { accounts } from '@usher/contracts/accounts';
import { sql, type Transaction } from '@usher/kit/database';
import type { Call, Handler } from '@usher/kit/operations';
import { refuse, refused } from '@usher/kit/refusal';
import type { AccountsKit } from './accounts-kit.ts';
import { lockOrganization, membershipChanged, readMember } from './membership.ts';

type AddMember = typeof accounts.operations.addMember;

/** A token lists the memberships of its owner and must stay below 4 KiB. */
const MEMBERSHIPS_MAX = 40;

/** `not_found` for an address without an account; `already_member`, unless this very call added them. */
export function addMember(kit: AccountsKit): Handler<AddMember> {
  return async (call) => {
    const result = await kit.db.transaction((tx) => add(kit, tx, call));
    if (refused(result)) return result;
    await kit.trustChanged();
    return result;
  };
}

async function add(kit: AccountsKit, tx: Transaction, { params, body, principal, madeId, requestId }: Call<AddMember>) {
  const no = await lockOrganization(tx, principal, params.id);
  if (no) return no;
  const [account] = await tx.query<{ id: string; memberships: number }>(sql`
    select id, (select count(*) from member where account_id = account.id) as memberships from account where email = ${body.email} and not disabled`);
  if (!account) return refuse('not_found', { detail: 'Nobody has an account with this address.' });
  const membership = { organizationId: params.id, userId: account.id };
  if (account.memberships >= MEMBERSHIPS_MAX)
    return refuse('forbidden', { detail: `One account can work for ${MEMBERSHIPS_MAX} organizations at most.` });
  const [made] = await tx.query(sql`
    insert into member (organization_id, account_id, role, made_id) values (${params.id}, ${account.id}, ${body.role}, ${madeId})
    on conflict (organization_id, account_id) do nothing returning made_id`);
  if (made) await membershipChanged(kit, tx, membership, body.role, requestId);
  else {
    const [mine] = await tx.query(
      sql`select 1 as one from member where organization_id = ${params.id} and account_id = ${account.id} and made_id = ${madeId}`,
    );
    if (!mine) return refuse('already_member');
  }
  const member = await readMember(tx, membership);
  if (!member) throw new Error(`member ${account.id} of ${params.id} was neither made nor found`);
  return member;
}
