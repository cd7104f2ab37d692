/**
 * Public pages kept in memory for a moment, written once whoever asks: many readers of one page cost
 * one query, and the copies of this service share what one wrote while Redis is there. What any copy
 * changes is forgotten by all at once; should that word be lost, when a page ages out.
 */
import { createHash } from 'node:crypto';
import type { Cache } from '@usher/kit/cache';
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
  /** Something that is on pages has changed: every copy writes them anew. */
  clear(): Promise<void>;
}

/** `entriesMax` bounds the memory: the page least recently asked for goes first. No page is older than `ageMsMax`, wherever it was kept. */
export function openEventPages({
  namespace,
  cache,
  clock,
  ageMsMax,
  entriesMax,
}: {
  namespace: string;
  cache: Cache;
  clock: Clock;
  ageMsMax: number;
  entriesMax: number;
}): EventPages {
  const kept = new Map<string, { page: Promise<Page | undefined>; until: number }>();
  cache.onForget(namespace, () => {
    kept.clear();
  });
  const readShared = async (key: string, write: () => Promise<string | undefined>): Promise<Page | undefined> => {
    const cached = await cache.remember({ namespace, key, ageMsMax }, write);
    return cached && { text: cached.text, etag: etagOf(cached.text), writtenAt: clock.monotonic() - cached.ageMs };
  };
  return {
    read(key, write) {
      const known = kept.get(key);
      if (known && known.until > clock.monotonic()) {
        kept.delete(key);
        kept.set(key, known);
        return known.page;
      }
      if (kept.size >= entriesMax) kept.delete(kept.keys().next().value ?? '');
      const page = readShared(key, write);
      const entry = { page, until: clock.monotonic() + ageMsMax };
      kept.delete(key);
      kept.set(key, entry);
      page.then(
        (found) => {
          if (found) entry.until = found.writtenAt + ageMsMax;
        },
        () => {
          if (kept.get(key) === entry) kept.delete(key);
        },
      );
      return page;
    },
    clear: () => {
      kept.clear();
      return cache.forgetAll(namespace);
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
