/** What the buyer holds already: theirs on the map until the hold ends. */
import { seatIndexOf } from '@usher/contracts/seat-ids';
import { useEffect, useMemo, useState } from 'react';
import type { Plan } from '../plan.ts';
import type { Hold } from './own-hold.server.ts';
import { NO_PLACES, type OwnPlaces, type OwnView } from './own-view.ts';

/** The hold until it ends, which the countdown tells before the server is asked again. */
export function useOwnHold(hold: Hold | undefined): { readonly hold: Hold | undefined; readonly end: () => void } {
  const [endedId, setEndedId] = useState<string>();
  return { hold: hold?.id === endedId ? undefined : hold, end: () => setEndedId(hold?.id) };
}

/** Its places as the map knows them; from now on they are the buyer's in the view. */
export function useOwnPlaces(hold: Hold | undefined, plan: Plan, view: OwnView): OwnPlaces {
  const places = useMemo(() => (hold ? placesOf(hold, plan) : NO_PLACES), [hold?.id, plan]);
  useEffect(() => view.own(places), [view, places]);
  return places;
}

/** Seats and areas of a hold; what this version of the map does not have is left out. */
export function placesOf({ items }: Pick<Hold, 'items'>, plan: Plan): OwnPlaces {
  const areaOf = new Map(plan.areas.map(({ id, index }) => [id, index]));
  const areas = new Map<number, number>();
  const seats = new Set<number>();
  for (const { seatId, areaId } of items) {
    const seat = seatId === undefined ? undefined : seatIndexOf(plan.seatIdBase, seatId);
    const area = areaOf.get(areaId ?? '');
    if (seat !== undefined) seats.add(seat);
    if (area !== undefined) areas.set(area, (areas.get(area) ?? 0) + 1);
  }
  return { seats, areas };
}
