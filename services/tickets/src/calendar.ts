/** The calendar entry of an order: iCalendar (RFC 5545), one VEVENT in the event's own time zone. */
import { Temporal } from 'temporal-polyfill';
import { tzlib_get_ical_block } from 'timezones-ical-library';

/** What the entry tells. Instants are RFC 3339; `places` are lines like "Stalls, row F, seat 12". */
export interface CalendarEntry {
  orderId: string;
  orderReference: string;
  event: { name: string; startsAt: string; endsAt: string; timeZone: string; doorsAt?: string };
  venue: { name: string; address: string; city: string; country: string };
  organization: { name: string };
  places: readonly string[];
}

const LINE_BYTES_MAX = 75;

/**
 * An .ics document with CRLF line ends, lines folded at 75 bytes without cutting a character, and the rules of
 * the event's zone. Its UID is the order's id, so importing it again updates the entry instead of doubling it.
 */
export function renderCalendar(entry: CalendarEntry, { now }: { now: Date }): string {
  const { event, venue } = entry;
  const zone = zoneRules(event.timeZone);
  const starts = Temporal.Instant.from(event.startsAt);
  const ends = Temporal.Instant.from(event.endsAt);
  const time = (instant: Temporal.Instant) =>
    zone ? `;${zone.parameter}:${basic(instant, event.timeZone)}` : `:${basic(instant, 'UTC')}Z`;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Usher//Tickets//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...(zone?.lines ?? []),
    'BEGIN:VEVENT',
    `UID:${entry.orderId}`,
    `DTSTAMP:${basic(Temporal.Instant.fromEpochMilliseconds(now.getTime()), 'UTC')}Z`,
    `DTSTART${time(starts)}`,
    `DTEND${time(ends)}`,
    `SUMMARY:${escapeText(event.name)}`,
    `LOCATION:${escapeText([venue.name, venue.address, venue.city, venue.country].filter(Boolean).join(', '))}`,
    `DESCRIPTION:${escapeText(description(entry))}`,
    'STATUS:CONFIRMED',
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function description({ event, places, orderReference, organization }: CalendarEntry): string {
  const doors = event.doorsAt && Temporal.Instant.from(event.doorsAt).toZonedDateTimeISO(event.timeZone);
  return [
    ...(doors ? [`Doors open ${doors.toPlainTime().toString({ smallestUnit: 'minute' })}`] : []),
    ...places,
    `Order ${orderReference}`,
    `Sold by ${organization.name}`,
  ].join('\n');
}

/** The VTIMEZONE and the name it gives the zone (its current IANA name). Undefined for a zone the library lacks. */
function zoneRules(timeZone: string): { lines: string[]; parameter: string } | undefined {
  const [block, parameter] = tzlib_get_ical_block(timeZone, false);
  return block && parameter?.startsWith('TZID=') ? { lines: block.split('\r\n'), parameter } : undefined;
}

/** Local date and time in the basic form, e.g. 20270501T200000. */
function basic(instant: Temporal.Instant, timeZone: string): string {
  const local = instant.toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'second' });
  return local.replace(/[-:]/g, '');
}

function escapeText(text: string): string {
  return text
    .replace(/[\\;,]/g, (character) => `\\${character}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\p{Cc}/gu, ' ');
}

function fold(line: string): string {
  let folded = '';
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > LINE_BYTES_MAX) {
      folded += '\r\n ';
      bytes = 1;
    }
    folded += character;
    bytes += size;
  }
  return folded;
}
