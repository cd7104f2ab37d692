/** What can be done in the second step of checkout: pay, ask for time, hold the seats once more. */
import { type ActionFunctionArgs, redirect } from 'react-router';
import type { Ask, Data, Refusal } from '../api/ask.ts';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { formText } from './form-text.ts';
import { takeAgain } from './hold-again.server.ts';

/** Where the page says better itself how the order stands, the refusal is not shown. */
const seenOnThePage = new Set<Refusal['code']>([
  'already_paid',
  'payment_in_progress',
  'hold_expired',
  'request_in_progress',
  'idempotency_key_reused',
]);

/** Redirects to the page that shows what came of it; otherwise gives what to show. */
export async function actOnPayment({ request, params, context }: ActionFunctionArgs) {
  const ask = apiOf(context);
  const form = await request.formData();
  const found = await ask('getOrder', { params: { id: params['orderId'] ?? '' } });
  if (!found.ok) return refused(found.refusal);
  const order = found.data;
  switch (form.get('intent')) {
    case 'extend': {
      const extended = await ask('extendHold', { params: { id: order.holdId } });
      return refused(extended.ok ? null : extended.refusal);
    }
    case 'again': {
      const hold = await ask('getHold', { params: { id: order.holdId } });
      if (!hold.ok) return refused(hold.refusal);
      return takeAgain(ask, hold.data, { request, context, attempt: formText(form, 'attempt') });
    }
    default:
      return pay(ask, order, form);
  }
}

const refused = (refusal: Refusal | null) => ({ refusal, error: undefined });

/** A press that finds the order paid, or being paid, has come to the right page: that shows it. */
async function pay(ask: Ask, order: Data<'getOrder'>, form: FormData) {
  const token = formText(form, 'token');
  if (token === '') return { refusal: null, error: 'Choose a card' };
  const key = `pay-${order.id}-${formText(form, 'attempt')}`;
  const paid = await ask('createPayment', { key, body: { orderId: order.id, method: { type: 'card', token } } });
  if (!paid.ok && !seenOnThePage.has(paid.refusal.code)) return refused(paid.refusal);
  return redirect(paths.payment(order.id));
}
