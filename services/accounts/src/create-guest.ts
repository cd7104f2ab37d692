/** Gives a token that may hold and buy without an account. */
import type { accounts } from '@usher/contracts/accounts';
import type { Handler } from '@usher/kit/operations';
import type { AccessTokens } from './access-tokens.ts';
import type { AccountsKit } from './accounts-kit.ts';

/** Writes nothing: a guest exists only in the token, so an on-sale may ask for a thousand a second. */
export function createGuest(kit: AccountsKit, tokens: AccessTokens): Handler<typeof accounts.operations.createGuest> {
  return async () => ({ accessToken: await tokens.forGuest(), expiresIn: kit.config.GUEST_TOKEN_SECONDS });
}
