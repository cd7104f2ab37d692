/** The orders service: one purchase by one buyer, from the hold to the tickets. */
import { z } from 'zod';
import { contract, operation } from './contract.ts';
import { EmailAddress, Id, IdParams, Instant, line, listOf, Nothing, page } from './ids.ts';
import { Money } from './money.ts';
import { ordersFacts } from './orders-facts.ts';
import { Buyer, BuyerInput, nameInput, PersonName } from './people.ts';
import { PLACES_PER_HOLD_MAX, placeName } from './places.ts';

/** All of an order's states; the legal moves between them are the orders service's. */
export const OrderState = z.enum([
  'pending',
  'paying',
  'confirmed',
  'paid',
  'fulfilled',
  'expired',
  'cancelled',
  'refund_due',
  'refunded',
  'partially_refunded',
]);

/** One ticket of an order with the full breakdown of its price; exactly one of `seatId` and `areaId` is set. */
export const OrderLine = z
  .object({
    id: Id,
    seatId: Id.nullable(),
    areaId: Id.nullable(),
    ...placeName,
    tierKey: z.string(),
    quantity: z.literal(1),
    unitPrice: Money,
    fee: Money,
    discount: Money,
    tax: Money,
    total: Money,
    attendee: PersonName.nullable(),
  })
  .meta({ id: 'OrderLine' });

export const Order = z
  .object({
    id: Id,
    reference: z.string(),
    state: OrderState,
    eventId: Id,
    organizationId: Id,
    event: z.object({ id: Id, name: z.string(), startsAt: Instant, timeZone: z.string() }),
    buyer: Buyer,
    expiresAt: Instant.nullable().meta({ description: 'Pay before this; null once nothing is awaited' }),
    lines: z.array(OrderLine),
    total: Money,
    createdAt: Instant,
    holdId: Id,
    paymentId: Id.nullable(),
  })
  .meta({ id: 'Order' });

export const OrderRequest = z
  .strictObject({
    holdId: Id,
    buyer: BuyerInput,
    attendees: z
      .array(z.strictObject({ seatId: Id.optional(), ...nameInput }))
      .max(PLACES_PER_HOLD_MAX)
      .optional(),
  })
  .meta({ id: 'OrderRequest' });

/** What an event sold so far. Days are those of the event's time zone. */
export const EventReport = z
  .object({
    eventId: Id,
    timeZone: z.string(),
    capacity: z.number().int().nullable().meta({ description: 'Places for sale; null for a moment after publishing' }),
    sold: z.number().int(),
    held: z.number().int(),
    revenue: Money,
    byTier: z.array(z.object({ tierKey: z.string(), name: z.string(), sold: z.number().int(), revenue: Money })),
    byDay: z.array(z.object({ day: z.iso.date(), sold: z.number().int(), revenue: Money })),
    admissions: z.number().int(),
  })
  .meta({ id: 'EventReport' });

export const orders = contract({
  name: 'orders',
  operations: {
    createOrder: operation({
      route: 'POST /orders',
      summary: 'Makes an order of a hold; it lasts as long as the hold.',
      caller: 'signedIn',
      body: OrderRequest,
      answers: { 201: Order },
      refusals: ['not_found', 'hold_expired', 'hold_used', 'unknown_seat', 'too_many_tickets', 'invalid_request'],
      limit: 'write',
      inside: true,
      idempotency: 'required',
    }),
    transferHold: operation({
      route: 'POST /holds/{id}/transfer',
      summary: "Makes a guest's hold, and the order made of it, the caller's: for who signs in on the way to paying.",
      caller: 'account',
      params: IdParams,
      body: z.strictObject({ guestToken: z.string().min(1).max(4_096) }),
      answers: { 200: z.object({ holdId: Id, orderId: Id.nullable() }) },
      refusals: ['not_found', 'hold_expired', 'hold_used', 'payment_in_progress', 'invalid_request'],
      limit: 'write',
      // A key would keep what was made of a token; a second transfer finds the hold where it should be.
      idempotency: 'none',
    }),
    listOrders: operation({
      route: 'GET /orders',
      summary: "Lists the caller's own orders, newest first.",
      caller: 'signedIn',
      query: z.strictObject({ state: OrderState.optional(), ...page }),
      answers: { 200: listOf(Order) },
      refusals: ['invalid_request'],
      limit: 'read',
    }),
    getOrder: operation({
      route: 'GET /orders/{id}',
      summary: 'Shows an order to its buyer, its organizer or an admin.',
      caller: 'signedIn',
      params: IdParams,
      answers: { 200: Order },
      refusals: ['not_found'],
      limit: 'read',
    }),
    cancelOrder: operation({
      route: 'POST /orders/{id}/cancel',
      summary: 'Cancels an order that is not paid, and lets its places go; doing it twice is fine.',
      caller: 'signedIn',
      params: IdParams,
      answers: { 200: Order },
      refusals: ['not_found', 'order_not_cancellable', 'payment_in_progress'],
      limit: 'write',
    }),
    lookupOrder: operation({
      route: 'POST /orders/lookup',
      summary: "Mails a link to an order's tickets to its buyer; answers the same whether it exists or not.",
      caller: 'anyone',
      body: z.strictObject({ reference: line(32), email: EmailAddress }),
      answers: { 202: Nothing },
      refusals: [],
      limit: 'mail',
      idempotency: 'none',
    }),
    listOrganizationOrders: operation({
      route: 'GET /organizations/{id}/orders',
      summary: 'Lists the orders of an organization, newest first; `q` finds a reference, name or address.',
      caller: ['organizer'],
      params: IdParams,
      query: z.strictObject({
        q: line(100, 0).optional(),
        state: OrderState.optional(),
        eventId: Id.optional(),
        ...page,
      }),
      answers: { 200: listOf(Order) },
      refusals: ['forbidden', 'not_found', 'invalid_request'],
      limit: 'read',
    }),
    getEventReport: operation({
      route: 'GET /events/{id}/report',
      summary: 'Counts what an event sold, by price tier and by day, and who came.',
      caller: ['organizer'],
      params: IdParams,
      answers: { 200: EventReport },
      refusals: ['forbidden', 'not_found'],
      limit: 'read',
    }),
  },
  internal: {
    beginPayment: operation({
      route: 'POST /orders/{id}/begin-payment',
      summary:
        'Moves an order to paying for one payment, or says why not; the same payment again gets the same answer.',
      caller: 'service',
      params: IdParams,
      body: z.object({
        paymentId: Id,
        principalId: Id,
        /** Earlier payments of this order that came to nothing: the order need not wait for that fact. */
        failedPaymentIds: z.array(Id).default([]),
      }),
      answers: {
        200: z.object({
          amount: Money,
          reference: z.string(),
          organizationId: Id,
          eventId: Id,
          holdId: Id,
          deadline: Instant,
        }),
      },
      refusals: ['not_found', 'hold_expired', 'payment_in_progress', 'already_paid', 'order_not_payable'],
      limit: 'none',
      idempotency: 'none',
      repeatable: true,
    }),
  },
  facts: ordersFacts,
});
