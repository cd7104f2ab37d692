/** What every verifier of access tokens needs: the public keys, and the tokens taken back. */
import type { accounts } from '@usher/contracts/accounts';
import { sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import type { AccountsKit } from './accounts-kit.ts';
import { userKeys } from './get-keys.ts';

interface Row {
  readonly subjectId: string;
  readonly sessionId: string | null;
  readonly before: string;
}

/** A revocation is listed for as long as a token it voids could still be accepted, and a minute more. */
export function getTrust(kit: AccountsKit): Handler<typeof accounts.internal.getTrust> {
  return async () => {
    const { ACCESS_TOKEN_SECONDS, GUEST_TOKEN_SECONDS } = kit.config;
    // An account may have been a guest, whose token lives longer; a session never was.
    const revocations = await kit.db.query<Row>(sql`
      select id as "subjectId", null::uuid as "sessionId", tokens_from as before from account
      where tokens_from > usher_now() - make_interval(secs => ${Math.max(ACCESS_TOKEN_SECONDS, GUEST_TOKEN_SECONDS) + 60}::int)
      union all
      select account_id, id, ended_at from session where ended_at > usher_now() - make_interval(secs => ${ACCESS_TOKEN_SECONDS + 60}::int)`);
    return { keys: await userKeys(kit.db), revocations };
  };
}
