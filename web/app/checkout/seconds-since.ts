/** How long something has been going on, as something a component can watch. */
import { useCallback, useRef, useSyncExternalStore } from 'react';
import { now } from '../clock.ts';

/** Whole seconds since then by the server's clock, never fewer than a moment ago; 0 while the server renders. */
export function useSecondsSince(instantMs: number): number {
  const most = useRef({ instantMs, seconds: 0 });
  const read = useCallback(() => {
    if (most.current.instantMs !== instantMs) most.current = { instantMs, seconds: 0 };
    // The clock is set by every answer of the server, and may be set back a little.
    most.current.seconds = Math.max(most.current.seconds, Math.floor((now() - instantMs) / 1000));
    return most.current.seconds;
  }, [instantMs]);
  return useSyncExternalStore(subscribe, read, () => 0);
}

function subscribe(tick: () => void): () => void {
  const timer = setInterval(tick, 500);
  return () => clearInterval(timer);
}
