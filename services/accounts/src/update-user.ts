/** Changes an account's role, or disables it. */
import type { accounts } from '@usher/contracts/accounts';
import { sql, type Transaction } from '@usher/kit/database';
import type { Call, Handler } from '@usher/kit/operations';
import { refuse, refused } from '@usher/kit/refusal';
import type { AccountsKit } from './accounts-kit.ts';
import { readUser } from './read-user.ts';
import { endAllSessions, voidAccessTokens } from './sessions.ts';

type UpdateUser = typeof accounts.operations.updateUser;
interface Locked {
  readonly id: string;
  readonly role: string;
  readonly disabled: boolean;
}

/**
 * A disabled account loses its sessions at once; a new role comes with the next token, which is due
 * at once. Admins cannot disable or demote themselves (`forbidden`), so one is always left.
 */
export function updateUser(kit: AccountsKit): Handler<UpdateUser> {
  return async (call) => {
    const result = await kit.db.transaction((tx) => update(kit, tx, call));
    if (refused(result)) return result;
    await kit.trustChanged();
    return result;
  };
}

async function update(kit: AccountsKit, tx: Transaction, { params, body, principal, requestId }: Call<UpdateUser>) {
  // Both rows, in one sequence for everybody: of two admins who demote each other, one is no admin any more when its turn comes.
  const locked = await tx.query<Locked>(sql`
    select id, role, disabled from account where id = any(${[params.id, principal.id]}::uuid[]) order by id for no key update`);
  const caller = locked.find(({ id }) => id === principal.id);
  if (caller && (caller.role !== 'admin' || caller.disabled)) return refuse('forbidden');
  const account = locked.find(({ id }) => id === params.id);
  if (!account) return refuse('not_found');
  const { role = account.role, disabled = account.disabled } = body;
  if (account.id === principal.id && (role !== 'admin' || disabled))
    return refuse('forbidden', { detail: 'Admins cannot disable or demote themselves.' });
  if (role !== account.role || disabled !== account.disabled) {
    await tx.send(sql`update account set role = ${role}, disabled = ${disabled} where id = ${account.id}`);
    await kit.record(tx, [
      disabled ? await endAllSessions(tx, account.id, requestId) : await voidAccessTokens(tx, account.id, requestId),
    ]);
  }
  const user = await readUser(tx, account.id);
  if (!user) throw new Error(`account ${account.id} is gone while its row is held`);
  return user;
}
