/**
 * Watching a service's own log from inside a process: for live views that every copy keeps in
 * memory. Nothing is stored; a process that starts reads the head and goes on from there.
 */
import { createBell } from './bell.ts';
import { pause } from './clock.ts';
import { type Database, sql } from './database.ts';
import { takeNext } from './inbox.ts';
import type { Log } from './log.ts';
import { type LogEntry, readLog } from './outbox.ts';

export interface Tail {
  /** Entries straight from this process's relay. */
  deliver(entries: readonly LogEntry[]): void;
  /** Resolves when the listener has had every entry up to that number, or after the bound. */
  reach(number: number, boundMs: number): Promise<void>;
  readonly done: Promise<void>;
}

const ENTRIES_PER_READ = 500;
const BEHIND_ENTRIES_MAX = 5_000;

/** Calls the listener with every entry after the present head, in order, without gaps. Another copy's entries come by courier, or by reading the log. */
export function tailLog(options: {
  db: Database;
  log: Log;
  pollMs: number;
  signal: AbortSignal;
  listener(entries: readonly LogEntry[]): void;
}): Tail {
  const bell = createBell(options.pollMs, options.signal);
  let position: number | undefined;
  let early: LogEntry[] = [];
  let waiting: { readonly number: number; readonly there: () => void }[] = [];

  const advance = (entries: readonly LogEntry[]): void => {
    const next = takeNext(entries, position ?? Number.MAX_SAFE_INTEGER);
    if (next.length === 0) return;
    const reached = next.at(-1)?.number ?? 0;
    position = reached;
    options.listener(next);
    for (const { number, there } of waiting) if (number <= reached) there();
    waiting = waiting.filter(({ number }) => number > reached);
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
      await bell.rest();
    }
  };

  return {
    deliver(entries) {
      if (position !== undefined) advance(entries);
      else if (early.length < BEHIND_ENTRIES_MAX) early = early.concat(entries);
    },
    async reach(number, boundMs) {
      if (position !== undefined && position >= number) return;
      const there = new Promise<void>((resolve) => waiting.push({ number, there: resolve }));
      bell.ring();
      await Promise.race([there, pause(boundMs, options.signal)]);
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
