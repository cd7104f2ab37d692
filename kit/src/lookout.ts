/**
 * One look for all loops of a service: what other copies left in the log or the work, and what came due. A loop hears of
 * its own process's commits at once; asking by itself for the rest, each of a dozen would keep an idle installation busy.
 */
import { pause } from './clock.ts';
import { type Database, isConnectionLoss, sql } from './database.ts';
import type { Log } from './log.ts';

export interface LookoutOptions {
  readonly db: Database;
  readonly log: Log;
  /** The kinds of work that are done here. */
  readonly kinds: readonly string[];
  readonly pollMs: number;
  readonly signal: AbortSignal;
  /** Takes what there is to do, in the words of a commit's leavings: `log`, `work <kind>`. */
  ring(leaves: ReadonlySet<string>): void;
}

/** Looks until the signal ends it. While the database is away it looks on, and the loops say so. */
export async function lookOut({ db, log, kinds, pollMs, signal, ring }: LookoutOptions): Promise<void> {
  while (!signal.aborted) {
    try {
      const found = await db.query<{ leaves: string }>(sql`
        select 'log' as leaves where exists (select from outbox where number is null)
        union all
        select 'work ' || kind from unnest(${kinds}::text[]) as kind where exists (
          select from work where work.kind = kind.kind and due_at <= usher_now() and failed_at is null)`);
      if (found.length > 0) ring(new Set(found.map(({ leaves }) => leaves)));
    } catch (error) {
      log[isConnectionLoss(error) ? 'info' : 'error']({ err: error }, 'nobody can look for work now');
    }
    await pause(pollMs, signal);
  }
}
