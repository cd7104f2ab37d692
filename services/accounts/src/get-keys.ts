/** Publishes the keys that verify access tokens (JWKS). */
import type { accounts } from '@usher/contracts/accounts';
import { Jwks } from '@usher/contracts/accounts-shapes';
import type { Database } from '@usher/kit/database';
import { type Handler, Reply } from '@usher/kit/operations';
import { publicKeys } from '@usher/kit/signing-keys';
import type { z } from 'zod';
import { USER_TOKEN_KEY } from './access-tokens.ts';
import type { AccountsKit } from './accounts-kit.ts';

/** May be kept for a minute: a new key signs nothing that old verifiers could not look up. */
export function getKeys(kit: AccountsKit): Handler<typeof accounts.operations.getKeys> {
  return async () => new Reply(await userKeys(kit.db), { headers: { 'cache-control': 'public, max-age=60' } });
}

/** The public keys of user tokens that still verify, newest first. */
export async function userKeys(db: Database): Promise<z.output<typeof Jwks>> {
  return Jwks.parse({ keys: await publicKeys(db, USER_TOKEN_KEY) });
}
