/** What an event must obey, and what of it may still change: pure rules over the request and the stored event. */
import { type Refusal, refuse, refuseFields } from '@usher/kit/refusal';
import type { EventRow } from './event-row.ts';
import { toInstant } from './event-time.ts';

/** An event without a length of its own is taken to last so long. */
export const DURATION_MINUTES = 180;
const TICKETS_PER_ORDER = 8;
const MINUTE_MS = 60_000;
/** Years a calendar, a database and a browser all agree on. */
const YEARS = { from: 1970, to: 9_000 };

export interface Price {
  readonly amount: number;
  readonly currency: string;
}
export interface TierInput {
  readonly key: string;
  readonly name: string;
  readonly price: Price;
}

/** What organizers send, in a draft or as a change. */
export interface EventFields {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly category?: string | undefined;
  readonly venueId?: string | undefined;
  readonly startsAtLocal?: string | undefined;
  readonly startsAtOffset?: string | undefined;
  readonly durationMinutes?: number | undefined;
  readonly priceTiers?: readonly TierInput[] | undefined;
  readonly salesOpenAt?: string | undefined;
  readonly salesCloseAt?: string | undefined;
  readonly maxTicketsPerOrder?: number | undefined;
  readonly maxTicketsPerBuyer?: number | null | undefined;
  readonly orphanRule?: 'off' | 'on' | undefined;
  readonly waitingRoom?: 'off' | 'auto' | 'on' | undefined;
  readonly waitingRoomChallenge?: boolean | undefined;
  readonly holderNameRequired?: boolean | undefined;
}

export interface EventTimes {
  readonly startsAtLocal: string;
  readonly timeZone: string;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** The instant of a local start, or why it has none; the choices are shown. Seconds are dropped. */
export function timesOf(
  local: string,
  offset: string | undefined,
  timeZone: string,
  durationMinutes: number,
): EventTimes | Refusal<'local_time_invalid'> {
  const startsAtLocal = local.slice(0, 'yyyy-mm-ddThh:mm'.length);
  const read = toInstant(startsAtLocal, timeZone, offset);
  if ('fault' in read) return refuse('local_time_invalid', { more: { fault: read.fault, choices: read.choices } });
  const endsAt = new Date(Date.parse(read.instant) + durationMinutes * MINUTE_MS).toISOString();
  return { startsAtLocal, timeZone, startsAt: read.instant, endsAt };
}

/** An instant in UTC as everything else writes it, or undefined when no calendar reaches it. */
export function instantOf(text: string): string | undefined {
  const at = new Date(text);
  const year = at.getUTCFullYear();
  return year >= YEARS.from && year <= YEARS.to ? at.toISOString() : undefined;
}

/** Refuses dates out of reach and a sale that closes before it opens. */
export function refuseDates(given: EventFields, stored?: EventRow): Refusal<'invalid_request'> | undefined {
  const errors: { path: string; message: string }[] = [];
  const year = given.startsAtLocal === undefined ? YEARS.from : Number(given.startsAtLocal.slice(0, 4));
  if (year < YEARS.from || year > YEARS.to) errors.push({ path: 'startsAtLocal', message: 'is too far away' });
  for (const path of ['salesOpenAt', 'salesCloseAt'] as const) {
    const text = given[path];
    if (text !== undefined && instantOf(text) === undefined) errors.push({ path, message: 'is too far away' });
  }
  const opens = given.salesOpenAt ?? stored?.sales_open_at;
  const closes = given.salesCloseAt;
  if (opens !== undefined && closes !== undefined && Date.parse(closes) <= Date.parse(opens)) {
    errors.push({ path: 'salesCloseAt', message: 'must be after salesOpenAt' });
  }
  return errors.length > 0 ? refuseFields(errors) : undefined;
}

/** True when the change touches what buyers of a published event rely on: place, time, prices. The same value again is no change. */
export function changesWhatIsFixed(change: EventFields, stored: EventRow): boolean {
  const { venueId, startsAtLocal, durationMinutes, priceTiers } = change;
  if (venueId !== undefined && venueId !== stored.venue_id) return true;
  if (startsAtLocal !== undefined && startsAtLocal.slice(0, stored.starts_at_local.length) !== stored.starts_at_local)
    return true;
  if (durationMinutes !== undefined && durationMinutes !== stored.duration_minutes) return true;
  return (
    priceTiers !== undefined &&
    JSON.stringify(priceTiers.map(tierText)) !== JSON.stringify(stored.price_tiers.map(tierText))
  );
}

/** What a new event gets where its organizer said nothing. */
export const eventDefaults = {
  description: '',
  durationMinutes: DURATION_MINUTES,
  maxTicketsPerOrder: TICKETS_PER_ORDER,
  maxTicketsPerBuyer: null,
  orphanRule: 'off',
  waitingRoom: 'off',
  waitingRoomChallenge: false,
  holderNameRequired: false,
} as const;

function tierText({ key, name, price }: TierInput): readonly (string | number)[] {
  return [key, name, price.amount, price.currency];
}
