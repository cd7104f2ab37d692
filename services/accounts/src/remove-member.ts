/** Takes somebody out of an organization. */
import type { accounts } from '@usher/contracts/accounts';
import { sql, type Transaction } from '@usher/kit/database';
import type { Call, Handler } from '@usher/kit/operations';
import { type Refusal, refuse } from '@usher/kit/refusal';
import type { AccountsKit } from './accounts-kit.ts';
import { isLastOrganizer, lockOrganization, membershipChanged } from './membership.ts';

type RemoveMember = typeof accounts.operations.removeMember;

/** `last_organizer` rather than leaving an organization without one. */
export function removeMember(kit: AccountsKit): Handler<RemoveMember> {
  return async (call) => {
    const no = await kit.db.transaction((tx) => remove(kit, tx, call));
    if (no) return no;
    await kit.trustChanged();
    return undefined;
  };
}

async function remove(
  kit: AccountsKit,
  tx: Transaction,
  { params, principal, requestId }: Call<RemoveMember>,
): Promise<Refusal<'forbidden' | 'not_found' | 'last_organizer'> | undefined> {
  const no = await lockOrganization(tx, principal, params.id);
  if (no) return no;
  const membership = { organizationId: params.id, userId: params.userId };
  if (await isLastOrganizer(tx, membership)) return refuse('last_organizer');
  const gone = await tx.query(
    sql`delete from member where organization_id = ${params.id} and account_id = ${params.userId} returning account_id`,
  );
  if (gone.length === 0) return refuse('not_found');
  await membershipChanged(kit, tx, membership, null, requestId);
  return undefined;
}
