/** What the forms of the seats page do: find seats, let them go, or hold the basket. */
import type { ActionFunctionArgs } from 'react-router';
import { findSeats, letGo } from './find-seats.server.ts';
import { textOf } from './find-wish.ts';
import { holdBasket } from './hold-basket.server.ts';

/** Each form says in `intent` what it wants; the basket's says nothing. */
export async function changeSeats({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const call = { request, context, slug: params['slug'] ?? '' };
  const intent = textOf(form, 'intent');
  if (intent === 'find') return findSeats(call, form);
  return intent === 'letGo' ? letGo(call, form) : holdBasket(call, form);
}
