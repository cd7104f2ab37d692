/** The seats service: which place of which event is free, held or sold, and for whom. */
import { z } from 'zod';
import { contract, operation } from './contract.ts';
import { Id, IdParams, Instant, Nothing } from './ids.ts';
import { Money } from './money.ts';
import { AREA_CAPACITY_MAX, PLACES_PER_HOLD_MAX, PlaceItem, placeName, TierKey } from './places.ts';
import { seatsFacts } from './seats-facts.ts';

const distinct = (ids: readonly string[]) => new Set(ids).size === ids.length;

const AreaRequest = z.strictObject({ areaId: Id, quantity: z.number().int().min(1).max(PLACES_PER_HOLD_MAX) });

const BestAvailable = z
  .strictObject({
    quantity: z.number().int().min(1).max(PLACES_PER_HOLD_MAX),
    tierKey: TierKey.optional(),
    accessible: z
      .boolean()
      .optional()
      .meta({ description: 'At least one of the seats is accessible, and the others are next to it' }),
  })
  .meta({ id: 'BestAvailable' });

/** How seats that were chosen for a buyer lie to each other. */
export const Arrangement = z.enum(['together', 'adjacent_rows', 'split']);

export const HoldRequest = z
  .strictObject({
    eventId: Id,
    bestAvailable: BestAvailable.optional(),
    pass: z
      .string()
      .max(1_024)
      .optional()
      .meta({ description: "The waiting room's permission, where the event asks for one" }),
    seatIds: z.array(Id).min(1).max(PLACES_PER_HOLD_MAX).refine(distinct, 'must not name a seat twice').optional(),
    areas: z
      .array(AreaRequest)
      .min(1)
      .max(20)
      .refine((areas) => distinct(areas.map((area) => area.areaId)), 'must not name an area twice')
      .optional(),
  })
  .refine((request) => request.seatIds ?? request.areas ?? request.bestAvailable, {
    path: ['seatIds'],
    error: 'give seatIds, areas or both, or bestAvailable',
  })
  .refine((request) => !request.bestAvailable || !(request.seatIds ?? request.areas), {
    path: ['bestAvailable'],
    error: 'must stand alone',
  })
  .meta({ id: 'HoldRequest' });

export const HoldState = z.enum(['held', 'paying', 'sold', 'released', 'expired']);

/** One place of a hold; exactly one of `seatId` and `areaId` is there. */
export const HoldItem = z
  .object({ seatId: Id.optional(), areaId: Id.optional(), ...placeName, tierKey: z.string(), price: Money })
  .meta({ id: 'HoldItem' });

export const Hold = z
  .object({
    id: Id,
    eventId: Id,
    state: HoldState,
    expiresAt: Instant,
    extendableTo: Instant.nullable().meta({
      description: 'The end its one extension would give; null when that was used or cannot be had',
    }),
    items: z.array(HoldItem),
    total: Money,
    arrangement: Arrangement.optional().meta({
      description:
        'Of seats chosen by `bestAvailable`: next to each other in one row, in rows one behind the other, or apart',
    }),
  })
  .meta({ id: 'Hold' });

export const Availability = z
  .object({
    version: z.number().int().meta({ description: 'Grows with every change; also the ETag' }),
    seats: z.base64().meta({
      description:
        'Two bits per seat in seat-map order, `byte[i>>2] >> (2*(i&3)) & 3`: 0 free, 1 held, 2 sold, 3 blocked',
    }),
    areas: z.array(z.object({ id: Id, free: z.number().int(), capacity: z.number().int() })),
  })
  .meta({ id: 'Availability' });

export const AreaCapacity = z
  .object({ id: Id, name: z.string(), capacity: z.number().int(), free: z.number().int() })
  .meta({ id: 'AreaCapacity' });

/** A hold as orders sees it, whoever owns it. */
export const HoldDetail = z.object({
  id: Id,
  eventId: Id,
  organizationId: Id,
  ownerId: Id,
  state: HoldState,
  expiresAt: Instant,
  items: z.array(PlaceItem),
  total: Money,
});

const ofOrder = z.object({ orderId: Id });

export const seats = contract({
  name: 'seats',
  operations: {
    getAvailability: operation({
      route: 'GET /events/{id}/availability',
      summary: 'Tells which seats are free, held or sold; as bytes with `Accept: application/octet-stream`.',
      caller: 'anyone',
      params: IdParams,
      answers: { 200: Availability },
      refusals: ['not_found'],
      limit: 'read',
    }),
    streamAvailability: operation({
      route: 'GET /events/{id}/availability/stream',
      summary: 'Sends one `snapshot`, then `delta` events as places change; resumes after Last-Event-ID.',
      caller: 'anyone',
      params: IdParams,
      answers: { 200: { file: 'text/event-stream' } },
      refusals: ['not_found', 'overloaded'],
      limit: 'read',
    }),
    updateArea: operation({
      route: 'PATCH /events/{id}/areas/{areaId}',
      summary: 'Changes how many places an area of an event has, never below what is claimed.',
      caller: ['organizer'],
      params: z.strictObject({ id: Id, areaId: Id }),
      body: z.strictObject({ capacity: z.number().int().min(0).max(AREA_CAPACITY_MAX) }),
      answers: { 200: AreaCapacity },
      refusals: ['forbidden', 'not_found', 'capacity_below_claimed'],
      limit: 'write',
    }),
    holdSeats: operation({
      route: 'POST /holds',
      summary: 'Holds all the asked places for a few minutes, or none of them.',
      caller: 'signedIn',
      body: HoldRequest,
      answers: { 201: Hold },
      refusals: [
        'not_found',
        'seats_taken',
        'not_enough_seats',
        'orphan_seat',
        'sales_not_open',
        'sales_closed',
        'queue_required',
        'too_many_tickets',
        'unknown_seat',
        'event_cancelled',
        'overloaded',
      ],
      limit: 'hold',
    }),
    getHold: operation({
      route: 'GET /holds/{id}',
      summary: "Shows one of the caller's holds, ended ones included.",
      caller: 'signedIn',
      params: IdParams,
      answers: { 200: Hold },
      refusals: ['not_found'],
      limit: 'read',
    }),
    releaseHold: operation({
      route: 'DELETE /holds/{id}',
      summary: 'Lets the places of a hold go; doing it twice is fine.',
      caller: 'signedIn',
      params: IdParams,
      answers: { 204: Nothing },
      refusals: ['not_found', 'hold_used', 'payment_in_progress'],
      limit: 'write',
    }),
    extendHold: operation({
      route: 'POST /holds/{id}/extend',
      summary: 'Adds the full time of a hold to its end, once; `extendableTo` of the hold is that new end.',
      caller: 'signedIn',
      params: IdParams,
      answers: { 200: Hold },
      refusals: ['not_found', 'hold_expired', 'hold_used', 'payment_in_progress', 'already_extended'],
      limit: 'write',
    }),
  },
  internal: {
    readHold: operation({
      route: 'GET /holds/{id}',
      summary: 'Reads any hold with its places, prices and owner.',
      caller: 'service',
      params: IdParams,
      answers: { 200: HoldDetail },
      refusals: ['not_found'],
      limit: 'none',
    }),
    beginPaying: operation({
      route: 'POST /holds/{id}/begin-paying',
      summary: 'Keeps a hold for the time of one payment attempt; the deadline is set once per order and attempt.',
      caller: 'service',
      params: IdParams,
      body: z.object({ orderId: Id, deadlineSeconds: z.number().int().positive() }),
      answers: { 200: z.object({ expiresAt: Instant }) },
      refusals: ['not_found', 'hold_expired'],
      limit: 'none',
      idempotency: 'none',
      repeatable: true,
    }),
    endPaying: operation({
      route: 'POST /holds/{id}/end-paying',
      summary: 'Returns a hold to its own time after a declined payment, but leaves at least the grace.',
      caller: 'service',
      params: IdParams,
      body: z.object({ orderId: Id, graceSeconds: z.number().int().nonnegative() }),
      answers: { 200: z.object({ expiresAt: Instant }) },
      refusals: ['not_found', 'hold_expired'],
      limit: 'none',
      idempotency: 'none',
      repeatable: true,
    }),
    transferHold: operation({
      route: 'POST /holds/{id}/transfer',
      summary: 'Makes a live hold of one person that of another; again is fine.',
      caller: 'service',
      params: IdParams,
      body: z.object({ fromOwnerId: Id, toOwnerId: Id }),
      answers: { 200: z.object({}) },
      refusals: ['not_found', 'hold_expired', 'hold_used', 'payment_in_progress'],
      limit: 'none',
      idempotency: 'none',
      repeatable: true,
    }),
    sellHold: operation({
      route: 'POST /holds/{id}/sell',
      summary: 'Sells all places of a hold to an order; a hold that is gone still sells if its places are free.',
      caller: 'service',
      params: IdParams,
      body: ofOrder,
      answers: { 200: z.object({ soldAt: Instant }) },
      refusals: ['not_found', 'seats_taken'],
      limit: 'none',
      idempotency: 'none',
      repeatable: true,
    }),
    giveBack: operation({
      route: 'POST /holds/{id}/give-back',
      summary: 'Frees the places sold to an order whose money could not be had.',
      caller: 'service',
      params: IdParams,
      body: ofOrder,
      answers: { 200: z.object({}) },
      refusals: ['not_found'],
      limit: 'none',
      idempotency: 'none',
      repeatable: true,
    }),
    dropHold: operation({
      route: 'POST /holds/{id}/drop',
      summary: 'Releases the hold of a cancelled order.',
      caller: 'service',
      params: IdParams,
      body: ofOrder,
      answers: { 200: z.object({}) },
      refusals: ['not_found'],
      limit: 'none',
      idempotency: 'none',
      repeatable: true,
    }),
  },
  facts: seatsFacts,
});
