import { describe, expect, it } from 'vitest';
import { eventMeta } from '../../app/buyer/event-meta.ts';
import { type EventDetail, saleOf } from '../../app/buyer/event-sale.ts';

const event: EventDetail = {
  id: '01a1fd03-7017-76e7-acb8-f2a6d172240e',
  slug: 'the-tempest',
  name: 'The Tempest',
  category: 'theatre',
  startsAt: '2027-05-01T00:30:00Z',
  startsAtLocal: '2027-04-30T20:30',
  endsAt: '2027-05-01T02:30:00Z',
  timeZone: 'America/New_York',
  venue: { id: '01a1fd03-6b69-772f-b2f3-a835193810cb', name: 'Alder Playhouse', city: 'New York' },
  imageUrl: '/api/events/01a1fd03-7017-76e7-acb8-f2a6d172240e/image?v=3012f6b5',
  priceFrom: { amount: 2400, currency: 'USD' },
  status: 'on_sale',
  salesOpenAt: '2026-10-22T07:30:00Z',
  salesCloseAt: '2027-05-01T00:30:00Z',
  description: 'An island.\n\nA storm </script><script>alert(1)</script>',
  organization: { id: '0192f0c0-0000-7000-8000-000000000001', name: 'Northern Stage Collective' },
  priceTiers: [
    { id: '01a1fd03-7017-76e7-acb8-f552946221cb', key: 'a', name: 'A', price: { amount: 6950, currency: 'USD' } },
    { id: '01a1fd03-7017-76e7-acb8-fbc8910b17ba', key: 'b', name: 'B', price: { amount: 2400, currency: 'USD' } },
  ],
  maxTicketsPerOrder: 8,
  maxTicketsPerBuyer: null,
  orphanRule: 'off',
  waitingRoom: 'off',
  waitingRoomChallenge: false,
  holderNameRequired: false,
  seating: 'seated',
};
const venue = { address: '12 Alder Street', city: 'New York', country: 'United States' };

function structured(changed: Partial<EventDetail> = {}): Record<string, unknown> {
  const meta = eventMeta({ event: { ...event, ...changed }, venue, publicUrl: 'https://tickets.example' });
  const found = meta.find((entry) => 'script:ld+json' in entry);
  if (!found) throw new Error('no structured data');
  return (found as { 'script:ld+json': Record<string, unknown> })['script:ld+json'];
}

describe('what search engines read of an event', () => {
  it('is its time by the venue’s clock, its place and its prices', () => {
    expect(structured()).toMatchObject({
      '@type': 'Event',
      startDate: '2027-04-30T20:30:00-04:00',
      endDate: '2027-04-30T22:30:00-04:00',
      eventStatus: 'https://schema.org/EventScheduled',
      image: ['https://tickets.example/api/events/01a1fd03-7017-76e7-acb8-f2a6d172240e/image?v=3012f6b5'],
      location: { '@type': 'Place', address: { streetAddress: '12 Alder Street', addressLocality: 'New York' } },
      offers: {
        lowPrice: '24.00',
        highPrice: '69.50',
        priceCurrency: 'USD',
        availability: 'https://schema.org/InStock',
        validFrom: '2026-10-22T07:30:00Z',
        url: 'https://tickets.example/events/the-tempest',
      },
    });
  });

  it('writes prices with the digits of their currency', () => {
    const price = { amount: 4500, currency: 'JPY' as const };
    const tier = { id: event.id, key: 'a', name: 'A', price };
    expect(structured({ priceFrom: price, priceTiers: [tier] })).toMatchObject({ offers: { lowPrice: '4500' } });
  });

  it('offers nothing for an event that is cancelled', () => {
    const cancelled = structured({ status: 'cancelled' });
    expect(cancelled['eventStatus']).toBe('https://schema.org/EventCancelled');
    expect(cancelled).not.toHaveProperty('offers');
  });

  it('is nothing while the event is a draft', () => {
    const meta = eventMeta({ event: { ...event, status: 'draft' }, venue, publicUrl: 'https://tickets.example' });
    expect(meta).toEqual([{ title: 'The Tempest · Usher' }, { name: 'robots', content: 'noindex' }]);
  });
});

describe('where an event stands', () => {
  const before = Date.parse('2027-04-01T00:00:00Z');
  const after = Date.parse('2027-06-01T00:00:00Z');

  it('is its status until it is over', () => {
    expect(saleOf({ ...event, status: 'sold_out' }, before)).toBe('sold_out');
    expect(saleOf({ ...event, status: 'sales_closed' }, after)).toBe('past');
  });

  it('stays cancelled after its day', () => {
    expect(saleOf({ ...event, status: 'cancelled' }, after)).toBe('cancelled');
  });
});
