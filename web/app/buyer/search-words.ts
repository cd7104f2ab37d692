/** A search said in words: as a title, and as the sentence for when nothing was found. */
import { formatDay } from '../words/format-time.ts';
import { categoryPlural } from './category-words.ts';
import type { DateChoice } from './date-choices.ts';
import type { EventFilters } from './search-query.ts';

/** `Concerts in Hamburg`, `Events for “jazz”`, `Events`. */
export function searchTitle({ q, category, city }: EventFilters): string {
  const what = category === undefined ? 'Events' : categoryPlural(category);
  return [what, q !== undefined && `for “${q}”`, city !== undefined && `in ${city}`].filter(Boolean).join(' ');
}

/** `No comedy events match “jazz” in Lyon next weekend`. */
export function nothingFound(filters: EventFilters, choices: readonly DateChoice[]): string {
  const { q, category, city } = filters;
  return [
    'No',
    category?.toLowerCase(),
    'events',
    q !== undefined && `match “${q}”`,
    city !== undefined && `in ${city}`,
    datesPhrase(filters, choices),
  ]
    .filter(Boolean)
    .join(' ');
}

/** The days on a chip: `Next weekend`, `1 May to 3 May`; undefined when all days are meant. */
export function datesLabel(filters: EventFilters, choices: readonly DateChoice[]): string | undefined {
  const chosen = choiceOf(filters, choices);
  if (chosen) return chosen.label;
  const phrase = datesPhrase(filters, choices);
  return phrase && (filters.from !== undefined && filters.to !== undefined ? phrase.replace(/^from /, '') : phrase);
}

/** The named span of days the filters ask for. */
export function choiceOf({ from, to }: EventFilters, choices: readonly DateChoice[]): DateChoice | undefined {
  return choices.find((choice) => choice.from === from && choice.to === to);
}

function datesPhrase(filters: EventFilters, choices: readonly DateChoice[]): string | undefined {
  const { from, to } = filters;
  const chosen = choiceOf(filters, choices);
  if (chosen) return chosen.phrase;
  if (from !== undefined && to !== undefined) {
    return from === to ? `on ${formatDay(from)}` : `from ${formatDay(from)} to ${formatDay(to)}`;
  }
  if (from !== undefined) return `from ${formatDay(from)}`;
  return to === undefined ? undefined : `until ${formatDay(to)}`;
}
