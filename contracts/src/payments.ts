/** The payments service: one attempt to take money through a provider, and what became of it. */
import { z } from 'zod';
import { contract, fact, operation } from './contract.ts';
import { Id, IdParams, Instant, line, Nothing } from './ids.ts';
import { Money } from './money.ts';

export const PaymentState = z.enum([
  'processing',
  'requires_action',
  'authorized',
  'captured',
  'failed',
  'voided',
  'refunded',
  'partially_refunded',
]);

export const Payment = z
  .object({
    id: Id,
    orderId: Id,
    state: PaymentState,
    amount: Money,
    nextAction: z
      .object({ url: z.string() })
      .optional()
      .meta({ description: 'Where the buyer must go to confirm; only in `requires_action`' }),
    declineCode: z.string().optional(),
    createdAt: Instant,
  })
  .meta({ id: 'Payment' });

export const PaymentRequest = z
  .strictObject({ orderId: Id, method: z.strictObject({ type: z.literal('card'), token: line(200) }) })
  .meta({ id: 'PaymentRequest' });

const aPayment = { paymentId: Id, orderId: Id, organizationId: Id };

export const payments = contract({
  name: 'payments',
  operations: {
    createPayment: operation({
      route: 'POST /payments',
      summary: 'Starts paying an order; the outcome follows in the payment and in the order.',
      caller: 'signedIn',
      body: PaymentRequest,
      answers: { 202: Payment },
      refusals: ['not_found', 'hold_expired', 'payment_in_progress', 'already_paid', 'order_not_payable'],
      limit: 'write',
      inside: true,
      idempotency: 'required',
    }),
    getPayment: operation({
      route: 'GET /payments/{id}',
      summary: 'Shows a payment to its buyer, its organizer or an admin.',
      caller: 'signedIn',
      params: IdParams,
      answers: { 200: Payment },
      refusals: ['not_found'],
      limit: 'read',
    }),
    receiveWebhook: operation({
      route: 'POST /webhooks/payments/{provider}',
      summary: "Stores a provider's signed notice; 200 means it is stored.",
      caller: 'anyone',
      params: z.strictObject({ provider: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/) }),
      rawBody: { types: ['application/json'], bytesMax: 65_536 },
      answers: { 200: Nothing },
      refusals: ['not_found', 'invalid_signature', 'invalid_json'],
      limit: 'none',
      idempotency: 'none',
    }),
  },
  internal: {},
  facts: {
    'payment.authorized': fact(1, z.object({ ...aPayment, amount: Money }), [
      {
        paymentId: '0198c0de-0000-7000-8000-000000000091',
        orderId: '0198c0de-0000-7000-8000-0000000000d1',
        organizationId: '0198c0de-0000-7000-8000-0000000000a1',
        amount: { amount: 9000, currency: 'EUR' },
      },
    ]),
    'payment.failed': fact(1, z.object({ ...aPayment, declineCode: z.string() }), [
      {
        paymentId: '0198c0de-0000-7000-8000-000000000091',
        orderId: '0198c0de-0000-7000-8000-0000000000d1',
        organizationId: '0198c0de-0000-7000-8000-0000000000a1',
        declineCode: 'card_declined',
      },
    ]),
    'payment.captured': fact(1, z.object({ ...aPayment, amount: Money }), [
      {
        paymentId: '0198c0de-0000-7000-8000-000000000091',
        orderId: '0198c0de-0000-7000-8000-0000000000d1',
        organizationId: '0198c0de-0000-7000-8000-0000000000a1',
        amount: { amount: 9000, currency: 'EUR' },
      },
    ]),
    /** The provider refused the capture for good; an unknown outcome is never told this way. */
    'payment.capture_failed': fact(1, z.object({ ...aPayment, reason: z.string() }), [
      {
        paymentId: '0198c0de-0000-7000-8000-000000000091',
        orderId: '0198c0de-0000-7000-8000-0000000000d1',
        organizationId: '0198c0de-0000-7000-8000-0000000000a1',
        reason: 'capture_refused',
      },
    ]),
    'payment.voided': fact(1, z.object(aPayment), [
      {
        paymentId: '0198c0de-0000-7000-8000-000000000091',
        orderId: '0198c0de-0000-7000-8000-0000000000d1',
        organizationId: '0198c0de-0000-7000-8000-0000000000a1',
      },
    ]),
  },
});
