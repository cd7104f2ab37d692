/** Watching the live state from a component, no oftener than it can be read. */
import { useCallback, useSyncExternalStore } from 'react';
import type { LiveSeats } from '../live-seats.ts';

/** In a busy sale seats change in every frame; counts that change four times a second can still be read. */
const EVERY_MS = 250;

/** Renders anew after changes; gives a number that grows with them. */
export function useLive(live: LiveSeats): number {
  const subscribe = useCallback(
    (changed: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const stop = live.subscribe(() => {
        timer ??= setTimeout(() => {
          timer = undefined;
          changed();
        }, EVERY_MS);
      });
      return () => {
        stop();
        clearTimeout(timer);
      };
    },
    [live],
  );
  return useSyncExternalStore(
    subscribe,
    () => live.revision,
    () => 0,
  );
}
