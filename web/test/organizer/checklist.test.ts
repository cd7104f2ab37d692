import { describe, expect, it } from 'vitest';
import { checklist, isReady } from '../../app/organizer/checklist.ts';
import { publishingWords } from '../../app/organizer/publishing-words.ts';

const nowMs = Date.parse('2027-05-06T18:00:00Z');
const price = { amount: 4500, currency: 'EUR' as const };
const event = {
  id: '0198c0de-0000-7000-8000-0000000000e1',
  slug: 'northern-lights',
  name: 'Northern Lights',
  category: 'concert',
  description: 'Four hours of light.',
  startsAt: '2027-06-01T18:00:00.000Z',
  startsAtLocal: '2027-06-01T20:00',
  endsAt: '2027-06-01T21:00:00.000Z',
  timeZone: 'Europe/Berlin',
  venue: { id: '0198c0de-0000-7000-8000-000000000061', name: 'Harbour Theatre', city: 'Hamburg' },
  organization: { id: '0198c0de-0000-7000-8000-0000000000a1', name: 'Harbour Stage' },
  imageUrl: '/api/events/1/image',
  priceFrom: price,
  priceTiers: [{ id: '0198c0de-0000-7000-8000-000000000051', key: 'standard', name: 'Standard', price }],
  status: 'draft' as const,
  salesOpenAt: '2027-05-07T08:00:00.000Z',
  salesCloseAt: '2027-06-01T18:00:00.000Z',
  maxTicketsPerOrder: 8,
  maxTicketsPerBuyer: null,
  orphanRule: 'off' as const,
  waitingRoom: 'off' as const,
  waitingRoomChallenge: false,
  holderNameRequired: false,
  seating: 'seated' as const,
};
const placesByTier = { standard: 300 };
const stateOf = (key: string, facts: Partial<Parameters<typeof checklist>[0]>) =>
  checklist({ event, placesByTier, nowMs, ...facts }).find((check) => check.key === key)?.state;

describe('the checklist of a draft', () => {
  it('is ready when all is there', () => {
    const checks = checklist({ event, placesByTier, nowMs });
    expect(checks.map(({ state }) => state)).toEqual(checks.map(() => 'done'));
    expect(isReady(checks)).toBe(true);
  });

  it('keeps back an event that is over, has no map, or has places without a price', () => {
    expect(stateOf('date', { nowMs: Date.parse('2027-06-02T00:00:00Z') })).toBe('open');
    expect(stateOf('map', { placesByTier: null })).toBe('open');
    expect(stateOf('prices', { placesByTier: { standard: 200, balcony: 100 } })).toBe('open');
    expect(isReady(checklist({ event, placesByTier: null, nowMs }))).toBe(false);
  });

  it('names the part of the map that has no price, and leads to the form', () => {
    const checks = checklist({ event, placesByTier: { standard: 200, 'upper-view': 100 }, nowMs });
    const prices = checks.find(({ key }) => key === 'prices');
    expect(prices?.words).toContain('Upper view');
    expect(prices?.fix?.to).toBe(`/organizer/events/${event.id}/edit`);
  });

  it('only advises on what can be published without', () => {
    const bare = { ...event, imageUrl: null, description: ' ' };
    expect(stateOf('picture', { event: bare })).toBe('advice');
    expect(stateOf('description', { event: bare })).toBe('advice');
    expect(stateOf('unused', { placesByTier: {} })).toBe('advice');
    expect(isReady(checklist({ event: bare, placesByTier, nowMs }))).toBe(true);
  });

  it('sees a sale that is over before it begins, and one that goes on too long', () => {
    expect(stateOf('sale', { event: { ...event, salesCloseAt: '2027-05-01T18:00:00.000Z' } })).toBe('open');
    expect(stateOf('sale', { event: { ...event, salesCloseAt: '2027-06-01T19:00:00.000Z' } })).toBe('advice');
  });

  it('sees a waiting room nobody can join before the sale, and an order larger than a buyer may have', () => {
    const room = { ...event, waitingRoom: 'on' as const };
    expect(stateOf('crowd', { event: room })).toBe('done');
    expect(stateOf('crowd', { event: { ...room, salesOpenAt: '2027-05-01T08:00:00.000Z' } })).toBe('advice');
    expect(stateOf('limit', { event: { ...event, maxTicketsPerBuyer: 8 } })).toBe('done');
    expect(stateOf('limit', { event: { ...event, maxTicketsPerBuyer: 4 } })).toBe('advice');
  });

  it('tells the limits and the rules of the sale', () => {
    const strict = { ...event, maxTicketsPerBuyer: 12, orphanRule: 'on' as const };
    const words = checklist({ event: strict, placesByTier, nowMs }).find(({ key }) => key === 'limit')?.words;
    expect(words).toBe('One buyer may have up to 12 tickets, 8 per order. Nobody may leave a single empty seat.');
  });
});

describe('what publishing does', () => {
  it('is said with the time by the clock of the venue', () => {
    const words = publishingWords(event, nowMs);
    expect(words).toContain('On sale Friday 7 May 2027 at 10:00 Berlin time, in 14 hours.');
  });

  it('is said plainly when sales open at once', () => {
    expect(publishingWords({ ...event, salesOpenAt: '2027-05-01T08:00:00.000Z' }, nowMs)).toContain('on sale at once');
  });
});
