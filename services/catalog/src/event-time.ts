/** When an event starts: a wall-clock time at a venue becomes one instant, or is refused with what it could mean. */
import { Temporal } from 'temporal-polyfill';

/** One reading of a local time: what clocks at the venue show, their offset from UTC, and the instant. */
export interface TimeChoice {
  readonly local: string;
  readonly offset: string;
  readonly instant: string;
}

export interface LocalTimeFault {
  /**
   * `gap`: clocks skip that time; the choices are the readings before and after. `overlap`: it happens twice.
   * `wrong_offset`: that zone does not use the given offset then. `unknown_time`: not a date, e.g. 30 February.
   */
  readonly fault: 'unknown_zone' | 'unknown_time' | 'gap' | 'overlap' | 'wrong_offset';
  readonly choices: readonly TimeChoice[];
}

/**
 * Finds the instant (RFC 3339, UTC, milliseconds) of a local time like "2027-05-01T20:00" in an IANA time zone.
 * `offset`, like "+02:00", picks one of the two readings of a time that happens twice; a time that does not
 * exist cannot be picked, the caller sends one of the choices instead.
 */
export function toInstant(local: string, timeZone: string, offset?: string): { instant: string } | LocalTimeFault {
  if (!isTimeZone(timeZone)) return { fault: 'unknown_zone', choices: [] };
  const time = plainTime(local);
  if (!time) return { fault: 'unknown_time', choices: [] };
  const earlier = time.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  const later = time.toZonedDateTime(timeZone, { disambiguation: 'later' });
  const twice = !earlier.equals(later);
  const choices = (twice ? [earlier, later] : [earlier]).map(choiceOf);
  if (twice && !earlier.toPlainDateTime().equals(time)) return { fault: 'gap', choices };
  if (twice && offset === undefined) return { fault: 'overlap', choices };
  const chosen = choices.find((choice) => offset === undefined || choice.offset === offset);
  return chosen ? { instant: chosen.instant } : { fault: 'wrong_offset', choices };
}

/** Whether this names a time zone of the IANA database, an old (link) name included; bare offsets are not zones. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function plainTime(local: string): Temporal.PlainDateTime | undefined {
  try {
    return Temporal.PlainDateTime.from(local, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

function choiceOf(zoned: Temporal.ZonedDateTime): TimeChoice {
  return {
    local: zoned.toPlainDateTime().toString({ smallestUnit: 'minute' }),
    offset: zoned.offset,
    instant: zoned.toInstant().toString({ fractionalSecondDigits: 3 }),
  };
}
