/** What every change of a membership has in common: the organization's row is held, rights follow, the fact is told. */
import type { Member, MemberRole } from '@usher/contracts/accounts-shapes';
import { type Queryable, sql, type Transaction } from '@usher/kit/database';
import { type Principal, worksFor } from '@usher/kit/principal';
import { type Refusal, refuse } from '@usher/kit/refusal';
import type { z } from 'zod';
import type { AccountsKit } from './accounts-kit.ts';
import { lockAccount, voidAccessTokens } from './sessions.ts';

export type MemberAnswer = z.input<typeof Member>;
export interface Membership {
  readonly organizationId: string;
  readonly userId: string;
}

/** `forbidden` unless the caller is its organizer (for made-up ids too), `not_found` for an admin who names none that exists. Holds its row. */
export async function lockOrganization(
  tx: Transaction,
  principal: Principal,
  organizationId: string,
): Promise<Refusal<'forbidden' | 'not_found'> | undefined> {
  if (!worksFor(principal, organizationId, ['organizer'])) return refuse('forbidden');
  const rows = await tx.query(sql`select id from organization where id = ${organizationId} for no key update`);
  return rows.length === 1 ? undefined : refuse('not_found');
}

/** One member, as the API shows them. */
export async function readMember(
  on: Queryable,
  { organizationId, userId }: Membership,
): Promise<MemberAnswer | undefined> {
  const [member] = await on.query<MemberAnswer>(sql`
    select account.id, email, first_name as "firstName", last_name as "lastName", member.role
    from member join account on account.id = member.account_id where organization_id = ${organizationId} and account_id = ${userId}`);
  return member;
}

/** True when nobody else organizes a locked organization. */
export async function isLastOrganizer(tx: Transaction, { organizationId, userId }: Membership): Promise<boolean> {
  const organizers = await tx.query<{ account_id: string }>(
    sql`select account_id from member where organization_id = ${organizationId} and role = 'organizer' limit 2`,
  );
  return organizers.length === 1 && organizers[0]?.account_id === userId;
}

/**
 * After the row changed: the kind of account follows the best membership left (an admin stays one),
 * tokens with the old rights are void, and the change is told. `role` null: not a member any more.
 */
export async function membershipChanged(
  kit: AccountsKit,
  tx: Transaction,
  membership: Membership,
  role: z.input<typeof MemberRole> | null,
  requestId: string,
): Promise<void> {
  const { organizationId, userId } = membership;
  await lockAccount(tx, userId);
  await tx.send(sql`
    update account set role = case
      when exists (select 1 from member where account_id = account.id and role = 'organizer') then 'organizer'
      when exists (select 1 from member where account_id = account.id) then 'operator'
      else 'customer' end
    where id = ${userId} and role <> 'admin'`);
  const revoked = await voidAccessTokens(tx, userId, requestId);
  const [organization] = await tx.query<{ version: number }>(
    sql`update organization set version = version + 1 where id = ${organizationId} returning version`,
  );
  await kit.record(tx, [
    {
      name: 'member.changed',
      aggregateId: organizationId,
      aggregateVersion: organization?.version ?? 1,
      requestId,
      payload: { organizationId, userId, role },
    },
    revoked,
  ]);
}
