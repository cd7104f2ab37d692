/**
 * Public pages kept in memory for a moment, written once whoever asks: many readers of one page cost
 * one query, and the copies of this service share what one wrote while Redis is there. What any copy
 * changes is forgotten by all at once; should that word be lost, when a page ages out.
 */
import { createHash } from 'node:crypto';
import type { Cache } from '@usher/kit/cache';
import type { Clock } from '@usher/kit/clock';
import type { Call, Reply } from '@usher/kit/operations';
import { sendWritten, type Written, writeOnce } from '@usher/kit/written';

export interface Page {
  readonly written: Written;
  readonly writtenAt: number;
}

const HEADERS = { 'cache-control': 'public, max-age=5', vary: 'Accept-Encoding, Origin' };
const TAG_LENGTH = 22;

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
    if (!cached) return undefined;
    return { written: writeOnce(cached.text, tagOf(cached.text)), writtenAt: clock.monotonic() - cached.ageMs };
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

/** Sends a page, or says that the reader has it. */
export function replyWith(
  page: Page,
  call: Pick<Call, 'header'>,
  headers: Record<string, string> = {},
): Promise<Reply<never>> {
  return sendWritten(call, page.written, { ...HEADERS, ...headers });
}

/** Of the same text, the same. */
function tagOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, TAG_LENGTH);
}
