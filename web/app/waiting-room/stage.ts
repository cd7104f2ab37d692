/** Where a person stands in the waiting room, which decides what the page says. */
import type { Data } from '../api/ask.ts';
import type { EventDetail } from '../buyer/event-sale.ts';
import { placeFigure } from './place-words.ts';

export type Queue = Data<'getQueue'>;
export type Entry = Data<'getQueueEntry'>;

/**
 * `outside`: has no place yet. `unknown`: may have one, but it cannot be told just now. `sold_out`: has a place, and
 * nothing is left at present. `closed`: nobody is let in any more.
 */
export type Stage = 'outside' | 'unknown' | 'sold_out' | 'closed' | Entry['state'];

/** An entry that could not be read is `unknown`; null is none. */
export function stageOf(status: EventDetail['status'], entry: Entry | 'unknown' | null): Stage {
  if (status === 'cancelled' || status === 'sales_closed') return 'closed';
  if (entry === null) return 'outside';
  if (entry === 'unknown') return 'unknown';
  return entry.state === 'waiting' && entry.soldOut ? 'sold_out' : entry.state;
}

/** What the tab says: who looks at another page sees the place there. */
export function titleOf(stage: Stage, entry: Entry | null, eventName: string): string {
  const place = entry?.place ?? null;
  const words = stage === 'waiting' && place !== null ? `${placeFigure(place)} in line` : titles[stage];
  return `${words} · ${eventName}`;
}

const titles: Readonly<Record<Stage, string>> = {
  outside: 'Waiting room',
  unknown: 'Waiting room',
  pooled: 'You’re in',
  waiting: 'In line',
  sold_out: 'Sold out',
  admitted: 'Your turn',
  lapsed: 'Your turn has passed',
  closed: 'Sales have ended',
};
