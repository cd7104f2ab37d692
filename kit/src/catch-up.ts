/**
 * Reading what was just written, whichever copy wrote it: before a live view in memory is read, this
 * process makes sure that it has heard everything that was committed by then. One look serves all who
 * came before it began, so that a crowd of readers costs a few small questions.
 */
import { type Database, sql } from './database.ts';
import type { Relay } from './outbox.ts';
import type { Tail } from './tail.ts';

export interface CatchUpOptions {
  readonly db: Database;
  relay(): Relay | undefined;
  readonly tails: readonly Tail[];
}

/**
 * Resolves when the tails have had whatever any copy had committed at the time of the call, or after the bound; at
 * once, and no wiser, when the database gives no answer.
 */
export function createCatchUp(options: CatchUpOptions): (boundMs: number) => Promise<void> {
  let looking: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  return (boundMs) => {
    // The look that is under way may have read before the caller's own write: theirs is the one after it.
    next ??= (async () => {
      await looking;
      looking = next;
      next = undefined;
      await look(options, boundMs).catch(() => undefined);
    })();
    return next;
  };
}

interface Head {
  readonly number: number;
  readonly waiting: boolean;
}

async function look({ db, relay, tails }: CatchUpOptions, boundMs: number): Promise<void> {
  let head = await headOf(db);
  if (head.waiting) {
    relay()?.nudge();
    await relay()?.passed(boundMs);
    head = await headOf(db);
  }
  await Promise.all(tails.map((tail) => tail.reach(head.number, boundMs)));
}

/** The newest number, and whether something that was committed has none yet. */
async function headOf(db: Database): Promise<Head> {
  const [head] = await db.query<Head>(
    sql`select number, exists (select 1 from outbox where number is null) as waiting from outbox_head`,
  );
  if (!head) throw new Error('outbox_head is empty');
  return head;
}
