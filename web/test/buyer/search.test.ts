import { describe, expect, it } from 'vitest';
import { dateChoices, dayOf } from '../../app/buyer/date-choices.ts';
import { activeFilters, countOf, filterGroups } from '../../app/buyer/search-filters.ts';
import { type EventSearch, readSearch, searchPath } from '../../app/buyer/search-query.ts';
import { nothingFound, searchTitle } from '../../app/buyer/search-words.ts';

const read = (query: string): EventSearch => readSearch(new URLSearchParams(query));
const facets = {
  categories: [
    { name: 'concert', count: 9 },
    { name: 'comedy', count: 2 },
  ],
  cities: [
    { name: 'Hamburg', count: 8 },
    { name: 'Oslo', count: 3 },
  ],
};
const saturday = Date.parse('2026-11-21T10:00:00Z');

describe('the address of a search', () => {
  it('leaves out what the API would not take', () => {
    const search = read(
      `q=%20%07&city=${'x'.repeat(101)}&from=2027-02-30&to=soon&sort=cheap&cursor=${'c'.repeat(501)}`,
    );
    expect(search).toMatchObject({ q: undefined, from: undefined, to: undefined, sort: 'date', cursor: undefined });
    expect(search.city).toHaveLength(100);
  });

  it('does not cut an emoji in half', () => {
    expect(read(`q=${'x'.repeat(99)}${encodeURIComponent('🎷')}`).q?.isWellFormed()).toBe(true);
  });

  it('puts turned days right', () => {
    expect(read('from=2027-05-03&to=2027-05-01')).toMatchObject({ from: '2027-05-01', to: '2027-05-03' });
  });

  it('begins at the first page when a filter changes, and says nothing of what is usual', () => {
    const search = read('q=jazz&city=Lyon&cursor=abc');
    expect(searchPath(search, { city: undefined })).toBe('/events?q=jazz');
    expect(searchPath(search, { cursor: 'def' })).toBe('/events?q=jazz&city=Lyon&cursor=def');
    expect(searchPath(read('sort=popular'))).toBe('/events?sort=popular');
  });
});

describe('filters', () => {
  const choices = dateChoices(saturday);

  it('count the events behind them, and are taken away by choosing them again', () => {
    const [, what] = filterGroups(read('category=Comedy&q=x'), facets, choices);
    expect(what?.options.map(({ label, count, selected, to }) => ({ label, count, selected, to }))).toEqual([
      { label: 'Concerts', count: 9, selected: false, to: '/events?q=x&category=concert' },
      { label: 'Comedy', count: 2, selected: true, to: '/events?q=x' },
    ]);
  });

  it('stay in sight when nothing is behind the one chosen', () => {
    const [, , where] = filterGroups(read('city=Lyon'), facets, choices);
    expect(where?.options[0]).toMatchObject({ label: 'Lyon', count: 0, selected: true });
  });

  it('tell how many events there are in all', () => {
    expect(countOf(read(''), facets)).toBe(11);
    expect(countOf(read('category=comedy'), facets)).toBe(2);
    expect(countOf(read('city=Lyon'), facets)).toBe(0);
    const many = Array.from({ length: 50 }, (_, index) => ({ name: `c${index}`, count: 1 }));
    expect(countOf(read(''), { categories: many, cities: many })).toBeUndefined();
  });

  it('can be taken away one by one', () => {
    const search = read('q=jazz&city=Lyon&from=2027-05-01&to=2027-05-03');
    expect(activeFilters(search, choices)).toEqual([
      { label: '“jazz”', to: '/events?city=Lyon&from=2027-05-01&to=2027-05-03' },
      { label: 'Lyon', to: '/events?q=jazz&from=2027-05-01&to=2027-05-03' },
      { label: '1 May to 3 May', to: '/events?q=jazz&city=Lyon' },
    ]);
  });

  it('are said in words', () => {
    expect(searchTitle(read('category=concert&city=Hamburg'))).toBe('Concerts in Hamburg');
    expect(nothingFound(read('category=comedy&q=jazz&city=Lyon&from=2027-05-01'), choices)).toBe(
      'No comedy events match “jazz” in Lyon from 1 May',
    );
    expect(nothingFound(read('city=Lyon&from=2026-11-27&to=2026-11-29'), choices)).toBe(
      'No events in Lyon next weekend',
    );
  });
});

describe('the days people look for', () => {
  it('begin today, and a weekend that has begun keeps what is left of it', () => {
    expect(dateChoices(saturday).map(({ label, from, to }) => [label, from, to])).toEqual([
      ['Today', '2026-11-21', '2026-11-21'],
      ['This weekend', '2026-11-21', '2026-11-22'],
      ['Next weekend', '2026-11-27', '2026-11-29'],
      ['Next 7 days', '2026-11-21', '2026-11-27'],
      ['November', '2026-11-21', '2026-11-30'],
      ['December', '2026-12-01', '2026-12-31'],
      ['January', '2027-01-01', '2027-01-31'],
    ]);
  });

  it('are those of the week on any of its days', () => {
    const weekend = (day: string) => dateChoices(Date.parse(day))[1];
    expect(weekend('2026-11-23T00:00:00Z')).toMatchObject({ from: '2026-11-27', to: '2026-11-29' });
    expect(weekend('2026-11-29T23:00:00Z')).toMatchObject({ from: '2026-11-29', to: '2026-11-29' });
  });

  it('are counted by the clock of the venue', () => {
    expect(dayOf('2026-11-30T00:30:00Z', 'America/New_York')).toBe('2026-11-29');
  });
});
