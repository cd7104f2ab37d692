/** Gives user tokens a new key from time to time; what the old one signed stays good until it ends by itself. */
import { sql } from '@usher/kit/database';
import { rotateKey } from '@usher/kit/signing-keys';
import { USER_TOKEN_KEY } from './access-tokens.ts';
import type { AccountsKit } from './accounts-kit.ts';

/** The old key may sign for 30 more seconds in another process: an hour is kept beside the longest token's life. */
export async function rotateOldKey(kit: AccountsKit): Promise<void> {
  const [old] = await kit.db.query(sql`
    select 1 as one from signing_key where use = ${USER_TOKEN_KEY} and retired_at is null
      and created_at < usher_now() - make_interval(days => ${kit.config.USER_KEY_DAYS}::int)`);
  if (!old) return;
  await rotateKey(
    kit.db,
    USER_TOKEN_KEY,
    Math.max(kit.config.ACCESS_TOKEN_SECONDS, kit.config.GUEST_TOKEN_SECONDS) + 3_600,
  );
  await kit.trustChanged();
}
