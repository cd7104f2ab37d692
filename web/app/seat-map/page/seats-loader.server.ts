/** What the seats page needs to begin: the event, a hold the buyer comes back with, and how they like to look. */
import { type LoaderFunctionArgs, redirect } from 'react-router';
import { apiOf } from '../../api/server.ts';
import { paths } from '../../paths.ts';
import { visitContext } from '../../visit.ts';
import { needsPass } from '../../waiting-room/entrance.server.ts';
import { ownHoldOf } from './own-hold.server.ts';
import { rememberedView } from './remembered-view.ts';

/**
 * The map itself and who has which seat come later, to the browser directly. Who has to queue first is sent there, and
 * the address takes along what was chosen.
 */
export async function loadSeats({ request, params, url, context }: LoaderFunctionArgs) {
  const answer = await apiOf(context)('getEvent', { params: { idOrSlug: params['slug'] ?? '' } });
  if (!answer.ok) throw new Response(null, { status: answer.refusal.status === 404 ? 404 : 503 });
  const { id, slug, name, venue, startsAt, timeZone, status, salesOpenAt, salesCloseAt, seating, ...event } =
    answer.data;
  const { maxTicketsPerOrder, maxTicketsPerBuyer, priceTiers: tiers } = event;
  const maxTickets = Math.min(maxTicketsPerOrder, maxTicketsPerBuyer ?? maxTicketsPerOrder);
  const hold = await ownHoldOf(request, context, id);
  if (status === 'on_sale' && !hold && (await needsPass(apiOf(context), answer.data, request)))
    throw redirect(paths.queue(slug) + url.search);
  return {
    event: { id, slug, name, venue, startsAt, timeZone, status, salesOpenAt, salesCloseAt, seating, maxTickets, tiers },
    hold,
    /** New with every page: a form that is sent twice is one request. */
    attempt: context.get(visitContext).clock.now(),
    remembered: rememberedView(request.headers.get('cookie')),
  };
}

export type SeatsData = Awaited<ReturnType<typeof loadSeats>>;
export type SeatsEvent = SeatsData['event'];
