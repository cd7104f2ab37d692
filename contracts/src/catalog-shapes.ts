/** What the catalog takes and answers: venues, events and what an event has to sell. */
import { z } from 'zod';
import { Id, Instant, LocalDateTime, line, prose } from './ids.ts';
import { Money } from './money.ts';
import { PLACES_PER_HOLD_MAX, TierKey } from './places.ts';

/** Largest poster an organizer may send, in bytes. */
export const IMAGE_BYTES_MAX = 5 * 1024 * 1024;

export const VenueInput = z
  .strictObject({
    name: line(120),
    address: line(200),
    city: line(100),
    country: line(60),
    timeZone: line(60).meta({ description: 'IANA name, e.g. Europe/Berlin' }),
    organizationId: Id.optional().meta({ description: 'Needed by who works for several organizations' }),
  })
  .meta({ id: 'VenueInput' });

export const Venue = z
  .object({
    id: Id,
    organizationId: Id,
    name: z.string(),
    address: z.string(),
    city: z.string(),
    country: z.string(),
    timeZone: z.string(),
    seatMap: z
      .object({
        version: z.number().int(),
        seatCount: z.number().int(),
        areaCapacity: z.number().int(),
        tierKeys: z
          .array(z.string())
          .meta({ description: 'Tiers its places name, in order of first use: an event needs a price for each' }),
      })
      .nullable(),
  })
  .meta({ id: 'Venue' });

/** `auto`: only while more buyers come than can be served. `on`: always, with a draw at the opening of sales. */
export const WaitingRoom = z.enum(['off', 'auto', 'on']);
/** `on`: a choice of seats that leaves a single empty one between others is refused, while there is another choice. */
export const OrphanRule = z.enum(['off', 'on']);
/** Most tickets an event can grant one buyer, all orders together. */
export const TICKETS_PER_BUYER_MAX = 1_000;
const TicketsPerBuyer = z
  .number()
  .int()
  .min(1)
  .max(TICKETS_PER_BUYER_MAX)
  .nullable()
  .meta({ description: 'Most tickets one buyer may have, all orders together; null: no such limit' });

const PriceTiersInput = z
  .array(z.strictObject({ key: TierKey, name: line(80), price: Money }))
  .min(1)
  .max(20)
  .refine((tiers) => new Set(tiers.map((tier) => tier.key)).size === tiers.length, 'must not use a key twice')
  .refine((tiers) => new Set(tiers.map((tier) => tier.price.currency)).size <= 1, 'must be in one currency');

const eventInput = z.strictObject({
  name: line(200),
  description: prose(20_000).optional(),
  category: line(40),
  venueId: Id,
  startsAtLocal: LocalDateTime.meta({ description: "The venue's clock, e.g. 2027-05-01T20:00" }),
  startsAtOffset: z
    .string()
    .regex(/^[+-]\d{2}:\d{2}$/, 'must look like +02:00')
    .optional()
    .meta({ description: 'Which of the two, when the local time happens twice' }),
  durationMinutes: z.number().int().min(1).max(20_160).optional(),
  priceTiers: PriceTiersInput,
  salesOpenAt: Instant.optional(),
  salesCloseAt: Instant.optional(),
  maxTicketsPerOrder: z.number().int().min(1).max(PLACES_PER_HOLD_MAX).optional(),
  maxTicketsPerBuyer: TicketsPerBuyer.optional(),
  orphanRule: OrphanRule.optional(),
  waitingRoom: WaitingRoom.optional(),
  waitingRoomChallenge: z
    .boolean()
    .optional()
    .meta({ description: 'Whoever joins the waiting room lets their device do some work first: dear for bots' }),
  holderNameRequired: z.boolean().optional(),
});

export const EventInput = eventInput.meta({ id: 'EventInput' });
export const EventChanges = eventInput.partial().meta({ id: 'EventChanges' });

/** What buyers see: `scheduled` until sales open. `draft` is seen by its organizers only. */
export const EventStatus = z.enum(['draft', 'scheduled', 'on_sale', 'sold_out', 'sales_closed', 'cancelled']);

export const PriceTier = z
  .object({ id: Id, key: z.string(), name: z.string(), price: Money })
  .meta({ id: 'PriceTier' });

export const EventSummary = z
  .object({
    id: Id,
    slug: z.string(),
    name: z.string(),
    category: z.string(),
    startsAt: Instant,
    timeZone: z.string(),
    venue: z.object({ id: Id, name: z.string(), city: z.string() }),
    imageUrl: z.string().nullable(),
    priceFrom: Money,
    status: EventStatus,
    salesOpenAt: Instant,
  })
  .meta({ id: 'EventSummary' });

export const EventDetail = z
  .object({
    ...EventSummary.shape,
    startsAtLocal: z.string(),
    endsAt: Instant,
    description: z.string(),
    organization: z.object({ id: Id, name: z.string() }),
    priceTiers: z.array(PriceTier),
    salesCloseAt: Instant,
    maxTicketsPerOrder: z.number().int(),
    maxTicketsPerBuyer: TicketsPerBuyer,
    orphanRule: OrphanRule,
    waitingRoom: WaitingRoom,
    waitingRoomChallenge: z.boolean(),
    holderNameRequired: z.boolean(),
    seating: z.enum(['seated', 'areas', 'mixed']).nullable().meta({ description: 'null while there is no seat map' }),
  })
  .meta({ id: 'EventDetail' });

/** Up to so many names per facet, those with the most events. */
export const FACET_NAMES_MAX = 50;
const FacetNames = z.array(z.object({ name: z.string(), count: z.number().int() }));
/** How many events there are by category and by city. */
export const EventFacets = z.object({ categories: FacetNames, cities: FacetNames }).meta({ id: 'EventFacets' });

/**
 * The places of an event for the seats service, in inventory order: seat i (sections, rows, seats as
 * listed) has the id `seatIdBase | i`; `tiers` gives each seat's index in `priceTiers`, so every seat has a price.
 * Where seats stand is told as in the columns of a seat map: the first seat of a row, then the step to each next one,
 * in 1/10^`decimals` of a centimetre. Inventories told before have none of it, nor which seats are `accessible`.
 */
export const EventInventory = z.object({
  eventId: Id,
  organizationId: Id,
  seatMap: z.object({
    version: z.number().int(),
    seatIdBase: Id,
    decimals: z.number().int().min(0).optional(),
    sections: z.array(
      z.object({
        name: z.string(),
        rows: z.array(
          z.object({
            name: z.string(),
            numbers: z.array(z.string()),
            tiers: z.array(z.number().int().min(0)),
            x: z.array(z.number().int()).optional(),
            y: z.array(z.number().int()).optional(),
            accessible: z.array(z.number().int()).optional(),
          }),
        ),
      }),
    ),
  }),
  areas: z.array(z.object({ id: Id, name: z.string(), capacity: z.number().int(), tierKey: z.string() })),
  priceTiers: z.array(z.object({ key: z.string(), name: z.string(), price: Money })),
});
