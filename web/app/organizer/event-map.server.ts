/** What an event has to sell, counted from its own seat map: a published event stays on the map it was published with. */
import type { SeatMapColumns } from '@usher/contracts/seat-map';
import type { RouterContextProvider } from 'react-router';
import { askApi } from '../api/server.ts';

export interface EventMap {
  readonly version: number;
  readonly seatCount: number;
  /** Seats and places of areas by the tier they sell at. */
  readonly placesByTier: Readonly<Record<string, number>>;
  readonly areas: readonly {
    readonly id: string;
    readonly name: string;
    readonly capacity: number;
    readonly tierKey: string | null;
  }[];
}

/** Null while the event's venue has no seat map, or when it cannot be read just now. */
export async function eventMapOf(context: Readonly<RouterContextProvider>, eventId: string): Promise<EventMap | null> {
  const headers = { accept: 'application/vnd.usher.seat-map+json' };
  const path = `/events/${eventId}/seat-map`;
  const answer = await askApi(context, { method: 'GET', path, headers, body: undefined });
  if (!answer.ok) return null;
  return countPlaces((await answer.json()) as SeatMapColumns & { version: number });
}

function countPlaces(map: SeatMapColumns & { version: number }): EventMap {
  const placesByTier: Record<string, number> = {};
  let seatCount = 0;
  const add = (key: string | null | undefined, places: number) => {
    if (key != null) placesByTier[key] = (placesByTier[key] ?? 0) + places;
  };
  for (const { x, tiers } of map.sections.flatMap((section) => section.rows)) {
    seatCount += x.length;
    if (typeof tiers === 'number') add(map.tierKeys[tiers], x.length);
    else for (const tier of tiers) add(map.tierKeys[tier], 1);
  }
  for (const area of map.areas) add(area.tierKey, area.capacity);
  const areas = map.areas.map(({ id, name, capacity, tierKey }) => ({ id, name, capacity, tierKey }));
  return { version: map.version, seatCount, placesByTier, areas };
}
