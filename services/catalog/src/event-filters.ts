/** What may be asked of the public events: words, category, city, and from when to when. */
import { type Refusal, refuseFields } from '@usher/kit/refusal';
import { instantOf } from './event-rules.ts';
import { searchQuery } from './search-text.ts';

export interface EventFilters {
  /** For `to_tsquery`; undefined when no words are asked for. */
  readonly words: string | undefined;
  readonly category: string | undefined;
  readonly city: string | undefined;
  readonly from: Bound;
  readonly to: Bound;
}

/** A day of the venue's calendar or an instant; nothing when it is open. Both ends are included. */
interface Bound {
  readonly day: string | null;
  readonly instant: string | null;
}

interface Asked {
  readonly q?: string | undefined;
  readonly category?: string | undefined;
  readonly city?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const OPEN: Bound = { day: null, instant: null };
export const NO_FILTERS: EventFilters = {
  words: undefined,
  category: undefined,
  city: undefined,
  from: OPEN,
  to: OPEN,
};

/** Refuses dates no calendar reaches and an end before the beginning. */
export function filtersOf({ q, category, city, from, to }: Asked): EventFilters | Refusal<'invalid_request'> {
  const bounds = { from: boundOf(from), to: boundOf(to) };
  if (!bounds.from || !bounds.to)
    return refuseFields([{ path: bounds.from ? 'to' : 'from', message: 'is too far away' }]);
  if (isBefore(bounds.to, bounds.from)) return refuseFields([{ path: 'to', message: 'must not be before from' }]);
  return { words: searchQuery(q), category, city, from: bounds.from, to: bounds.to };
}

function boundOf(given: string | undefined): Bound | undefined {
  if (given === undefined) return OPEN;
  const instant = instantOf(given);
  if (instant === undefined) return undefined;
  return given.includes('T') ? { day: null, instant } : { day: given, instant: null };
}

/** Days with days, instants with instants; which of a day and an instant is earlier depends on the venue. */
function isBefore(one: Bound, other: Bound): boolean {
  if (one.day !== null && other.day !== null) return one.day < other.day;
  return one.instant !== null && other.instant !== null && one.instant < other.instant;
}
