/**
 * Sessions and what voids their tokens. Whoever gives or takes tokens of an account first holds
 * the account's row, so a token is either issued before the taking, and void, or after it.
 * Issue times come from the database and never lie before the account's `tokens_from`; `tokens_from`
 * always lies after the last issue. No comparison depends on two machines having the same time.
 */
import { sql, type Transaction } from '@usher/kit/database';
import type { AccessTokens } from './access-tokens.ts';
import type { AccountsFact, AccountsKit } from './accounts-kit.ts';
import { readUser, type UserAnswer } from './read-user.ts';
import { makeSecretToken } from './secret-tokens.ts';

export interface LockedAccount {
  readonly id: string;
  readonly role: UserAnswer['role'];
  readonly disabled: boolean;
  readonly password_hash: string;
}

/** What a transaction gives away: signed into tokens after the commit. */
export interface Grant {
  readonly user: UserAnswer;
  readonly sessionId: string;
  readonly issuedAt: string;
  readonly refreshToken: string;
}

/** Takes the account's row until the transaction ends. */
export async function lockAccount(tx: Transaction, accountId: string): Promise<LockedAccount | undefined> {
  const [account] = await tx.query<LockedAccount>(
    sql`select id, role, disabled, password_hash from account where id = ${accountId} for no key update`,
  );
  return account;
}

/** Begins a session of a locked account. */
export async function startSession(kit: AccountsKit, tx: Transaction, accountId: string): Promise<Grant> {
  const sessionId = kit.clock.newId();
  await tx.send(sql`
    insert into session (id, account_id, issued_at, expires_at)
    values (${sessionId}, ${accountId}, usher_now(), usher_now() + make_interval(days => ${kit.config.SESSION_DAYS}::int))`);
  return continueSession(tx, { accountId, sessionId, parentHash: null });
}

/** Gives the next pair of tokens of a session of a locked account. */
export async function continueSession(
  tx: Transaction,
  of: { accountId: string; sessionId: string; parentHash: Buffer | null },
): Promise<Grant> {
  const [session] = await tx.query<{ issued_at: string }>(sql`
    update session set issued_at = greatest(date_trunc('milliseconds', usher_now()), account.tokens_from)
    from account where session.id = ${of.sessionId} and account.id = session.account_id returning issued_at`);
  const user = await readUser(tx, of.accountId);
  if (!session || !user) throw new Error(`session ${of.sessionId} of account ${of.accountId} is gone`);
  const { text, hash } = makeSecretToken();
  await tx.send(
    sql`insert into refresh_token (hash, session_id, parent_hash) values (${hash}, ${of.sessionId}, ${of.parentHash})`,
  );
  return { user, sessionId: of.sessionId, issuedAt: session.issued_at, refreshToken: text };
}

/** The answer to whoever signed in or refreshed. */
export async function sessionAnswer(kit: AccountsKit, tokens: AccessTokens, grant: Grant) {
  const accessToken = await tokens.forUser(grant.user, grant.sessionId, grant.issuedAt);
  return {
    user: grant.user,
    accessToken,
    refreshToken: grant.refreshToken,
    expiresIn: kit.config.ACCESS_TOKEN_SECONDS,
  };
}

/** Voids every access token of a locked account; its sessions go on and get tokens with the rights of now. */
export async function voidAccessTokens(tx: Transaction, accountId: string, requestId: string): Promise<AccountsFact> {
  const [row] = await tx.query<{ before: string; version: number }>(sql`
    update account set version = version + 1, tokens_from = greatest(date_trunc('milliseconds', usher_now()),
      (select max(issued_at) + interval '1 millisecond' from session where account_id = account.id), tokens_from + interval '1 millisecond')
    where id = ${accountId} returning tokens_from as before, version`);
  if (!row) throw new Error(`account ${accountId} is gone`);
  return revoked({ subjectId: accountId, before: row.before }, row.version, requestId);
}

/** Ends every session of a locked account and voids its tokens. */
export async function endAllSessions(tx: Transaction, accountId: string, requestId: string): Promise<AccountsFact> {
  await tx.send(sql`
    update session set ended_at = greatest(date_trunc('milliseconds', usher_now()), issued_at + interval '1 millisecond')
    where account_id = ${accountId} and ended_at is null`);
  return voidAccessTokens(tx, accountId, requestId);
}

/** Ends one session of a locked account, with its tokens. Nothing to tell when it had ended. */
export async function endSession(tx: Transaction, sessionId: string, requestId: string): Promise<AccountsFact[]> {
  const ended = await tx.query<{ before: string }>(sql`
    update session set ended_at = greatest(date_trunc('milliseconds', usher_now()), issued_at + interval '1 millisecond')
    where id = ${sessionId} and ended_at is null returning ended_at as before`);
  // A session ends once: its fact has no earlier version.
  return ended.map(({ before }) => revoked({ subjectId: sessionId, before }, 1, requestId));
}

function revoked(payload: { subjectId: string; before: string }, version: number, requestId: string): AccountsFact {
  return { name: 'tokens.revoked', aggregateId: payload.subjectId, aggregateVersion: version, requestId, payload };
}
