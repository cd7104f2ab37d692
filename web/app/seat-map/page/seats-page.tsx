/** Choosing seats: the map or the list, and a basket that goes on to checkout. */
import {
  type ActionFunctionArgs,
  type ClientActionFunctionArgs,
  data as routeData,
  type LoaderFunctionArgs,
  type MetaFunction,
  type ShouldRevalidateFunctionArgs,
  useLoaderData,
} from 'react-router';
import { apiOf } from '../../api/server.ts';
import { Chooser } from './chooser.tsx';
import { holdBasket, type HoldRefused } from './hold-basket.server.ts';
import { NotOnSale } from './not-on-sale.tsx';
import { ownHoldOf } from './own-hold.server.ts';
import { rememberedView } from './remembered-view.ts';
import { SeatsHeader } from './seats-header.tsx';

export async function loader({ request, params, context }: LoaderFunctionArgs) {
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

/** *Continue*: a hold and the way to checkout, or why not. */
export const action = ({ request, context }: ActionFunctionArgs) => holdBasket(request, context);

/** A connection that breaks is an answer too: the page and the basket stay. */
export async function clientAction({ serverAction }: ClientActionFunctionArgs) {
  try {
    return await serverAction<HoldRefused>();
  } catch (error) {
    if (error instanceof Response) throw error;
    // With this status nothing is read anew, which would fail the same way and take the page along.
    return routeData(noAnswer, { status: 503 });
  }
}

export type SeatsData = Awaited<ReturnType<typeof loader>>;
export type SeatsEvent = SeatsData['event'];

/** The address changes with every tap on a seat; what the loader knows does not. */
export function shouldRevalidate(change: ShouldRevalidateFunctionArgs): boolean {
  if (change.formMethod !== undefined) return change.defaultShouldRevalidate;
  return change.currentUrl.pathname !== change.nextUrl.pathname;
}

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: `${loaderData === undefined ? '' : `Choose seats for ${loaderData.event.name} · `}Usher` },
  { name: 'robots', content: 'noindex' },
];

export default function SeatsPage() {
  const data = useLoaderData<typeof loader>();
  return (
    <div className="page-column grid grid-cols-[minmax(0,1fr)] gap-3 pt-2 lg:gap-4 lg:pt-4 lg:pb-8">
      <SeatsHeader event={data.event} />
      {data.event.status === 'on_sale' || data.hold ? (
        <Chooser key={data.event.id} data={data} />
      ) : (
        <NotOnSale event={data.event} />
      )}
    </div>
  );
}

const noAnswer: HoldRefused = {
  refusal: {
    code: 'unreachable',
    status: 0,
    detail: undefined,
    errors: [],
    more: {},
    retryAfterSeconds: undefined,
    requestId: undefined,
  },
  ownHoldId: undefined,
};
