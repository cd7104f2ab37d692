/** Where an order stands on its way to being paid; the same for the payment's page and the way back from the bank. */
import { data, type LoaderFunctionArgs, redirect } from 'react-router';
import type { Ask, Data } from '../api/ask.ts';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { visitContext } from '../visit.ts';
import { keepsakeCookie, takeHoldAlong } from './guest-keepsake.server.ts';
import { seenOf } from './seen.ts';
import { linesOfOrder } from './summary-lines.ts';

type Order = Data<'getOrder'>;
type Payment = Data<'getPayment'>;

/** `open`: pay now. `asked`: the bank waits for the buyer. `waiting`: we wait for the bank. Both ends: over, unpaid. */
type PaymentStage = 'open' | 'asked' | 'waiting' | 'expired' | 'cancelled';

/** Throws a redirect to the order once it is bought. Trusts the services, never the address. */
export async function loadPayment({ request, params, context }: LoaderFunctionArgs) {
  const ask = apiOf(context);
  const order = await readOrder({ request, context }, ask, params['orderId'] ?? '');
  const [payment, event, hold] = await Promise.all([
    order.paymentId === null ? undefined : ask('getPayment', { params: { id: order.paymentId } }),
    ask('getEvent', { params: { idOrSlug: order.eventId } }),
    order.expiresAt === null ? undefined : ask('getHold', { params: { id: order.holdId } }),
  ]);
  const latest = payment?.ok ? payment.data : undefined;
  const stage = stageOf(order, latest);
  if (stage === 'bought') throw redirect(paths.order(order.id));
  const known = event.ok ? event.data : undefined;
  // The hold knows of its extension at once, the order a moment later.
  const held = hold?.ok && hold.data.state === 'held' ? hold.data : undefined;
  const cookie = keepsakeCookie({ request, context }, order.holdId);
  return data(
    {
      order: { id: order.id, holdId: order.holdId, total: order.total, expiresAt: held?.expiresAt ?? order.expiresAt },
      stage,
      payment: latest === undefined ? null : shownPayment(latest),
      // What the poll compares with: when this changes, the page is old.
      seen: seenOf(order, latest),
      summary: {
        event: { ...order.event, venue: known && `${known.venue.name}, ${known.venue.city}` },
        lines: linesOfOrder(order, known?.priceTiers ?? []),
        total: order.total,
      },
      organization: known?.organization.name,
      slug: known?.slug ?? order.eventId,
      extendableTo: held?.extendableTo ?? null,
      // One key per attempt: whatever sends this form again asks for the same payment.
      attempt: latest?.state === 'failed' ? latest.id : 'first',
      again: context.get(visitContext).clock.now(),
    },
    { headers: cookie === undefined ? {} : { 'set-cookie': cookie } },
  );
}

function stageOf(order: Order, payment: Payment | undefined): PaymentStage | 'bought' {
  switch (order.state) {
    case 'pending':
      return 'open';
    case 'paying':
      // Declined already; that the order may be paid again is on its way to it.
      if (payment?.state === 'failed') return 'open';
      return payment?.state === 'requires_action' ? 'asked' : 'waiting';
    case 'expired':
    case 'cancelled':
      return order.state;
    default:
      return 'bought';
  }
}

function shownPayment({ state, declineCode, nextAction, createdAt }: Payment) {
  return { state, declineCode, bankUrl: nextAction?.url, createdAt };
}

async function readOrder(call: Pick<LoaderFunctionArgs, 'request' | 'context'>, ask: Ask, id: string): Promise<Order> {
  const order = await ask('getOrder', { params: { id } });
  if (order.ok) return order.data;
  if (order.refusal.status === 401) throw redirect(paths.login({ next: paths.payment(id) }));
  const taken = order.refusal.code === 'not_found' ? await takeHoldAlong(call) : undefined;
  if (taken?.orderId === id) throw redirect(paths.payment(id), { headers: { 'set-cookie': taken.cookie } });
  throw new Response(null, { status: order.refusal.status || 503 });
}
