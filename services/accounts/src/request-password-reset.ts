/** Mails a link to set a new password. */
import type { accounts } from '@usher/contracts/accounts';
import { sql, type Transaction } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { enqueue, type WorkKind } from '@usher/kit/work';
import type { AccountsKit } from './accounts-kit.ts';
import { makeSecretToken } from './secret-tokens.ts';

const MAILS_PER_HOUR = 3;

interface Asked {
  readonly email: string;
  readonly requestId: string;
}

/** Queues the same row for every address, known or not, so that neither answer nor time tells which. */
export function requestPasswordReset(kit: AccountsKit): Handler<typeof accounts.operations.requestPasswordReset> {
  return async ({ body, madeId, requestId }) => {
    const payload = { email: body.email, requestId } satisfies Asked;
    await kit.db.transaction((tx) => enqueue(tx, 'password-reset', [{ key: madeId, requestId, payload }]));
    return undefined;
  };
}

/** The work behind it: a token good once, at most three an hour per account. Done twice it mails once. */
export function mailPasswordReset(kit: AccountsKit): WorkKind {
  return {
    concurrency: 2,
    leaseSeconds: 30,
    attemptsMax: 5,
    async handle({ key, payload }) {
      await kit.db.transaction((tx) => makeReset(kit, tx, key, payload as Asked));
      return 'done';
    },
  };
}

async function makeReset(kit: AccountsKit, tx: Transaction, id: string, { email, requestId }: Asked): Promise<void> {
  const [owner] = await tx.query<{ id: string; first_name: string; locale: string; version: number }>(sql`
    update account set version = version + 1 where email = ${email} and not disabled returning id, first_name, locale, version`);
  if (!owner) return;
  const { text, hash } = makeSecretToken();
  const [made] = await tx.query<{ expires_at: string }>(sql`
    insert into password_reset (id, account_id, hash, expires_at)
    select ${id}, ${owner.id}, ${hash}, usher_now() + make_interval(mins => ${kit.config.PASSWORD_RESET_MINUTES}::int)
    where (select count(*) from password_reset where account_id = ${owner.id} and created_at > usher_now() - interval '1 hour') < ${MAILS_PER_HOUR}::int
    on conflict (id) do nothing returning expires_at`);
  if (!made) return;
  await kit.record(tx, [
    {
      name: 'password_reset.requested',
      aggregateId: owner.id,
      aggregateVersion: owner.version,
      requestId,
      payload: {
        userId: owner.id,
        email,
        firstName: owner.first_name,
        locale: owner.locale,
        token: text,
        expiresAt: made.expires_at,
      },
    },
  ]);
}
