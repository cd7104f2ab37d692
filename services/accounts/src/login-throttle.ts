/**
 * Wrong passwords slow the next try, and never lock the owner out: from one network an account
 * waits ever longer; failures from everywhere, or for many accounts from one network, slow only
 * networks the owner has never signed in from. A new password by mail clears what is counted.
 */
import { createHash } from 'node:crypto';
import { type Queryable, sql } from '@usher/kit/database';

export interface Attempt {
  readonly email: string;
  /** Undefined for an address nobody has: it is slowed just the same. */
  readonly accountId: string | undefined;
  readonly network: string;
}

interface Failures {
  readonly email_hash: string;
  readonly network: string;
  readonly count: number;
  readonly seconds_ago: number;
}

/** How many failures are free, and how long the wait grows at most. Counts start again after an hour without failure. */
const RULES = {
  pair: { free: 5, waitSecondsMax: 300 },
  account: { free: 20, waitSecondsMax: 60 },
  network: { free: 100, waitSecondsMax: 60 },
} as const;
const EVERY = '*';

/** Seconds until this attempt may be made; 0 when it may be made now. */
export async function secondsToWait(db: Queryable, attempt: Attempt): Promise<number> {
  const address = addressHash(attempt.email);
  const rows = await db.query<Failures>(sql`
    select email_hash, network, count, extract(epoch from usher_now() - last_at)::float8 as seconds_ago from login_failure
    where (email_hash, network) in ((${address}, ${attempt.network}), (${address}, ${EVERY}), (${EVERY}, ${attempt.network}))
      and last_at > usher_now() - interval '1 hour'`);
  if (rows.length === 0) return 0;
  const [known] = await db.query(
    sql`select 1 as one from known_network where account_id = ${attempt.accountId ?? null} and network = ${attempt.network}`,
  );
  return Math.ceil(Math.max(0, ...rows.map((row) => (isPair(row) || !known ? waitOf(row) : 0))));
}

/** Counts a wrong password. */
export async function countFailure(db: Queryable, attempt: Attempt): Promise<void> {
  const address = addressHash(attempt.email);
  await db.query(sql`
    insert into login_failure as failure (email_hash, network, count, last_at)
    select email_hash, network, 1, usher_now()
    from unnest(${[address, address, EVERY]}::text[], ${[attempt.network, EVERY, attempt.network]}::text[]) as tried (email_hash, network)
    order by email_hash, network
    on conflict (email_hash, network) do update set last_at = excluded.last_at,
      count = case when failure.last_at < usher_now() - interval '1 hour' then 1 else least(failure.count + 1, 1000000) end`);
}

/** The owner was here: this network is known, and its failures are forgotten. */
export async function rememberNetwork(tx: Queryable, attempt: Attempt & { readonly accountId: string }): Promise<void> {
  await tx.query(sql`
    insert into known_network (account_id, network, seen_at) values (${attempt.accountId}, ${attempt.network}, usher_now())
    on conflict (account_id, network) do update set seen_at = excluded.seen_at`);
  await tx.query(
    sql`delete from login_failure where email_hash = ${addressHash(attempt.email)} and network = ${attempt.network}`,
  );
}

/** Forgets every failure for an address: its owner proved to read its mail. */
export async function forgetFailures(tx: Queryable, email: string): Promise<void> {
  await tx.query(sql`delete from login_failure where email_hash = ${addressHash(email)}`);
}

function isPair(row: Failures): boolean {
  return row.email_hash !== EVERY && row.network !== EVERY;
}

/** 2 s after the last free failure, doubling with each further one. */
function waitOf(row: Failures): number {
  const rule = isPair(row) ? RULES.pair : row.network === EVERY ? RULES.account : RULES.network;
  if (row.count < rule.free) return 0;
  return Math.min(rule.waitSecondsMax, 2 ** Math.min(30, row.count - rule.free + 1)) - row.seconds_ago;
}

/** Addresses somebody merely typed are not kept in clear. */
function addressHash(email: string): string {
  return createHash('sha256').update(email).digest('base64url');
}
