/** What the seats page needs to begin: the event, a hold the buyer comes back with, and how they like to look. */
import type { LoaderFunctionArgs } from 'react-router';
import { apiOf } from '../../api/server.ts';
import { ownHoldOf } from './own-hold.server.ts';
import { rememberedView } from './remembered-view.ts';

/** The map itself and who has which seat come later, to the browser directly. */
export async function loadSeats({ request, params, context }: LoaderFunctionArgs) {
  const answer = await apiOf(context)('getEvent', { params: { idOrSlug: params['slug'] ?? '' } });
  if (!answer.ok) throw new Response(null, { status: answer.refusal.status === 404 ? 404 : 503 });
  const { id, slug, name, venue, startsAt, timeZone, status, salesOpenAt, salesCloseAt, seating, ...event } =
    answer.data;
  const { maxTicketsPerOrder: maxTickets, priceTiers: tiers } = event;
  const hold = await ownHoldOf(request, context, id);
  return {
    event: { id, slug, name, venue, startsAt, timeZone, status, salesOpenAt, salesCloseAt, seating, maxTickets, tiers },
    hold,
    remembered: rememberedView(request.headers.get('cookie')),
  };
}

export type SeatsData = Awaited<ReturnType<typeof loadSeats>>;
export type SeatsEvent = SeatsData['event'];
