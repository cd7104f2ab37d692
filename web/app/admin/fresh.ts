/** Figures that stay true while somebody looks at them, and how old they are when they can't. */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Answered, Refusal } from '../api/ask.ts';
import { now } from '../clock.ts';

interface Fresh<T> {
  readonly data: T;
  /** When the data was true, by the server's clock. */
  readonly atMs: number;
  /** Why the last asking gave nothing; the data is then older. */
  readonly refusal: Refusal | null;
}

interface Asking<T> {
  readonly initial: { readonly data: T; readonly atMs: number };
  readonly everyMs: number;
  readonly ask: (signal: AbortSignal) => Promise<Answered<T>>;
}

/** Begins with what the page was loaded with and asks anew while the page is seen; a newly loaded page wins. */
export function useFresh<T>({ initial, everyMs, ask }: Asking<T>): Fresh<T> {
  const [fresh, setFresh] = useState<Fresh<T>>({ ...initial, refusal: null });
  const latestAsk = useRef(ask);
  useEffect(() => {
    latestAsk.current = ask;
  });
  useEffect(() => {
    setFresh({ data: initial.data, atMs: initial.atMs, refusal: null });
    const ending = new AbortController();
    const look = async () => {
      if (document.hidden) return;
      const answer = await latestAsk.current(AbortSignal.timeout(everyMs));
      if (ending.signal.aborted) return;
      setFresh((before) =>
        answer.ok ? { data: answer.data, atMs: now(), refusal: null } : { ...before, refusal: answer.refusal },
      );
    };
    const timer = setInterval(() => void look(), everyMs);
    document.addEventListener('visibilitychange', () => void look(), { signal: ending.signal });
    return () => {
      ending.abort();
      clearInterval(timer);
    };
  }, [initial.data, initial.atMs, everyMs]);
  return fresh;
}

/** Whole seconds since then; 0 while the server renders. */
export function useAgeSeconds(atMs: number): number {
  return useSyncExternalStore(
    everySecond,
    () => Math.max(0, Math.floor((now() - atMs) / 1000)),
    () => 0,
  );
}

function everySecond(tick: () => void): () => void {
  const timer = setInterval(tick, 1_000);
  return () => clearInterval(timer);
}
