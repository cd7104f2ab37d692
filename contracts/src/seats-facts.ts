/**
 * What the seats service tells: places that were held, released, sold. A place is an index into the
 * event's inventory: first the seats in seat-map order, then the places of each area in its order.
 */
import { z } from 'zod';
import { fact } from './contract.ts';
import { Id, Instant } from './ids.ts';

const PlaceIndexes = z.array(z.number().int().min(0));
const inEvent = { eventId: Id, organizationId: Id };
const ofHold = { ...inEvent, holdId: Id, places: PlaceIndexes };
const ofOrder = { ...inEvent, holdId: Id, orderId: Id, places: PlaceIndexes };

export const seatsFacts = {
  'inventory.opened': fact(1, z.object({ ...inEvent, seats: z.number().int(), places: z.number().int() }), [
    {
      eventId: '0198c0de-0000-7000-8000-0000000000e1',
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      seats: 300,
      places: 2300,
    },
  ]),
  'seats.held': fact(1, z.object({ ...ofHold, ownerId: Id, expiresAt: Instant }), [
    {
      eventId: '0198c0de-0000-7000-8000-0000000000e1',
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      holdId: '0198c0de-0000-7000-8000-0000000000c1',
      places: [4, 5, 301],
      ownerId: '0198c0de-0000-7000-8000-0000000000b1',
      expiresAt: '2027-03-01T09:05:00.000Z',
    },
  ]),
  /** The buyer asked for more time, once. */
  'hold.extended': fact(1, z.object({ ...inEvent, holdId: Id, expiresAt: Instant }), [
    {
      eventId: '0198c0de-0000-7000-8000-0000000000e1',
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      holdId: '0198c0de-0000-7000-8000-0000000000c1',
      expiresAt: '2027-03-01T09:10:00.000Z',
    },
  ]),
  /** A hold ended before its time: its buyer let go, or its order was cancelled. */
  'seats.released': fact(1, z.object({ ...ofHold, reason: z.enum(['buyer', 'order']) }), [
    {
      eventId: '0198c0de-0000-7000-8000-0000000000e1',
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      holdId: '0198c0de-0000-7000-8000-0000000000c1',
      places: [4, 5],
      reason: 'buyer',
    },
  ]),
  /** A hold ran out; its order expires with it. */
  'hold.expired': fact(1, z.object(ofHold), [
    {
      eventId: '0198c0de-0000-7000-8000-0000000000e1',
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      holdId: '0198c0de-0000-7000-8000-0000000000c1',
      places: [4, 5],
    },
  ]),
  'seats.sold': fact(1, z.object(ofOrder), [
    {
      eventId: '0198c0de-0000-7000-8000-0000000000e1',
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      holdId: '0198c0de-0000-7000-8000-0000000000c1',
      orderId: '0198c0de-0000-7000-8000-0000000000d1',
      places: [4, 5],
    },
  ]),
  /** Sold places are free again, because the money could not be had. */
  'seats.given_back': fact(1, z.object(ofOrder), [
    {
      eventId: '0198c0de-0000-7000-8000-0000000000e1',
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      holdId: '0198c0de-0000-7000-8000-0000000000c1',
      orderId: '0198c0de-0000-7000-8000-0000000000d1',
      places: [4, 5],
    },
  ]),
  /** An area's capacity changed: `blocked` places left the sale, `freed` ones joined it. */
  'places.changed': fact(
    1,
    z.object({
      ...inEvent,
      areaId: Id,
      capacity: z.number().int(),
      blocked: PlaceIndexes,
      freed: PlaceIndexes,
    }),
    [
      {
        eventId: '0198c0de-0000-7000-8000-0000000000e1',
        organizationId: '0198c0de-0000-7000-8000-0000000000a1',
        areaId: '0198c0de-0000-7000-8000-0000000000f1',
        capacity: 498,
        blocked: [798, 799],
        freed: [],
      },
    ],
  ),
  /** The last free place went, or one came back. */
  'event.availability_changed': fact(1, z.object({ ...inEvent, soldOut: z.boolean() }), [
    {
      eventId: '0198c0de-0000-7000-8000-0000000000e1',
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      soldOut: true,
    },
  ]),
};
