/** Where an event stands for who wants a ticket. */
import type { Data } from '../api/ask.ts';
import { formatDateLong, formatTime } from '../words/format-time.ts';

export type EventDetail = Data<'getEvent'>;

/** All its page shows. */
export interface ShownEvent {
  readonly event: EventDetail;
  /** With its address; null when it could not be asked for. */
  readonly venue: Data<'getVenue'> | null;
  readonly sale: Sale;
  /** The way to the seats leads through the waiting room. */
  readonly isQueued: boolean;
  /** When the server answered. */
  readonly nowMs: number;
}

/** The event's status, and `past` once it is over. */
export type Sale = EventDetail['status'] | 'past';

/** What holds at this moment. A cancelled event stays cancelled, however long ago it was to be. */
export function saleOf(event: EventDetail, nowMs: number): Sale {
  const isOver = Date.parse(event.endsAt) <= nowMs;
  return isOver && event.status !== 'cancelled' && event.status !== 'draft' ? 'past' : event.status;
}

/** What is chosen: seats, places of an area, or both. */
export function chooseLabel({ seating }: EventDetail): string {
  return seating === 'areas' ? 'Choose tickets' : 'Choose seats';
}

/** How one sits or stands there, in words; undefined while there is no seat map. */
export function seatingWords({ seating }: EventDetail): string | undefined {
  switch (seating) {
    case 'seated':
      return 'Numbered seats you choose on the map';
    case 'areas':
      return 'Open areas without numbered seats';
    case 'mixed':
      return 'Numbered seats and open areas';
    case null:
      return undefined;
  }
}

/** `Friday 7 May 2027 at 10:00`, by the venue's clock. */
export function saleMoment(instant: string, timeZone: string): string {
  return `${formatDateLong(instant, timeZone)} at ${formatTime(instant, timeZone)}`;
}
