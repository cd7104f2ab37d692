/** Ends the session of a refresh token. */
import type { accounts } from '@usher/contracts/accounts';
import { sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import type { AccountsKit } from './accounts-kit.ts';
import { hashOf } from './secret-tokens.ts';
import { endSession, lockAccount } from './sessions.ts';

/** Its access tokens are void at once in this process, elsewhere within seconds. Unknown and ended ones are fine. */
export function logout(kit: AccountsKit): Handler<typeof accounts.operations.logout> {
  return async ({ body, requestId }) => {
    const [session] = await kit.db.query<{ id: string; account_id: string }>(sql`
      select session.id, session.account_id from refresh_token join session on session.id = refresh_token.session_id
      where refresh_token.hash = ${hashOf(body.refreshToken)}`);
    if (!session) return undefined;
    await kit.db.transaction(async (tx) => {
      await lockAccount(tx, session.account_id);
      await kit.record(tx, await endSession(tx, session.id, requestId));
    });
    await kit.trustChanged();
    return undefined;
  };
}
