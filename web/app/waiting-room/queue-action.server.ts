/** What the forms of the waiting room do: take a place, or give it up. */
import { type ActionFunctionArgs, redirect } from 'react-router';
import type { Refusal } from '../api/ask.ts';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { sessionOf } from '../session/session.ts';
import { entryPassCookie, noPassCookie } from './queue-loader.server.ts';

/** Why there is no place. */
export interface JoinRefused {
  readonly refusal: Refusal;
}

/** Every answer that is not a refusal is a way on, so that a reload of what follows sends nothing twice. */
export async function changeQueue(args: ActionFunctionArgs): Promise<Response | JoinRefused> {
  const { request, params, context } = args;
  const slug = params['slug'] ?? '';
  const form = await request.formData();
  const found = await apiOf(context)('getEvent', { params: { idOrSlug: slug } });
  if (!found.ok) return { refusal: found.refusal };
  const event = found.data;
  if (form.get('intent') === 'leave') return leave(args, event);
  return join(args, event, form);
}

interface Joined {
  readonly id: string;
  readonly slug: string;
}

/** As a guest when nobody is signed in. Who is let in at once goes straight to the seats. */
async function join({ url, context }: ActionFunctionArgs, event: Joined, form: FormData) {
  const ask = apiOf(context);
  if (sessionOf(context).viewer === null) {
    const guest = await ask('createGuest');
    if (!guest.ok) return { refusal: guest.refusal };
    sessionOf(context).signIn(guest.data);
  }
  const [challenge, nonce] = [form.get('challenge'), form.get('nonce')];
  const solved = typeof challenge === 'string' && typeof nonce === 'string';
  const answer = await ask('joinQueue', {
    params: { id: event.id },
    body: solved ? { solution: { challenge, nonce } } : {},
  });
  if (!answer.ok) return wayOn(answer.refusal, event, url.search);
  const cookie = entryPassCookie(answer.data, context);
  if (answer.data.state === 'admitted' && cookie !== undefined)
    return redirect(paths.seats(event.slug) + url.search, { headers: { 'set-cookie': cookie } });
  return redirect(paths.queue(event.slug) + url.search);
}

function wayOn(refusal: Refusal, event: Joined, selection: string): Response | JoinRefused {
  if (refusal.code === 'queue_off') return redirect(paths.seats(event.slug) + selection);
  if (refusal.code === 'sales_closed' || refusal.code === 'event_cancelled') return redirect(paths.event(event.slug));
  return { refusal };
}

async function leave({ context }: ActionFunctionArgs, event: Joined) {
  const answer = await apiOf(context)('leaveQueue', { params: { id: event.id } });
  if (!answer.ok && answer.refusal.status !== 404) return { refusal: answer.refusal };
  return redirect(paths.event(event.slug), { headers: { 'set-cookie': noPassCookie(event.id, context) } });
}
