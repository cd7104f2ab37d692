/** Changes the password of the caller. */
import type { accounts } from '@usher/contracts/accounts';
import type { Handler } from '@usher/kit/operations';
import { sql } from '@usher/kit/database';
import { Refusal, refuse } from '@usher/kit/refusal';
import type { AccountsKit } from './accounts-kit.ts';
import { checkPassword } from './check-password.ts';
import { refuseWeak } from './password-rule.ts';
import type { Passwords } from './passwords.ts';
import { readUser } from './read-user.ts';
import { endAllSessions, lockAccount } from './sessions.ts';

/** Ends all sessions, the caller's own too. A wrong current password counts like one at login. */
export function changePassword(
  kit: AccountsKit,
  passwords: Passwords,
): Handler<typeof accounts.operations.changePassword> {
  return async ({ body, principal, address, requestId }) => {
    const user = await readUser(kit.db, principal.id);
    if (!user) return refuse('invalid_credentials');
    const weak = refuseWeak(body.new, user, 'new');
    if (weak) return weak;
    const checked = await checkPassword(kit, passwords, { email: user.email, password: body.current, address });
    if (checked instanceof Refusal) return checked;
    const passwordHash = await passwords.lane(() => passwords.hash(body.new));
    const done = await kit.db.transaction(async (tx) => {
      const account = await lockAccount(tx, user.id);
      if (!account || account.disabled || account.password_hash !== checked.passwordHash) return false;
      await tx.send(sql`update account set password_hash = ${passwordHash} where id = ${user.id}`);
      await tx.send(
        sql`update password_reset set used_at = usher_now() where account_id = ${user.id} and used_at is null`,
      );
      await kit.record(tx, [await endAllSessions(tx, user.id, requestId)]);
      return true;
    });
    if (!done) return refuse('invalid_credentials');
    await kit.trustChanged();
    return undefined;
  };
}
