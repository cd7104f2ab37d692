/** An account as the API shows it. */
import type { User } from '@usher/contracts/accounts-shapes';
import { type Queryable, sql } from '@usher/kit/database';
import type { z } from 'zod';

export type UserAnswer = z.input<typeof User>;

interface Row {
  readonly id: string;
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly role: UserAnswer['role'];
  readonly locale: string;
  readonly marketing_consent: boolean;
  readonly email_verified: boolean;
  readonly disabled: boolean;
  readonly created_at: string;
  readonly organizations: UserAnswer['organizations'];
}

/** The users of these ids, by id. Ids nobody has are left out. */
export async function readUsers(on: Queryable, ids: readonly string[]): Promise<UserAnswer[]> {
  const rows = await on.query<Row>(sql`
    select account.id, email, first_name, last_name, account.role, locale, marketing_consent, email_verified, disabled, account.created_at,
      coalesce(json_agg(json_build_object('id', organization.id, 'name', organization.name, 'role', member.role) order by organization.id)
        filter (where organization.id is not null), '[]') as organizations
    from account left join member on member.account_id = account.id left join organization on organization.id = member.organization_id
    where account.id = any(${ids}::uuid[])
    group by account.id order by account.id`);
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
    role: row.role,
    locale: row.locale,
    marketingConsent: row.marketing_consent,
    emailVerified: row.email_verified,
    disabled: row.disabled,
    organizations: row.organizations,
    createdAt: row.created_at,
  }));
}

/** The user of this id, or undefined. */
export async function readUser(on: Queryable, id: string): Promise<UserAnswer | undefined> {
  const [user] = await readUsers(on, [id]);
  return user;
}
