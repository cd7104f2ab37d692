/** What a search can be narrowed by, with how many events are behind each choice. */
import type { Data, Refusal } from '../api/ask.ts';
import { categoryPlural } from './category-words.ts';
import type { DateChoice } from './date-choices.ts';
import type { ListedEvent } from './event-offer.tsx';
import { choiceOf, datesLabel } from './search-words.ts';
import { type EventSearch, searchPath } from './search-query.ts';

export type Facets = Data<'getEventFacets'>;

/** All the search page shows. */
export interface Found {
  readonly search: EventSearch;
  readonly choices: readonly DateChoice[];
  readonly facets: Facets;
  readonly events: readonly ListedEvent[];
  readonly nextCursor: string | null;
  /** Of all pages together; undefined when that is not known. */
  readonly count: number | undefined;
  readonly refusal: Refusal | null;
}

export interface FilterOption {
  readonly label: string;
  readonly count: number | undefined;
  readonly selected: boolean;
  /** Where choosing it leads; choosing it again takes it away. */
  readonly to: string;
}
export interface FilterGroup {
  readonly title: string;
  readonly options: readonly FilterOption[];
}

/** The API names no more than these per facet, so that longer lists can't be summed up. */
const FACET_NAMES_MAX = 50;

/** When, what and where; a choice without events is offered only while it is the one chosen. */
export function filterGroups(search: EventSearch, facets: Facets, choices: readonly DateChoice[]): FilterGroup[] {
  const chosen = choiceOf(search, choices);
  const dates = choices.map((choice) => ({
    label: choice.label,
    count: undefined,
    selected: choice === chosen,
    to: searchPath(search, choice === chosen ? noDates : { from: choice.from, to: choice.to }),
  }));
  return [
    { title: 'When', options: dates },
    { title: 'What', options: facetOptions(search, 'category', facets.categories, categoryPlural) },
    { title: 'Where', options: facetOptions(search, 'city', facets.cities) },
  ].filter(({ options }) => options.length > 0);
}

/** Each filter that is on, with the address without it. */
export function activeFilters(search: EventSearch, choices: readonly DateChoice[]): { label: string; to: string }[] {
  const dates = datesLabel(search, choices);
  return [
    ...(search.q === undefined ? [] : [{ label: `“${search.q}”`, to: searchPath(search, { q: undefined }) }]),
    ...(search.category === undefined
      ? []
      : [{ label: categoryPlural(search.category), to: searchPath(search, { category: undefined }) }]),
    ...(search.city === undefined ? [] : [{ label: search.city, to: searchPath(search, { city: undefined }) }]),
    ...(dates === undefined ? [] : [{ label: dates, to: searchPath(search, noDates) }]),
  ];
}

/** How many events there are in all; undefined when only a part of them was counted. */
export function countOf(search: EventSearch, facets: Facets): number | undefined {
  if (search.category !== undefined) return countIn(facets.categories, search.category);
  if (search.city !== undefined) return countIn(facets.cities, search.city);
  const counted = [facets.categories, facets.cities].find((names) => names.length < FACET_NAMES_MAX);
  return counted?.reduce((sum, { count }) => sum + count, 0);
}

const noDates = { from: undefined, to: undefined } as const;

type Names = Facets['cities'];

function facetOptions(
  search: EventSearch,
  by: 'category' | 'city',
  names: Names,
  labelOf: (name: string) => string = (name) => name,
): FilterOption[] {
  const chosen = search[by];
  const isMissing = chosen !== undefined && !names.some(({ name }) => isSame(name, chosen));
  return [...(isMissing ? [{ name: chosen, count: 0 }] : []), ...names].map(({ name, count }) => {
    const selected = chosen !== undefined && isSame(name, chosen);
    return { label: labelOf(name), count, selected, to: searchPath(search, { [by]: selected ? undefined : name }) };
  });
}

function countIn(names: Names, wanted: string): number | undefined {
  const found = names.find(({ name }) => isSame(name, wanted));
  return found?.count ?? (names.length < FACET_NAMES_MAX ? 0 : undefined);
}

/** As the API compares them. */
const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
