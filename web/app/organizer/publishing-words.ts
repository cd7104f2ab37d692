/** What publishing an event does, in a sentence, before it is done. */
import type { Data } from '../api/ask.ts';
import { formatRelative } from '../words/format.ts';
import { formatDateLong, formatTime, formatZone } from '../words/format-time.ts';

type Event = Pick<Data<'getEvent'>, 'salesOpenAt' | 'timeZone' | 'waitingRoom'>;

/** "On sale Friday 7 May 2027 at 10:00 Berlin time, in 14 hours. After that …" */
export function publishingWords({ salesOpenAt, timeZone, waitingRoom }: Event, nowMs: number): string {
  const seconds = Math.round((Date.parse(salesOpenAt) - nowMs) / 1000);
  const sale =
    seconds <= 0
      ? 'It goes on sale at once.'
      : `On sale ${formatDateLong(salesOpenAt, timeZone)} at ${formatTime(salesOpenAt, timeZone)} ${formatZone(timeZone)}, ${formatRelative(seconds)}.`;
  const room = waitingRoom === 'on' && seconds > 0 ? ' From now on people can join the waiting room.' : '';
  return `${sale}${room} Everybody can find the event, and its place, time, prices and seat map can’t change any more.`;
}
