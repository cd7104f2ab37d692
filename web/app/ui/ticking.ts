/** The seconds left until an instant, by the server's clock, as something a component can watch. */
import { useEffect, useSyncExternalStore } from 'react';
import { now } from '../clock.ts';

/** Whole seconds until then, 0 once it is over; undefined while the server renders, which knows no later. */
export function useSecondsLeft(until: string, onEnd?: () => void): number | undefined {
  const end = Date.parse(until);
  const left = useSyncExternalStore(
    subscribe,
    () => Math.max(0, Math.ceil((end - now()) / 1000)),
    () => undefined,
  );
  const isOver = left === 0;
  useEffect(() => {
    if (isOver) onEnd?.();
    // What happens at the end is asked for once per end, not whenever the caller renders anew.
  }, [isOver, until]);
  return left;
}

/** True in the browser, false while the server renders and during the first render in the browser. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/** A quarter of a second keeps the shown second honest; a page that comes back from sleep is right at once. */
function subscribe(tick: () => void): () => void {
  const timer = setInterval(tick, 250);
  document.addEventListener('visibilitychange', tick);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
  };
}

const never = () => () => undefined;
