/**
 * Watching a service's own log from inside a process: for live views that every copy keeps in
 * memory. Nothing is stored; a process that starts reads the head and goes on from there.
 */
import { pause } from './clock.ts';
import { type Database, sql } from './database.ts';
import { takeNext } from './inbox.ts';
import type { Log } from './log.ts';
import { type LogEntry, readLog } from './outbox.ts';

export interface Tail {
  /** Entries straight from this process's relay. */
  deliver(entries: readonly LogEntry[]): void;
  readonly done: Promise<void>;
}

const ENTRIES_PER_READ = 500;
const BEHIND_ENTRIES_MAX = 5_000;

/** Calls the listener with every entry after the present head, in order, without gaps. Another copy's entries come by polling. */
export function tailLog(options: {
  db: Database;
  log: Log;
  pollMs: number;
  signal: AbortSignal;
  listener(entries: readonly LogEntry[]): void;
}): Tail {
  let position: number | undefined;
  let early: LogEntry[] = [];

  const advance = (entries: readonly LogEntry[]): void => {
    const next = takeNext(entries, position ?? Number.MAX_SAFE_INTEGER);
    if (next.length === 0) return;
    position = next.at(-1)?.number ?? position;
    options.listener(next);
  };

  const loop = async (): Promise<void> => {
    while (!options.signal.aborted) {
      try {
        position ??= await headOf(options.db);
        advance(early);
        early = [];
        const entries = await readLog(options.db, position, ENTRIES_PER_READ);
        advance(entries);
        if (entries.length === ENTRIES_PER_READ) continue;
      } catch (error) {
        options.log.warn({ err: error }, 'the own log cannot be read now');
      }
      await pause(options.pollMs, options.signal);
    }
  };

  return {
    deliver(entries) {
      if (position !== undefined) advance(entries);
      else if (early.length < BEHIND_ENTRIES_MAX) early = early.concat(entries);
    },
    done: loop(),
  };
}

/** The number of the newest entry. */
async function headOf(db: Pick<Database, 'query'>): Promise<number> {
  const [head] = await db.query<{ number: number }>(sql`select number from outbox_head`);
  if (!head) throw new Error('outbox_head is empty');
  return head.number;
}
