/** One's own entry, asked for again at the interval the server sets, for as long as something can still change. */
import { useEffect, useRef, useState } from 'react';
import { useRevalidator } from 'react-router';
import { ask } from '../api/browser.ts';
import { monotonic } from '../clock.ts';
import { type Estimate, nextEstimate } from './estimate.ts';
import { keepPass } from './pass.ts';
import type { Entry } from './stage.ts';

interface Watched {
  readonly entry: Entry;
  readonly estimate: Estimate | null;
}

/** Part of a wait that is left to chance, so that a crowd that came in one moment does not ask in one moment. */
const SPREAD = 0.15;
/** The longest silence after answers that did not come. */
const WAIT_SECONDS_MAX = 60;
/** Having its place wrong for so many questions in a row, a page says so. */
const LATE_AFTER = 2;

export interface EntryNow {
  readonly entry: Entry | null;
  readonly estimate: Estimate | null;
  /** Nobody could be asked lately; what is shown may be old. */
  readonly isLate: boolean;
}

/** Begins with what the page came with; a pass is kept the moment it arrives. */
export function useEntry(first: Entry | null): EntryNow {
  const [watched, setWatched] = useState<(Watched & { readonly first: Entry }) | null>(null);
  const [misses, setMisses] = useState(0);
  const { revalidate } = useRevalidator();
  const now = watched !== null && watched.first === first ? watched : first && { ...beginning(first), first };
  const current = useRef(now);
  current.current = now;
  useEffect(() => {
    if (first === null) return;
    return watch(first, {
      told(entry) {
        setMisses(0);
        if (entry.pass !== null && entry.passExpiresAt !== null)
          keepPass(entry.eventId, entry.pass, entry.passExpiresAt);
        const estimate = nextEstimate(current.current?.estimate ?? null, entry.estimate);
        setWatched({ first, entry, estimate });
      },
      missed: () => setMisses((before) => before + 1),
      gone: () => void revalidate(),
    });
  }, [first, revalidate]);
  return { entry: now?.entry ?? null, estimate: now?.estimate ?? null, isLate: misses >= LATE_AFTER };
}

const beginning = (entry: Entry): Watched => ({ entry, estimate: nextEstimate(null, entry.estimate) });

interface Listener {
  readonly told: (entry: Entry) => void;
  readonly missed: () => void;
  /** There is no such entry any more, or nobody to have one. */
  readonly gone: () => void;
}

/** Asks until it is stopped; a page that is looked at again asks at once if it is time. */
function watch(first: Entry, { told, missed, gone }: Listener): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let timer: ReturnType<typeof setTimeout>;
  let dueMs = 0;
  let misses = 0;
  const later = (seconds: number) => {
    const waitMs = seconds * 1000 * (1 + chance() * SPREAD);
    dueMs = monotonic() + waitMs;
    clearTimeout(timer);
    timer = setTimeout(() => void look(), waitMs);
  };
  const look = async () => {
    const answer = await ask('getQueueEntry', { params: { id: first.eventId }, signal }).catch(() => undefined);
    if (signal.aborted) return;
    if (answer?.ok) {
      misses = 0;
      told(answer.data);
      later(answer.data.askAgainInSeconds);
      return;
    }
    const refusal = answer?.refusal;
    if (refusal?.status === 404 || refusal?.status === 401) {
      gone();
      return;
    }
    misses += 1;
    missed();
    const wait = Math.min(WAIT_SECONDS_MAX, first.askAgainInSeconds * 2 ** misses);
    later(Math.max(wait, refusal?.retryAfterSeconds ?? 0));
  };
  const wake = () => {
    if (!document.hidden && monotonic() >= dueMs) void look();
  };
  later(first.askAgainInSeconds);
  document.addEventListener('visibilitychange', wake, { signal });
  globalThis.addEventListener('pageshow', wake, { signal });
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}

/** Between 0 and 1. */
const chance = (): number => (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 255;
