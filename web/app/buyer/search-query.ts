/** What somebody looks for, as it stands in the address; anything the API would not take is left out. */
import { paths } from '../paths.ts';

export interface EventSearch {
  readonly q: string | undefined;
  readonly category: string | undefined;
  readonly city: string | undefined;
  /** Days of the venue's calendar, both included. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly sort: 'date' | 'popular';
  readonly cursor: string | undefined;
}

/** What can be narrowed down, and taken away again. */
export type EventFilters = Pick<EventSearch, 'q' | 'category' | 'city' | 'from' | 'to'>;

/** The longest each can be, by the API's contract. */
export const TEXT_MAX = { q: 100, category: 40, city: 100 } as const;
const CURSOR_MAX = 500;

/** Reads an address; days in the wrong order are put right. */
export function readSearch(params: URLSearchParams): EventSearch {
  const [from, to] = [dayIn(params, 'from'), dayIn(params, 'to')];
  const isTurned = from !== undefined && to !== undefined && to < from;
  const cursor = params.get('cursor');
  return {
    q: textIn(params, 'q'),
    category: textIn(params, 'category'),
    city: textIn(params, 'city'),
    from: isTurned ? to : from,
    to: isTurned ? from : to,
    sort: params.get('sort') === 'popular' ? 'popular' : 'date',
    cursor: cursor !== null && cursor !== '' && cursor.length <= CURSOR_MAX ? cursor : undefined,
  };
}

/** What narrows the list, without its order and its page. */
export function filtersOf({ q, category, city, from, to }: EventSearch): EventFilters {
  return { q, category, city, from, to };
}

/** The address of a search that differs in this; it begins at the first page unless told otherwise. */
export function searchPath(search: EventSearch, change: Partial<EventSearch> = {}): string {
  const { sort, ...rest } = { ...search, cursor: undefined, ...change };
  return paths.events({ ...rest, sort: sort === 'popular' ? sort : undefined });
}

function textIn(params: URLSearchParams, name: keyof typeof TEXT_MAX): string | undefined {
  const printable = (params.get(name) ?? '').replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ');
  const text = printable.trim().slice(0, TEXT_MAX[name]).toWellFormed();
  return text === '' ? undefined : text;
}

function dayIn(params: URLSearchParams, name: 'from' | 'to'): string | undefined {
  const day = params.get(name) ?? '';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const read = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day) ? day : undefined;
}
