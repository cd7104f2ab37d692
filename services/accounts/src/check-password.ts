/** Is this the password of that account? The same answer and the same work whether the account exists or not. */
import { sql } from '@usher/kit/database';
import { networkOf } from '@usher/kit/limits';
import { type Refusal, refuse } from '@usher/kit/refusal';
import type { AccountsKit } from './accounts-kit.ts';
import { countFailure, secondsToWait } from './login-throttle.ts';
import type { Passwords } from './passwords.ts';

export interface Checked {
  readonly accountId: string;
  readonly email: string;
  readonly network: string;
  readonly passwordHash: string;
}

/**
 * The account whose password this is. Refuses `rate_limited` with the seconds to wait after too
 * many failures, else `invalid_credentials` for every reason. Waiting, comparing and counting happen
 * inside the password lane, so a burst of guesses cannot run ahead of the count.
 */
export function checkPassword(
  kit: AccountsKit,
  passwords: Passwords,
  given: { email: string; password: string; address: string },
): Promise<Checked | Refusal<'rate_limited' | 'invalid_credentials'>> {
  return passwords.lane(async () => {
    const [account] = await kit.db.query<{ id: string; password_hash: string; disabled: boolean }>(
      sql`select id, password_hash, disabled from account where email = ${given.email}`,
    );
    const network = networkOf(given.address);
    const attempt = { email: given.email, accountId: account?.id, network };
    const throttled = kit.config.RATE_LIMIT !== 'off';
    const waitSeconds = throttled ? await secondsToWait(kit.db, attempt) : 0;
    if (waitSeconds > 0)
      return refuse('rate_limited', {
        retryAfterSeconds: waitSeconds,
        detail: `Too many wrong passwords. Try again in ${waitSeconds} s.`,
      });
    const right = await passwords.matches(account?.password_hash, given.password);
    if (right && account && !account.disabled)
      return { accountId: account.id, email: given.email, network, passwordHash: account.password_hash };
    if (throttled) await countFailure(kit.db, attempt);
    return refuse('invalid_credentials');
  });
}
