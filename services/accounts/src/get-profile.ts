/** Shows the account of the caller. */
import type { accounts } from '@usher/contracts/accounts';
import type { Handler } from '@usher/kit/operations';
import { refuse } from '@usher/kit/refusal';
import type { AccountsKit } from './accounts-kit.ts';
import { readUser } from './read-user.ts';

/** `invalid_token` for a token whose account is gone. */
export function getProfile(kit: AccountsKit): Handler<typeof accounts.operations.getProfile> {
  return async ({ principal }) => (await readUser(kit.db, principal.id)) ?? refuse('invalid_token');
}
