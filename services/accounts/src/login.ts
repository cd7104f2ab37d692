/** Signs in with e-mail and password. */
import type { accounts } from '@usher/contracts/accounts';
import type { Handler } from '@usher/kit/operations';
import { Refusal, refuse } from '@usher/kit/refusal';
import type { AccessTokens } from './access-tokens.ts';
import type { AccountsKit } from './accounts-kit.ts';
import { checkPassword } from './check-password.ts';
import { rememberNetwork } from './login-throttle.ts';
import type { Passwords } from './passwords.ts';
import { lockAccount, sessionAnswer, startSession } from './sessions.ts';

/** Unknown address, wrong password and disabled account are told apart neither by the answer nor by its time. */
export function login(
  kit: AccountsKit,
  passwords: Passwords,
  tokens: AccessTokens,
): Handler<typeof accounts.operations.login> {
  return async ({ body, address }) => {
    const checked = await checkPassword(kit, passwords, { ...body, address });
    if (checked instanceof Refusal) return checked;
    const grant = await kit.db.transaction(async (tx) => {
      const account = await lockAccount(tx, checked.accountId);
      // Changed or disabled while we compared: then this password no longer opens anything.
      if (!account || account.disabled || account.password_hash !== checked.passwordHash) return undefined;
      await rememberNetwork(tx, checked);
      return startSession(kit, tx, account.id);
    });
    return grant ? sessionAnswer(kit, tokens, grant) : refuse('invalid_credentials');
  };
}
