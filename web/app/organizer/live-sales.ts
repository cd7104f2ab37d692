/** An event's sales as they happen: asked for again and again while somebody looks. */
import { useEffect, useState } from 'react';
import type { Data } from '../api/ask.ts';
import { ask } from '../api/browser.ts';
import { now } from '../clock.ts';
import type { EventMap } from './event-map.server.ts';

export interface Sales {
  readonly report: Data<'getEventReport'>;
  /** What each area takes and has free. */
  readonly areas: Data<'getAvailability'>['areas'];
  /** How many wait to be let in; null where nobody has to, or nobody could say. */
  readonly waiting: number | null;
  /** When these figures were true, by the server's clock. */
  readonly atMs: number;
}

/** Places as the event's seat map has them. */
export type DrawnPlaces = Pick<EventMap, 'placesByTier' | 'areas'>;

const EVERY_MS = 1_500;
const SPOKEN_EVERY_MS = 500;

/** Starts from what the page came with. A hidden page rests; figures that cannot be had keep their age. */
export function useLiveSales(event: Pick<Data<'getEvent'>, 'id' | 'waitingRoom'>, first: Sales): Sales {
  const { id: eventId, waitingRoom } = event;
  const mayWait = waitingRoom !== 'off';
  const [sales, setSales] = useState(first);
  const hasAreas = first.areas.length > 0;
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = async () => {
      if (!document.hidden && navigator.onLine) {
        const next = await readSales(eventId, { hasAreas, mayWait }, stop.signal).catch(() => null);
        if (next && !stop.signal.aborted)
          setSales((last) => ({ ...next, areas: next.areas.length > 0 ? next.areas : last.areas }));
      }
      if (!stop.signal.aborted) timer = setTimeout(() => void again(), EVERY_MS);
    };
    timer = setTimeout(() => void again(), EVERY_MS);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [eventId, hasAreas, mayWait]);
  return sales;
}

/** Places by tier as they are now: what areas gained or lost since their map was drawn is counted in. */
export function placesNow({ placesByTier, areas }: DrawnPlaces, now: Sales['areas']): Record<string, number> {
  const places = { ...placesByTier };
  for (const { id, capacity, tierKey } of areas) {
    const resized = now.find((area) => area.id === id)?.capacity ?? capacity;
    if (tierKey !== null) places[tierKey] = (places[tierKey] ?? 0) + resized - capacity;
  }
  return places;
}

/** Whole seconds since then; 0 until the page is awake. */
export function useAgeSeconds(atMs: number): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const tell = () => setSeconds(Math.max(0, Math.floor((now() - atMs) / 1000)));
    tell();
    const timer = setInterval(tell, SPOKEN_EVERY_MS);
    return () => clearInterval(timer);
  }, [atMs]);
  return seconds;
}

async function readSales(
  eventId: string,
  { hasAreas, mayWait }: { hasAreas: boolean; mayWait: boolean },
  signal: AbortSignal,
): Promise<Sales | null> {
  const params = { id: eventId };
  const [report, availability, queue] = await Promise.all([
    ask('getEventReport', { params, signal }),
    hasAreas ? ask('getAvailability', { params, signal }) : null,
    mayWait ? ask('getQueue', { params, signal }) : null,
  ]);
  if (!report.ok) return null;
  return {
    report: report.data,
    areas: availability?.ok ? availability.data.areas : [],
    waiting: queue?.ok ? queue.data.waiting : null,
    atMs: now(),
  };
}
