/**
 * Trades a refresh token for a new pair (rotation with reuse detection, RFC 9700 section 4.14.2).
 * A token used a second time was copied: its whole session ends, for nobody can tell which of the
 * two is the owner, and a moment of grace would let the other keep a line of tokens of their own.
 * Only the same request under the same Idempotency-Key is given the same pair again (two tabs at two
 * copies of the gateway): one line of tokens, whose next trade by two owners is found out.
 */
import type { accounts } from '@usher/contracts/accounts';
import { sql, type Transaction } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { refuse } from '@usher/kit/refusal';
import type { AccessTokens } from './access-tokens.ts';
import type { AccountsKit } from './accounts-kit.ts';
import { hashOf } from './secret-tokens.ts';
import { continueSession, endSession, type Grant, lockAccount, sessionAnswer } from './sessions.ts';

interface Presented {
  readonly session_id: string;
  readonly account_id: string;
  readonly used: boolean;
  readonly over: boolean;
}

/** Refuses `invalid_token` for a token that is unknown, over, or used before. */
export function refreshSession(
  kit: AccountsKit,
  tokens: AccessTokens,
): Handler<typeof accounts.operations.refreshSession> {
  return async ({ body, requestId }) => {
    const hash = hashOf(body.refreshToken);
    const [owner] = await kit.db.query<{ account_id: string }>(sql`
      select session.account_id from refresh_token join session on session.id = refresh_token.session_id where refresh_token.hash = ${hash}`);
    if (!owner) return refuse('invalid_token');
    const result = await kit.db.transaction((tx) => rotate(kit, tx, { accountId: owner.account_id, hash, requestId }));
    if (result !== 'ended' && result !== 'refused') return sessionAnswer(kit, tokens, result);
    if (result === 'ended') {
      await kit.trustChanged();
    }
    return refuse('invalid_token');
  };
}

async function rotate(
  kit: AccountsKit,
  tx: Transaction,
  of: { accountId: string; hash: Buffer; requestId: string },
): Promise<Grant | 'ended' | 'refused'> {
  const account = await lockAccount(tx, of.accountId);
  const token = await present(tx, of.hash);
  if (!account || account.disabled || !token || token.over) return 'refused';
  const session = { accountId: of.accountId, sessionId: token.session_id };
  if (token.used) {
    await kit.record(tx, await endSession(tx, token.session_id, of.requestId));
    return 'ended';
  }
  await tx.send(sql`update refresh_token set used_at = usher_now() where hash = ${of.hash}`);
  return continueSession(tx, { ...session, parentHash: of.hash });
}

async function present(tx: Transaction, hash: Buffer): Promise<Presented | undefined> {
  const [token] = await tx.query<Presented>(sql`
    select token.session_id, session.account_id, token.used_at is not null as used,
      session.ended_at is not null or session.expires_at <= usher_now() as over
    from refresh_token token join session on session.id = token.session_id where token.hash = ${hash}`);
  return token;
}
