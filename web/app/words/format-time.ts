/** How instants are written: always in a named time zone, which for an event is the event's own. */
import { LOCALE } from './format.ts';

/** The moment an event begins, with its weekday: `Sat 1 May 2027, 20:00`. */
export function formatEventTime(instant: string, timeZone: string): string {
  return `${formatDate(instant, timeZone)}, ${formatTime(instant, timeZone)}`;
}

/** A day with its weekday: `Sat 1 May 2027`. */
export function formatDate(instant: string, timeZone: string): string {
  return parts(instant, { timeZone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).replace(
    ',',
    '',
  );
}

/** A day written out: `Saturday 1 May 2027`. */
export function formatDateLong(instant: string, timeZone: string): string {
  return parts(instant, { timeZone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).replace(',', '');
}

/** A day where space is short and the year is plain from the place: `Sat 1 May`. */
export function formatDateShort(instant: string, timeZone: string): string {
  return parts(instant, { timeZone, weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '');
}

/** The time of day: `20:00`. */
export function formatTime(instant: string, timeZone: string): string {
  return parts(instant, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** From when to when: `20:00 to 22:30`, with the day of the end when it is another one. */
export function formatTimeRange(from: string, to: string, timeZone: string): string {
  const sameDay = formatDate(from, timeZone) === formatDate(to, timeZone);
  const end = sameDay ? formatTime(to, timeZone) : `${formatDateShort(to, timeZone)}, ${formatTime(to, timeZone)}`;
  return `${formatTime(from, timeZone)} to ${end}`;
}

/** A time zone as people say it: `Berlin time`. */
export function formatZone(timeZone: string): string {
  const place = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone;
  return timeZone.includes('/') ? `${place} time` : place;
}

/** A calendar day that belongs to no time zone, such as a day of a report: `1 May`. */
export function formatDay(day: string): string {
  return parts(`${day}T12:00:00Z`, { timeZone: 'UTC', day: 'numeric', month: 'short' });
}

/** Whether two time zones show the same clock at that instant. */
export function sameClock(instant: string, zone: string, other: string): boolean {
  return formatEventTime(instant, zone) === formatEventTime(instant, other);
}

/** Named formats are made once each: making one costs more than using it a thousand times. */
const formats = new Map<string, Intl.DateTimeFormat>();

function parts(instant: string, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(LOCALE, options);
  formats.set(key, format);
  return format.format(new Date(instant));
}
