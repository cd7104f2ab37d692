/**
 * Keyed calls whose verbs keep their answers themselves: what a call does and what its caller is told are one transaction.
 * A process that dies leaves both or neither, so that a retry never asks how far the first attempt came, and nothing is
 * reserved beforehand and written a second time afterwards. For verbs that decide in one transaction; one that asks others
 * between two of its own (a payment) reserves its key instead (`idempotency.ts`).
 */
import { type Database, OvertakenError, sql, type Transaction } from './database.ts';
import { isDecided, type KeptRefusal, keptRefusal, Refusal, refuse, replayed } from './refusal.ts';

/** Who a keyed call is from, what for, and how it is told from others. */
export interface KeyedCall {
  /** Caller and operation: another caller's same key is another request. */
  readonly scope: string;
  readonly key: string;
  /** Of what was sent with it. */
  readonly hash: string;
}

/** A call that is answered once. */
export interface Once {
  readonly call: KeyedCall;
  /** The id of what it makes. */
  readonly madeId: string;
  /** Of a plain answer. */
  readonly status: number;
  /** A plain answer as it is sent. */
  readonly write: (body: unknown) => string;
  /** Hears that what its caller is told was stored. */
  readonly onKept: () => void;
}

/** An answer as it was stored and is sent. */
export class Told {
  readonly status: number;
  readonly text: string;
  /** An earlier request under the same key got it. */
  readonly replayed: boolean;
  constructor(status: number, text: string, replayed: boolean) {
    this.status = status;
    this.text = text;
    this.replayed = replayed;
  }
}

export interface OnceCall {
  /** Absent where the caller gave no key: then nothing is kept. */
  readonly once: Once | undefined;
}

/** What a caller is told: a plain body, one as it was stored, or a no. */
export type Answered<Body> = Body | Told | Refusal;

export interface Deciding<Call extends OnceCall, Body, Undecided, Ready> {
  /** Locks and reads what deciding needs, for all calls, while their keys are looked up; the database is asked once less in turn. */
  prepare(tx: Transaction, calls: readonly Call[]): Promise<Ready>;
  /** Gives bodies and refusals in the order of the calls, and names by a string what could not be decided, which is not kept. */
  decide(tx: Transaction, calls: readonly Call[], ready: Ready): Promise<readonly (Body | Refusal | Undecided)[]>;
}

/**
 * One transaction: who was answered before is told the same, the others are decided, and what they are told is kept.
 * @throws OvertakenError where another process answered one of the keys meanwhile: nothing was done, and what it said is found
 * when this is asked again.
 */
export async function decideOnce<Call extends OnceCall, Body extends object, Undecided extends string, Ready>(
  db: Database,
  calls: readonly Call[],
  { prepare, decide }: Deciding<Call, Body, Undecided, Ready>,
): Promise<(Answered<Body> | Undecided)[]> {
  const keeping: Keeping[] = [];
  const deciding = db.transaction(async (tx) => {
    const [before, ready] = await Promise.all([readBefore(tx, calls), prepare(tx, calls)]);
    const open = calls.filter((call) => !before.has(call));
    const decided = open.length === 0 ? [] : await decide(tx, open, ready);
    const now = new Map<Call, Answered<Body> | Undecided>();
    for (const [i, call] of open.entries()) {
      const out = decided[i];
      if (out === undefined) throw new Error(`${decided.length} answers for ${open.length} calls`);
      now.set(call, out);
      if (!call.once || typeof out === 'string' || (out instanceof Refusal && !isDecided(out))) continue;
      const kept = keepingOf(call.once, out);
      keeping.push(kept);
      if (!(out instanceof Refusal)) now.set(call, new Told(kept.status, kept.text, false));
    }
    await keepAnswers(tx, keeping);
    return calls.map((call) => before.get(call) ?? (now.get(call) as Answered<Body> | Undecided));
  });
  const outs = await deciding.catch((error: unknown) => {
    throw isKeyTaken(error) ? new OvertakenError('another process answered this key', { cause: error }) : error;
  });
  // Not before it is committed: what fails with its batch is decided again.
  for (const { once } of keeping) once.onKept();
  for (const [i, { once }] of calls.entries()) if (isReplay(outs[i])) once?.onKept();
  return outs;
}

interface Row {
  readonly scope: string;
  readonly key: string;
  readonly body_hash: string;
  readonly status: number | null;
  readonly answer: string | null;
  readonly lapsed: boolean;
}

async function readBefore<Call extends OnceCall>(
  tx: Transaction,
  calls: readonly Call[],
): Promise<Map<Call, Told | Refusal>> {
  const keyed = calls.flatMap(({ once }) => once?.call ?? []);
  if (keyed.length === 0) return new Map();
  const rows = await tx.query<Row>(sql`
    select scope, key, body_hash, status, answer::text, coalesce(lease_until < usher_now(), false) as lapsed from idempotency
    where (scope, key) in (select * from unnest(${keyed.map((k) => k.scope)}::text[], ${keyed.map((k) => k.key)}::text[]))`);
  if (rows.length === 0) return new Map();
  // Somebody reserved the key to keep a refusal, and died: nothing was done.
  const left = rows.filter((row) => row.status === null && row.lapsed);
  if (left.length > 0) {
    await tx.send(sql`
      delete from idempotency where status is null and lease_until < usher_now()
        and (scope, key) in (select * from unnest(${left.map((row) => row.scope)}::text[], ${left.map((row) => row.key)}::text[]))`);
  }
  const found = new Map(rows.filter((row) => !left.includes(row)).map((row) => [nameOf(row), row]));
  return new Map(
    calls.flatMap((call) => {
      const row = call.once && found.get(nameOf(call.once.call));
      return row ? [[call, toldBefore(row, call.once.call.hash)] as const] : [];
    }),
  );
}

function toldBefore({ body_hash, status, answer }: Row, hash: string): Told | Refusal {
  if (body_hash !== hash) return refuse('idempotency_key_reused');
  if (status === null || answer === null) return refuse('request_in_progress', { retryAfterSeconds: 1 });
  if (status < 400) return new Told(status, answer, true);
  return replayed(JSON.parse(answer) as KeptRefusal);
}

function isReplay(out: unknown): boolean {
  return (out instanceof Told || out instanceof Refusal) && out.replayed;
}

interface Keeping {
  readonly once: Once;
  readonly status: number;
  readonly text: string;
}

function keepingOf<Body extends object>(once: Once, out: Body | Refusal): Keeping {
  return isRefusal(out)
    ? { once, status: out.status, text: JSON.stringify(keptRefusal(out)) }
    : { once, status: once.status, text: once.write(out) };
}

function isRefusal(out: object): out is Refusal {
  return out instanceof Refusal;
}

/** The insert of a key waits for whoever is writing the same one, and fails once that is committed. */
const isKeyTaken = (error: unknown): boolean =>
  (error as { constraint?: string } | undefined)?.constraint === 'idempotency_pkey';

async function keepAnswers(tx: Transaction, keeping: readonly Keeping[]): Promise<void> {
  if (keeping.length === 0) return;
  await tx.send(sql`
    insert into idempotency (scope, key, body_hash, made_id, holder, status, answer, created_at)
    select scope, key, hash, made_id, made_id, status, answer::json, usher_now()
    from unnest(${keeping.map((k) => k.once.call.scope)}::text[], ${keeping.map((k) => k.once.call.key)}::text[],
                ${keeping.map((k) => k.once.call.hash)}::text[], ${keeping.map((k) => k.once.madeId)}::uuid[],
                ${keeping.map((k) => k.status)}::int[], ${keeping.map((k) => k.text)}::text[])
      as told (scope, key, hash, made_id, status, answer)
    order by scope, key`);
}

const nameOf = ({ scope, key }: { readonly scope: string; readonly key: string }): string => `${scope} ${key}`;
