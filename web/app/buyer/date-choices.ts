/** The days people look for: this weekend, the next, this month. Days belong to the venue's calendar. */

/** A span of days, both included, as filters and sentences use it. */
export interface DateChoice {
  readonly from: string;
  readonly to: string;
  /** On a chip: `Next weekend`. */
  readonly label: string;
  /** In a sentence: `next weekend`, `in December`. */
  readonly phrase: string;
}

const DAY_MS = 86_400_000;
const FRIDAY = 5;
const MONTHS_AHEAD = 3;

/** The choices as seen from this moment, soonest first. */
export function dateChoices(nowMs: number): DateChoice[] {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const sinceMonday = (new Date(today).getUTCDay() + 6) % 7;
  const monday = today - sinceMonday * DAY_MS;
  const friday = monday + (FRIDAY - 1) * DAY_MS;
  return [
    spanOf(today, today, 'Today', 'today'),
    spanOf(Math.max(today, friday), friday + 2 * DAY_MS, 'This weekend', 'this weekend'),
    spanOf(friday + 7 * DAY_MS, friday + 9 * DAY_MS, 'Next weekend', 'next weekend'),
    spanOf(today, today + 6 * DAY_MS, 'Next 7 days', 'in the next 7 days'),
    ...Array.from({ length: MONTHS_AHEAD }, (_, ahead) => monthOf(today, ahead)),
  ];
}

/** The day an instant falls on, by a clock in that time zone: `2027-05-01`. */
export function dayOf(instant: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return format.format(new Date(instant));
}

function monthOf(today: number, ahead: number): DateChoice {
  const day = new Date(today);
  const first = Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + ahead, 1);
  const last = Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + ahead + 1, 0);
  const name = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(first);
  return spanOf(Math.max(today, first), last, name, `in ${name}`);
}

function spanOf(from: number, to: number, label: string, phrase: string): DateChoice {
  return { from: writeDay(from), to: writeDay(to), label, phrase };
}

function writeDay(dayMs: number): string {
  return new Date(dayMs).toISOString().slice(0, 10);
}
