/** Gets the seat map of an event and keeps its seats live while the page is open. */
import { startTransition, useCallback, useEffect, useState } from 'react';
import { fetchPlan } from '../fetch-plan.ts';
import { connectLiveSeats } from '../live-connection.ts';
import { openLiveSeats } from '../live-seats.ts';
import type { Plan, PlanTier } from '../plan.ts';
import { type OwnView, ownViewOf } from './own-view.ts';

export type SeatMapState =
  | { readonly state: 'loading' | 'failed' }
  | { readonly state: 'ready'; readonly plan: Plan; readonly view: OwnView };

/** Starts in the browser; `retry` fetches the map anew. */
export function useSeatMap(
  eventId: string,
  tiers: readonly PlanTier[],
): { readonly map: SeatMapState; readonly retry: () => void } {
  const [map, setMap] = useState<SeatMapState>({ state: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    let disconnect: (() => void) | undefined;
    fetchPlan(eventId, tiers, leaving.signal).then(
      (plan) => {
        if (leaving.signal.aborted) return;
        const live = openLiveSeats(plan);
        disconnect = connectLiveSeats(live, eventId);
        // Drawn in pieces: a slow phone still answers the finger meanwhile.
        startTransition(() => setMap({ state: 'ready', plan, view: ownViewOf(plan, live) }));
      },
      () => {
        if (!leaving.signal.aborted) setMap({ state: 'failed' });
      },
    );
    return () => {
      leaving.abort();
      disconnect?.();
    };
    // The tiers of an event on sale do not change; a new array of the same tiers is no new map.
  }, [eventId, attempt]);
  const retry = useCallback(() => {
    setMap({ state: 'loading' });
    setAttempt((count) => count + 1);
  }, []);
  return { map, retry };
}
