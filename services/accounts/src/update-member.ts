/** Changes a member's role. */
import type { accounts } from '@usher/contracts/accounts';
import { sql, type Transaction } from '@usher/kit/database';
import type { Call, Handler } from '@usher/kit/operations';
import { refuse, refused } from '@usher/kit/refusal';
import type { AccountsKit } from './accounts-kit.ts';
import { isLastOrganizer, lockOrganization, membershipChanged, readMember } from './membership.ts';

type UpdateMember = typeof accounts.operations.updateMember;

/** `last_organizer` rather than leaving an organization without one. */
export function updateMember(kit: AccountsKit): Handler<UpdateMember> {
  return async (call) => {
    const result = await kit.db.transaction((tx) => update(kit, tx, call));
    if (refused(result)) return result;
    await kit.trustChanged();
    return result;
  };
}

async function update(kit: AccountsKit, tx: Transaction, { params, body, principal, requestId }: Call<UpdateMember>) {
  const no = await lockOrganization(tx, principal, params.id);
  if (no) return no;
  const membership = { organizationId: params.id, userId: params.userId };
  const member = await readMember(tx, membership);
  if (!member) return refuse('not_found');
  if (member.role === body.role) return member;
  if (await isLastOrganizer(tx, membership)) return refuse('last_organizer');
  await tx.send(
    sql`update member set role = ${body.role} where organization_id = ${params.id} and account_id = ${params.userId}`,
  );
  await membershipChanged(kit, tx, membership, body.role, requestId);
  return { ...member, role: body.role };
}
