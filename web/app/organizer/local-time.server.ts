/** Between the clock on a venue's wall and instants, for the fields in which organisers enter times. */
import { Temporal } from 'temporal-polyfill';

/** The instant of a wall-clock time; undefined when the clocks skip it or show it twice, or it is no date. */
export function instantAt(local: string, timeZone: string): string | undefined {
  try {
    const time = Temporal.PlainDateTime.from(local, { overflow: 'reject' });
    const zoned = time.toZonedDateTime(timeZone, { disambiguation: 'reject' });
    return zoned.toInstant().toString({ fractionalSecondDigits: 3 });
  } catch {
    return undefined;
  }
}

/** What the wall shows at an instant, as a `datetime-local` field takes it. */
export function localAt(instant: string, timeZone: string): string {
  return Temporal.Instant.from(instant)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
}
