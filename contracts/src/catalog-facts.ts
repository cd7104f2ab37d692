/** What the catalog tells: an event as everybody else knows it, whenever it changes. */
import { z } from 'zod';
import { OrphanRule, WaitingRoom } from './catalog-shapes.ts';
import { Id, Instant } from './ids.ts';
import { fact } from './contract.ts';
import { Money } from './money.ts';

/** All that other services keep of a published event. Times are instants; `startsAtLocal` is the venue's clock. */
export const EventSnapshot = z.object({
  eventId: Id,
  organizationId: Id,
  organizationName: z.string(),
  name: z.string(),
  slug: z.string(),
  category: z.string(),
  startsAt: Instant,
  startsAtLocal: z.string(),
  endsAt: Instant,
  timeZone: z.string(),
  venue: z.object({ id: Id, name: z.string(), address: z.string(), city: z.string(), country: z.string() }),
  priceTiers: z.array(z.object({ id: Id, key: z.string(), name: z.string(), price: Money })),
  salesOpenAt: Instant,
  salesCloseAt: Instant,
  maxTicketsPerOrder: z.number().int(),
  // Since version 2; what was told before had no limit, no rule and no waiting room.
  maxTicketsPerBuyer: z.number().int().nullable(),
  orphanRule: OrphanRule,
  waitingRoom: WaitingRoom,
  waitingRoomChallenge: z.boolean(),
  seatMapVersion: z.number().int(),
  status: z.enum(['published', 'cancelled']),
  holderNameRequired: z.boolean(),
});

const beforeVersion2 = {
  maxTicketsPerBuyer: null,
  orphanRule: 'off',
  waitingRoom: 'off',
  waitingRoomChallenge: false,
} as const;

/** The snapshot of a fact of any version; a log keeps older ones for days. */
export function eventSnapshotOf(payload: unknown): z.infer<typeof EventSnapshot> {
  return { ...beforeVersion2, ...(payload as z.infer<typeof EventSnapshot>) };
}

const sample = {
  eventId: '0198c0de-0000-7000-8000-0000000000e1',
  organizationId: '0198c0de-0000-7000-8000-0000000000a1',
  organizationName: 'Harbour Stage',
  name: 'Northern Lights',
  slug: 'northern-lights',
  category: 'concert',
  startsAt: '2027-05-01T18:00:00.000Z',
  startsAtLocal: '2027-05-01T20:00',
  endsAt: '2027-05-01T21:00:00.000Z',
  timeZone: 'Europe/Berlin',
  venue: {
    id: '0198c0de-0000-7000-8000-000000000061',
    name: 'Harbour Theatre',
    address: 'Quay 1',
    city: 'Hamburg',
    country: 'DE',
  },
  priceTiers: [
    {
      id: '0198c0de-0000-7000-8000-000000000051',
      key: 'standard',
      name: 'Standard',
      price: { amount: 4500, currency: 'EUR' as const },
    },
  ],
  salesOpenAt: '2027-03-01T09:00:00.000Z',
  salesCloseAt: '2027-05-01T18:00:00.000Z',
  maxTicketsPerOrder: 8,
  maxTicketsPerBuyer: null,
  orphanRule: 'off' as const,
  waitingRoom: 'off' as const,
  waitingRoomChallenge: false,
  seatMapVersion: 1,
  holderNameRequired: false,
};

export const catalogFacts = {
  'event.published': fact(2, EventSnapshot, [{ ...sample, status: 'published' }]),
  'event.updated': fact(2, EventSnapshot, [{ ...sample, status: 'published' }]),
  'event.cancelled': fact(2, EventSnapshot, [{ ...sample, status: 'cancelled' }]),
};
