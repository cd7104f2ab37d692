/** Sets a new password with the token from the mail. */
import type { accounts } from '@usher/contracts/accounts';
import { sql } from '@usher/kit/database';
import { networkOf } from '@usher/kit/limits';
import type { Handler } from '@usher/kit/operations';
import { refuse } from '@usher/kit/refusal';
import type { AccountsKit } from './accounts-kit.ts';
import { forgetFailures, rememberNetwork } from './login-throttle.ts';
import { refuseWeak } from './password-rule.ts';
import type { Passwords } from './passwords.ts';
import { hashOf } from './secret-tokens.ts';
import { endAllSessions, lockAccount } from './sessions.ts';

interface Owner {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: string;
}

/** Ends all sessions. The token is good once, for half an hour, and for an account that is not disabled; else `token_expired`. */
export function confirmPasswordReset(
  kit: AccountsKit,
  passwords: Passwords,
): Handler<typeof accounts.operations.confirmPasswordReset> {
  return async ({ body, address, requestId }) => {
    const hash = hashOf(body.token);
    const [owner] = await kit.db.query<Owner>(sql`
      select account.id, email, first_name as "firstName", last_name as "lastName", role
      from password_reset join account on account.id = account_id where hash = ${hash} and used_at is null and expires_at > usher_now() and not disabled`);
    if (!owner) return refuse('token_expired');
    const weak = refuseWeak(body.password, owner, 'password');
    if (weak) return weak;
    const passwordHash = await passwords.lane(() => passwords.hash(body.password));
    const done = await kit.db.transaction(async (tx) => {
      const account = await lockAccount(tx, owner.id);
      const used = await tx.query(sql`
        update password_reset set used_at = usher_now() where hash = ${hash} and used_at is null and expires_at > usher_now() returning id`);
      if (!account || account.disabled || used.length === 0) return false;
      // Other links on their way are worth nothing once one was used.
      await tx.send(
        sql`update password_reset set used_at = usher_now() where account_id = ${owner.id} and used_at is null`,
      );
      await tx.send(
        sql`update account set password_hash = ${passwordHash}, email_verified = true where id = ${owner.id}`,
      );
      await forgetFailures(tx, owner.email);
      await rememberNetwork(tx, { email: owner.email, accountId: owner.id, network: networkOf(address) });
      await kit.record(tx, [await endAllSessions(tx, owner.id, requestId)]);
      return true;
    });
    if (!done) return refuse('token_expired');
    await kit.trustChanged();
    return undefined;
  };
}
