/** Changes name, language or marketing consent of the caller. */
import type { accounts } from '@usher/contracts/accounts';
import { sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { refuse } from '@usher/kit/refusal';
import type { AccountsKit } from './accounts-kit.ts';
import { readUser } from './read-user.ts';

/** What is not named stays as it is. */
export function updateProfile(kit: AccountsKit): Handler<typeof accounts.operations.updateProfile> {
  return async ({ principal, body }) => {
    await kit.db.query(sql`
      update account set first_name = coalesce(${body.firstName ?? null}, first_name), last_name = coalesce(${body.lastName ?? null}, last_name),
        locale = coalesce(${body.locale ?? null}, locale), marketing_consent = coalesce(${body.marketingConsent ?? null}, marketing_consent), version = version + 1
      where id = ${principal.id}`);
    return (await readUser(kit.db, principal.id)) ?? refuse('invalid_token');
  };
}
