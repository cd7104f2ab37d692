/**
 * Public pages kept in memory for a moment, written once whoever asks: many readers of one page cost
 * one query. What this process changes is forgotten at once; other processes' changes show when a page ages out.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '@usher/kit/clock';
import { Reply } from '@usher/kit/operations';

export interface Page {
  readonly text: string;
  readonly etag: string;
  readonly writtenAt: number;
}

export interface EventPages {
  /** The page under a key, written when it is absent or too old; concurrent readers share one writing. */
  read(key: string, write: () => Promise<string | undefined>): Promise<Page | undefined>;
  clear(): void;
}

/** `entriesMax` bounds the memory: the page least recently asked for goes first. */
export function openEventPages({
  clock,
  ageMsMax,
  entriesMax,
}: {
  clock: Clock;
  ageMsMax: number;
  entriesMax: number;
}): EventPages {
  const kept = new Map<string, { page: Promise<Page | undefined>; until: number }>();
  return {
    read(key, write) {
      const known = kept.get(key);
      if (known && known.until > clock.monotonic()) {
        kept.delete(key);
        kept.set(key, known);
        return known.page;
      }
      if (kept.size >= entriesMax) kept.delete(kept.keys().next().value ?? '');
      const page = write().then((text) =>
        text === undefined ? undefined : { text, etag: etagOf(text), writtenAt: clock.monotonic() },
      );
      const entry = { page, until: clock.monotonic() + ageMsMax };
      kept.delete(key);
      kept.set(key, entry);
      page.catch(() => {
        if (kept.get(key) === entry) kept.delete(key);
      });
      return page;
    },
    clear: () => {
      kept.clear();
    },
  };
}

/** A strong tag of some bytes. */
function etagOf(bytes: string | Buffer): string {
  return `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
}

/** True when the reader has it already (RFC 9110, section 13.1.2: weak comparison, a list, or `*`). */
export function isFresh(ifNoneMatch: string | undefined, etag: string): boolean {
  return (
    ifNoneMatch !== undefined &&
    ifNoneMatch.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))
  );
}

/** Sends a page, or says that the reader has it. */
export function replyWith(
  page: Page,
  ifNoneMatch: string | undefined,
  headers: Record<string, string> = {},
): Reply<never> {
  const all = { etag: page.etag, 'cache-control': 'public, max-age=5', ...headers };
  if (isFresh(ifNoneMatch, page.etag)) return new Reply(undefined as never, { status: 304, headers: all });
  return new Reply(page.text as never, { headers: all });
}
