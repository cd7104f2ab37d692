/** What can be done in the first step of checkout: order, ask for time, hold the seats once more. */
import { createHash } from 'node:crypto';
import { parseWithZod } from '@conform-to/zod/v4';
import { type ActionFunctionArgs, redirect } from 'react-router';
import type { Ask, Data, Refusal } from '../api/ask.ts';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { fieldErrors, fromProblem } from '../words/field-errors.ts';
import { attendeeKey, type Details, detailsNames, detailsSchema } from './details-schema.ts';
import { formText } from './form-text.ts';
import { takeAgain } from './hold-again.server.ts';
import { placeNames } from './place-words.ts';
import { untilSettled } from './until-settled.server.ts';

type Hold = Data<'getHold'>;

/** Redirects when the step is done; otherwise gives what to show. */
export async function actOnDetails({ request, params, context }: ActionFunctionArgs) {
  const ask = apiOf(context);
  const form = await request.formData();
  const found = await ask('getHold', { params: { id: params['holdId'] ?? '' } });
  if (!found.ok) return refused(found.refusal);
  const hold = found.data;
  switch (form.get('intent')) {
    case 'extend': {
      const extended = await ask('extendHold', { params: { id: hold.id } });
      return refused(extended.ok ? null : extended.refusal);
    }
    case 'again':
      return takeAgain(ask, hold, { request, context, attempt: formText(form, 'attempt') });
    case 'change': {
      const cancelled = await ask('cancelOrder', { params: { id: formText(form, 'orderId') } });
      if (!cancelled.ok) return refused(cancelled.refusal);
      return takeAgain(ask, hold, { request, context, attempt: formText(form, 'attempt') });
    }
    default:
      return order(ask, hold, form);
  }
}

const refused = (refusal: Refusal | null) => ({ refusal, reply: undefined });

async function order(ask: Ask, hold: Hold, form: FormData) {
  const event = await ask('getEvent', { params: { idOrSlug: hold.eventId } });
  if (!event.ok) return refused(event.refusal);
  const places = event.data.holderNameRequired ? placeNames(hold.items) : [];
  const schema = detailsSchema({ places, isBuyerFirst: form.get('isBuyerFirst') === 'on' });
  const submission = parseWithZod(form, { schema, formatError: fieldErrors(detailsNames(places)) });
  if (submission.status !== 'success') return { refusal: null, reply: submission.reply() };
  const body = orderBody(hold, submission.value, places);
  const made = await untilSettled(() => ask('createOrder', { key: keyOf(hold, body), body }));
  if (made.ok) return redirect(paths.payment(made.data.id));
  if (made.refusal.errors.length === 0) return refused(made.refusal);
  const fields = fromProblem(made.refusal.errors.map((each) => ({ ...each, path: fieldOf(each.path) })));
  return { refusal: null, reply: submission.reply({ fieldErrors: fields }) };
}

function orderBody(hold: Hold, details: Details, places: readonly string[]) {
  const { email, firstName, lastName } = details;
  const attendees = hold.items.slice(0, places.length).map(({ seatId }, i) => ({
    ...(seatId !== undefined && { seatId }),
    ...(details.attendees[attendeeKey(i)] ?? { firstName, lastName }),
  }));
  return { holdId: hold.id, buyer: { email, firstName, lastName }, ...(attendees.length > 0 && { attendees }) };
}

/** The same answers to the same hold are the same order, however often they are sent. */
function keyOf(hold: Hold, body: unknown): string {
  return `order-${hold.id}-${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 22)}`;
}

/** The API's name of a field as the form's: the buyer's are not nested there, attendees are keyed. */
function fieldOf(path: string): string {
  return path
    .replace(/^(body\.)?buyer\./, '')
    .replace(/attendees[.[](\d+)\]?\./, (_all, index: string) => `attendees.${attendeeKey(Number(index))}.`);
}
