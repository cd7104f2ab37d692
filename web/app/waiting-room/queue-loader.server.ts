/** What the waiting room's page needs: the event, how the room stands, and the visitor's place in it. */
import { data, type LoaderFunctionArgs, redirect } from 'react-router';
import { apiOf } from '../api/server.ts';
import type { EventDetail } from '../buyer/event-sale.ts';
import { paths } from '../paths.ts';
import { sessionOf } from '../session/session.ts';
import { visitContext } from '../visit.ts';
import { passCookie, passFor, secondsUntil } from './pass.ts';
import type { Entry } from './stage.ts';

/** Who needs no pass goes straight on; a pass that is there already is kept for the seats page. */
export async function loadQueue({ request, params, url, context }: LoaderFunctionArgs) {
  const ask = apiOf(context);
  const asked = params['slug'] ?? '';
  const found = await ask('getEvent', { params: { idOrSlug: asked } });
  if (!found.ok) throw data(null, { status: found.refusal.status === 400 ? 404 : found.refusal.status || 503 });
  const event = found.data;
  if (asked !== event.slug) throw redirect(paths.queue(event.slug) + url.search, 301);
  const [queue, entry] = await Promise.all([ask('getQueue', { params: { id: event.id } }), entryOf(context, event.id)]);
  const isOpen = queue.ok ? queue.data.state === 'open' : event.waitingRoom === 'off';
  if (isOpen && event.status === 'on_sale') throw redirect(paths.seats(event.slug) + url.search);
  if ((isOpen && event.status === 'scheduled') || event.status === 'draft') throw redirect(paths.event(event.slug));
  const { clock } = context.get(visitContext);
  const shown = {
    event: shownOf(event),
    queue: queue.ok ? queue.data : null,
    entry,
    nowMs: clock.now(),
    /** What was chosen on the seats page before, to come back to. */
    selection: url.search,
    isGuest: (sessionOf(context).viewer?.role ?? 'guest') === 'guest',
  };
  const cookie = cookieFor(request, context, { eventId: event.id, entry });
  return data(shown, cookie === undefined ? {} : { headers: { 'set-cookie': cookie } });
}

export type QueueData = Awaited<ReturnType<typeof loadQueue>>['data'];

/** The cookie that forgets a pass. */
export function noPassCookie(eventId: string, context: LoaderFunctionArgs['context']): string {
  return passCookie({ eventId, pass: '', seconds: 0, secure: isSecure(context) });
}

/** The cookie that keeps the pass of an entry that has one. */
export function entryPassCookie(entry: Entry, context: LoaderFunctionArgs['context']): string | undefined {
  const { eventId, pass, passExpiresAt } = entry;
  if (pass === null || passExpiresAt === null) return undefined;
  const seconds = secondsUntil(passExpiresAt, context.get(visitContext).clock.now());
  return passCookie({ eventId, pass, seconds, secure: isSecure(context) });
}

/** Null when there is none; somebody who has not come in yet has none for sure. */
async function entryOf(context: LoaderFunctionArgs['context'], eventId: string): Promise<Entry | 'unknown' | null> {
  if (sessionOf(context).viewer === null) return null;
  const answer = await apiOf(context)('getQueueEntry', { params: { id: eventId } });
  if (answer.ok) return answer.data;
  return answer.refusal.status >= 400 && answer.refusal.status < 500 && answer.refusal.code !== 'rate_limited'
    ? null
    : 'unknown';
}

function cookieFor(
  request: Request,
  context: LoaderFunctionArgs['context'],
  { eventId, entry }: { eventId: string; entry: Entry | 'unknown' | null },
): string | undefined {
  if (entry === 'unknown') return undefined;
  const kept = entry === null ? undefined : entryPassCookie(entry, context);
  const isStale = kept === undefined && passFor(eventId, request.headers.get('cookie')) !== undefined;
  return isStale ? noPassCookie(eventId, context) : kept;
}

/** The page is small on purpose: a hundred thousand people load it at once. */
function shownOf({ id, slug, name, category, venue, startsAt, timeZone, status }: EventDetail) {
  return { id, slug, name, category, venue, startsAt, timeZone, status };
}

const isSecure = (context: LoaderFunctionArgs['context']): boolean =>
  context.get(visitContext).publicUrl.startsWith('https:');
