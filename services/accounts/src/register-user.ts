/** Makes an account and signs in. A guest who registers keeps the guest's id, and with it holds, orders and tickets. */
import type { accounts } from '@usher/contracts/accounts';
import { sql, type Transaction } from '@usher/kit/database';
import { networkOf } from '@usher/kit/limits';
import type { Call, Handler } from '@usher/kit/operations';
import { refuse } from '@usher/kit/refusal';
import type { AccessTokens } from './access-tokens.ts';
import type { AccountsKit } from './accounts-kit.ts';
import { rememberNetwork } from './login-throttle.ts';
import { refuseWeak } from './password-rule.ts';
import type { Passwords } from './passwords.ts';
import { type Grant, sessionAnswer, startSession, voidAccessTokens } from './sessions.ts';

type Register = typeof accounts.operations.registerUser;

/** Of two calls at once for one address, one makes the account and the other is refused `email_taken`. */
export function registerUser(kit: AccountsKit, passwords: Passwords, tokens: AccessTokens): Handler<Register> {
  return async (call) => {
    const weak = refuseWeak(call.body.password, { ...call.body, role: 'customer' }, 'password');
    if (weak) return weak;
    const passwordHash = await passwords.lane(() => passwords.hash(call.body.password));
    const grant = await kit.db.transaction((tx) => register(kit, tx, call, passwordHash));
    if (!grant) return refuse('email_taken');
    if (grant.user.id === call.visitor?.id) await kit.trustChanged();
    return sessionAnswer(kit, tokens, grant);
  };
}

async function register(
  kit: AccountsKit,
  tx: Transaction,
  call: Call<Register>,
  passwordHash: string,
): Promise<Grant | undefined> {
  const { email, firstName, locale = 'en' } = call.body;
  const { requestId } = call;
  const guestId = call.visitor?.role === 'guest' ? call.visitor.id : undefined;
  const id = guestId !== undefined && (await insertAccount(tx, guestId, call, passwordHash)) ? guestId : call.madeId;
  if (id !== guestId && !(await insertAccount(tx, id, call, passwordHash))) {
    await tellOwner(kit, tx, email, requestId);
    return undefined;
  }
  await rememberNetwork(tx, { email, accountId: id, network: networkOf(call.address) });
  // The guest's token would open the same orders for another day; somebody else may have handed it out.
  const revoked = id === guestId ? [await voidAccessTokens(tx, id, requestId)] : [];
  const grant = await startSession(kit, tx, id);
  await kit.record(tx, [
    {
      name: 'user.registered',
      aggregateId: id,
      aggregateVersion: 1,
      requestId,
      payload: { userId: id, email, firstName, locale },
    },
    ...revoked,
  ]);
  return grant;
}

async function insertAccount(
  tx: Transaction,
  id: string,
  { body }: Call<Register>,
  passwordHash: string,
): Promise<boolean> {
  const made = await tx.query(sql`
    insert into account (id, email, first_name, last_name, role, locale, password_hash)
    values (${id}, ${body.email}, ${body.firstName}, ${body.lastName}, 'customer', ${body.locale ?? 'en'}, ${passwordHash})
    on conflict do nothing returning id`);
  return made.length === 1;
}

/** The owner hears of it by mail, at most once an hour. */
async function tellOwner(kit: AccountsKit, tx: Transaction, email: string, requestId: string): Promise<void> {
  const [owner] = await tx.query<{ id: string; first_name: string; locale: string; version: number }>(sql`
    update account set repeat_told_at = usher_now(), version = version + 1
    where email = ${email} and not disabled and (repeat_told_at is null or repeat_told_at < usher_now() - interval '1 hour')
    returning id, first_name, locale, version`);
  if (!owner) return;
  await kit.record(tx, [
    {
      name: 'registration.repeated',
      aggregateId: owner.id,
      aggregateVersion: owner.version,
      requestId,
      payload: { email, firstName: owner.first_name, locale: owner.locale },
    },
  ]);
}
