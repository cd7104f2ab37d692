/** What is said of seats that were found, or why there are none; and which tiers a price stands for. */
import { expect, test } from 'vitest';
import { NO_CHOICE } from '../../app/seat-map/page/filter-choice.ts';
import { findRefusalWords } from '../../app/seat-map/page/find-refusal-words.ts';
import { arrangementWords, foundSentence, foundWords } from '../../app/seat-map/page/found-words.ts';
import type { Hold } from '../../app/seat-map/page/own-hold.server.ts';
import { nextTier, priceOptionOf, priceOptionsOf } from '../../app/seat-map/page/price-choice.ts';
import { tiers } from './small-house.ts';

const price = { amount: 4850, currency: 'EUR' } as const;

function holdOf(seats: readonly string[], arrangement: Hold['arrangement']): Hold {
  const items = seats.map((seat) => {
    const [section = '', row = null, number = null] = seat.split('-');
    return { seatId: seat, section, row, number, tierKey: 'gold', price };
  });
  const rest = { id: 'h', eventId: 'e', state: 'held', expiresAt: '2027-05-01T18:00:00Z', extendableTo: null } as const;
  return { ...rest, items, total: { ...price, amount: price.amount * seats.length }, arrangement };
}

test('seats side by side are named by section, row and numbers, and nothing needs to be said of how they lie', () => {
  const pair = holdOf(['Stalls A-F-12', 'Stalls A-F-13'], 'together');
  expect(foundWords(pair)).toBe('Stalls A, row F, seats 12 and 13');
  expect(arrangementWords(pair)).toBeUndefined();
  expect(foundSentence(pair)).toBe('Found and held for you: Stalls A, row F, seats 12 and 13, €97.00.');
  expect(foundWords(holdOf(['A-1-9', 'A-1-10', 'A-1-11', 'A-1-12'], 'together'))).toBe('A, row 1, seats 9 to 12');
});

test('seats in two rows say so, in numbers and in words', () => {
  const four = holdOf(['Stalls-F-12', 'Stalls-F-13', 'Stalls-G-12', 'Stalls-G-13'], 'adjacent_rows');
  expect(foundWords(four)).toBe('Stalls, row F, seats 12 and 13 and row G, seats 12 and 13');
  expect(arrangementWords(four)).toBe('4 seats as 2 + 2, rows F and G, directly behind each other.');
});

test('seats apart are named one by one and never look like a run', () => {
  const apart = holdOf(['Stalls-F-1', 'Stalls-F-5', 'Stalls-F-9', 'Circle-A-3'], 'split');
  expect(foundWords(apart)).toBe('Stalls, row F, seats 1, 5 and 9; Circle, row A, seat 3');
  expect(arrangementWords(apart)).toBe('4 seats as 3 + 1, not next to each other.');
  expect(arrangementWords(holdOf(['A-F-1', 'A-F-5'], 'split'))).toBe('2 seats in one row, but not all side by side.');
});

test('places of an area have no numbers', () => {
  expect(foundWords(holdOf(['Floor', 'Floor'], undefined))).toBe('Floor, 2 places');
});

test('nothing found is told with what was asked for', () => {
  const none = { code: 'not_enough_seats' };
  const wish = { quantity: 4, tiers: [], accessible: false };
  expect(findRefusalWords(none, wish, false)).toEqual(['There aren’t 4 seats any more.']);
  expect(findRefusalWords(none, { ...wish, tiers: ['gold'] }, false)).toEqual([
    'There aren’t 4 seats at this price any more.',
  ]);
  expect(findRefusalWords(none, { ...wish, quantity: 1, accessible: true }, false)).toEqual([
    'There is no wheelchair place any more.',
  ]);
  expect(findRefusalWords(none, wish, true).join(' ')).toBe(
    'There are no other seats like that. These are still held for you.',
  );
});

test('a price is any, up to one, or a tier, and stands for tiers with the dearest first', () => {
  expect(priceOptionsOf(tiers).map(({ label, value }) => [label, value])).toEqual([
    ['Any price', ''],
    ['Up to €60', 'silver floor'],
    ['Gold €90', 'gold'],
    ['Silver €60', 'silver'],
    ['Floor €30', 'floor'],
  ]);
  expect(priceOptionsOf(tiers.slice(0, 1))).toHaveLength(1);
});

test('the filter above the map and the price of the row are one choice', () => {
  expect(priceOptionOf(NO_CHOICE, tiers).label).toBe('Any price');
  expect(priceOptionOf({ ...NO_CHOICE, upTo: 6000 }, tiers).label).toBe('Up to €60');
  expect(priceOptionOf({ ...NO_CHOICE, tiers: ['silver'] }, tiers).label).toBe('Silver €60');
  expect(priceOptionOf({ ...NO_CHOICE, tiers: ['gold', 'floor'] }, tiers)).toMatchObject({
    value: 'gold floor',
    label: 'Gold and Floor',
  });
});

test('the next price is the next dearer one that has seats left, else the next cheaper', () => {
  const all = () => true;
  expect(nextTier(['silver'], tiers, all)?.key).toBe('gold');
  expect(nextTier(['silver'], tiers, (tier) => tier !== 0)?.key).toBe('floor');
  expect(nextTier(['gold'], tiers, all)?.key).toBe('silver');
  expect(nextTier([], tiers, all)).toBeUndefined();
});
