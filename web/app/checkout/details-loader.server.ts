/** What the first step of checkout needs to know: the hold, what became of it, and what the form starts with. */
import { data, type LoaderFunctionArgs, redirect } from 'react-router';
import type { Ask, Data } from '../api/ask.ts';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { sessionOf } from '../session/session.ts';
import { visitContext } from '../visit.ts';
import { keepsakeCookie, takeHoldAlong } from './guest-keepsake.server.ts';
import { lostItems } from './hold-again.server.ts';
import { placeNames, placeWords } from './place-words.ts';
import { linesOfHold } from './summary-lines.ts';

type Order = Data<'getOrder'>;

/** Throws a redirect when this hold is past this step, and a 404 when it is nobody's here. */
export async function loadDetails({ request, params, context, url }: LoaderFunctionArgs) {
  const ask = apiOf(context);
  const hold = await readHold({ request, context }, ask, params['holdId'] ?? '');
  const before = url.searchParams.get('again');
  const [event, orders, profile, old] = await Promise.all([
    ask('getEvent', { params: { idOrSlug: hold.eventId } }),
    ask('listOrders', { query: { limit: 50 } }),
    profileOf(context, ask),
    before === null ? undefined : ask('getHold', { params: { id: before } }),
  ]);
  if (!event.ok) throw new Response(null, { status: event.refusal.status || 503 });
  const ordersOf = orders.ok ? orders.data.items : [];
  const order = ordersOf.find((each) => each.holdId === hold.id);
  if (order !== undefined && !['pending', 'expired', 'cancelled'].includes(order.state))
    throw redirect(paths.payment(order.id));
  if (order === undefined && (hold.state === 'paying' || hold.state === 'sold')) throw redirect(paths.orders());
  const { clock } = context.get(visitContext);
  const cookie = keepsakeCookie({ request, context }, hold.id);
  return data(
    {
      hold: { id: hold.id, eventId: hold.eventId, expiresAt: hold.expiresAt, extendableTo: hold.extendableTo },
      state: stateOf(hold, order),
      isReleased: hold.state === 'released',
      order: order === undefined ? null : { id: order.id, buyer: order.buyer },
      summary: summaryOf(hold, event.data),
      slug: event.data.slug,
      names: event.data.holderNameRequired ? placeNames(hold.items) : [],
      start: ordersOf.find((each) => each.holdId === before)?.buyer ?? order?.buyer ?? profile,
      isLoggedIn: profile !== undefined,
      lost: old?.ok ? lostItems(old.data, hold).map(placeWords) : [],
      attempt: clock.now(),
    },
    { headers: cookie === undefined ? {} : { 'set-cookie': cookie } },
  );
}

function stateOf(hold: Data<'getHold'>, order: Order | undefined): 'open' | 'ordered' | 'ended' {
  if (hold.state !== 'held') return 'ended';
  if (order === undefined) return 'open';
  return order.state === 'pending' ? 'ordered' : 'ended';
}

function summaryOf(hold: Data<'getHold'>, event: Data<'getEvent'>) {
  const { name, startsAt, timeZone, venue } = event;
  return {
    event: { name, startsAt, timeZone, venue: `${venue.name}, ${venue.city}` },
    lines: linesOfHold(hold, event.priceTiers),
    total: hold.total,
  };
}

/** The hold, taken along from the guest one was a moment ago if need be. */
async function readHold(
  call: Pick<LoaderFunctionArgs, 'request' | 'context'>,
  ask: Ask,
  id: string,
): Promise<Data<'getHold'>> {
  const hold = await ask('getHold', { params: { id } });
  if (hold.ok) return hold.data;
  if (hold.refusal.status === 401) throw redirect(paths.login({ next: paths.holdDetails(id) }));
  const taken = hold.refusal.code === 'not_found' ? await takeHoldAlong(call) : undefined;
  if (taken?.holdId === id) throw redirect(paths.holdDetails(id), { headers: { 'set-cookie': taken.cookie } });
  throw new Response(null, { status: hold.refusal.status || 503 });
}

/** What an account already told us; a guest starts with empty fields. */
async function profileOf(context: LoaderFunctionArgs['context'], ask: Ask) {
  const { viewer } = sessionOf(context);
  if (viewer === null || viewer.role === 'guest') return undefined;
  const profile = await ask('getProfile');
  return profile.ok ? profile.data : undefined;
}
