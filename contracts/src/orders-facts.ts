/** What the orders service tells: each step of a purchase. */
import { z } from 'zod';
import { fact } from './contract.ts';
import { Id, Instant } from './ids.ts';
import { Money } from './money.ts';
import { Buyer, PersonName } from './people.ts';
import { placeName } from './places.ts';

/** Why an order came to nothing. */
export const OrderEnd = z.enum(['buyer', 'hold_ended', 'seats_taken', 'capture_failed']);

const anOrder = { orderId: Id, reference: z.string(), eventId: Id, organizationId: Id };
const ended = z.object({ ...anOrder, buyer: Buyer, reason: OrderEnd });

/** A paid order with all that issuing its tickets needs; one line per ticket. */
export const OrderSnapshot = z.object({
  ...anOrder,
  ownerId: Id,
  buyer: Buyer,
  locale: z.string(),
  paymentId: Id,
  total: Money,
  lines: z.array(
    z.object({
      lineId: Id,
      seatId: Id.nullable(),
      areaId: Id.nullable(),
      ...placeName,
      tierKey: z.string(),
      tierName: z.string(),
      price: Money,
      attendee: PersonName,
    }),
  ),
});

export const ordersFacts = {
  'order.created': fact(
    1,
    z.object({
      ...anOrder,
      holdId: Id,
      eventName: z.string(),
      buyer: Buyer,
      ownerId: Id,
      total: Money,
      expiresAt: Instant,
      locale: z.string(),
    }),
    [
      {
        orderId: '0198c0de-0000-7000-8000-0000000000d1',
        reference: 'K7QF2M9X',
        eventId: '0198c0de-0000-7000-8000-0000000000e1',
        organizationId: '0198c0de-0000-7000-8000-0000000000a1',
        holdId: '0198c0de-0000-7000-8000-0000000000c1',
        eventName: 'Northern Lights',
        buyer: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
        ownerId: '0198c0de-0000-7000-8000-0000000000b1',
        total: { amount: 9000, currency: 'EUR' },
        expiresAt: '2027-03-01T09:05:00.000Z',
        locale: 'en',
      },
    ],
  ),
  /** Somebody else owns the order now: its buyer signed in on the way to paying. */
  'order.transferred': fact(1, z.object({ ...anOrder, ownerId: Id }), [
    {
      orderId: '0198c0de-0000-7000-8000-0000000000d1',
      reference: 'K7QF2M9X',
      eventId: '0198c0de-0000-7000-8000-0000000000e1',
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      ownerId: '0198c0de-0000-7000-8000-0000000000b2',
    },
  ]),
  /** The money is authorised and the seats are sold: capture now. */
  'order.confirmed': fact(1, z.object({ ...anOrder, paymentId: Id }), [
    {
      orderId: '0198c0de-0000-7000-8000-0000000000d1',
      reference: 'K7QF2M9X',
      eventId: '0198c0de-0000-7000-8000-0000000000e1',
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      paymentId: '0198c0de-0000-7000-8000-000000000091',
    },
  ]),
  /** The money is authorised but there is nothing to sell for it: void it. */
  'order.rejected': fact(1, z.object({ ...anOrder, paymentId: Id, reason: OrderEnd }), [
    {
      orderId: '0198c0de-0000-7000-8000-0000000000d1',
      reference: 'K7QF2M9X',
      eventId: '0198c0de-0000-7000-8000-0000000000e1',
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      paymentId: '0198c0de-0000-7000-8000-000000000091',
      reason: 'seats_taken',
    },
  ]),
  'order.paid': fact(1, OrderSnapshot, [
    {
      orderId: '0198c0de-0000-7000-8000-0000000000d1',
      reference: 'K7QF2M9X',
      eventId: '0198c0de-0000-7000-8000-0000000000e1',
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      ownerId: '0198c0de-0000-7000-8000-0000000000b1',
      buyer: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
      locale: 'en',
      paymentId: '0198c0de-0000-7000-8000-000000000091',
      total: { amount: 9000, currency: 'EUR' },
      lines: [
        {
          lineId: '0198c0de-0000-7000-8000-0000000000d2',
          seatId: '0198c0de-0000-7000-8000-000000000004',
          areaId: null,
          section: 'Stalls',
          row: 'F',
          number: '12',
          tierKey: 'standard',
          tierName: 'Standard',
          price: { amount: 4500, currency: 'EUR' },
          attendee: { firstName: 'Ada', lastName: 'Lovelace' },
        },
        {
          lineId: '0198c0de-0000-7000-8000-0000000000d3',
          seatId: null,
          areaId: '0198c0de-0000-7000-8000-0000000000f1',
          section: 'Floor',
          row: null,
          number: null,
          tierKey: 'standing',
          tierName: 'Standing',
          price: { amount: 4500, currency: 'EUR' },
          attendee: { firstName: 'Charles', lastName: 'Babbage' },
        },
      ],
    },
  ]),
  'order.fulfilled': fact(1, z.object(anOrder), [
    {
      orderId: '0198c0de-0000-7000-8000-0000000000d1',
      reference: 'K7QF2M9X',
      eventId: '0198c0de-0000-7000-8000-0000000000e1',
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
    },
  ]),
  'order.expired': fact(1, ended, [
    {
      orderId: '0198c0de-0000-7000-8000-0000000000d1',
      reference: 'K7QF2M9X',
      eventId: '0198c0de-0000-7000-8000-0000000000e1',
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      buyer: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
      reason: 'hold_ended',
    },
  ]),
  'order.cancelled': fact(1, ended, [
    {
      orderId: '0198c0de-0000-7000-8000-0000000000d1',
      reference: 'K7QF2M9X',
      eventId: '0198c0de-0000-7000-8000-0000000000e1',
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      buyer: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
      reason: 'buyer',
    },
  ]),
  /** A payment was declined; the order can still be paid until `payUntil`. */
  'order.payment_failed': fact(1, z.object({ ...anOrder, buyer: Buyer, eventName: z.string(), payUntil: Instant }), [
    {
      orderId: '0198c0de-0000-7000-8000-0000000000d1',
      reference: 'K7QF2M9X',
      eventId: '0198c0de-0000-7000-8000-0000000000e1',
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      buyer: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
      eventName: 'Northern Lights',
      payUntil: '2027-03-01T09:07:00.000Z',
    },
  ]),
  /** Somebody who knows an order's reference and address asked for its link. */
  'order.lookup_requested': fact(1, z.object({ ...anOrder, email: z.string(), state: z.string() }), [
    {
      orderId: '0198c0de-0000-7000-8000-0000000000d1',
      reference: 'K7QF2M9X',
      eventId: '0198c0de-0000-7000-8000-0000000000e1',
      organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      email: 'ada@example.com',
      state: 'fulfilled',
    },
  ]),
};
