/** Choosing seats: the map or the list, and a basket that goes on to checkout. */
import {
  type ActionFunctionArgs,
  type ClientActionFunctionArgs,
  data as routeData,
  type LoaderFunctionArgs,
  type MetaFunction,
  type ShouldRevalidateFunctionArgs,
  useActionData,
  useLoaderData,
} from 'react-router';
import { Chooser } from './chooser.tsx';
import type { FindAnswer } from './find-seats.server.ts';
import type { HoldRefused } from './hold-basket.server.ts';
import { NotOnSale } from './not-on-sale.tsx';
import { changeSeats } from './seats-action.server.ts';
import { SeatsHeader } from './seats-header.tsx';
import { loadSeats } from './seats-loader.server.ts';

export const loader = (args: LoaderFunctionArgs) => loadSeats(args);

/** *Continue*: a hold and the way to checkout, or why not. *Find seats*: seats that are held, or why not. */
export const action = (args: ActionFunctionArgs) => changeSeats(args);

/** A connection that breaks is an answer too: the page and the basket stay. */
export async function clientAction({ serverAction }: ClientActionFunctionArgs) {
  try {
    return await serverAction<HoldRefused | FindAnswer>();
  } catch (error) {
    if (error instanceof Response) throw error;
    // With this status nothing is read anew, which would fail the same way and take the page along.
    return routeData(noAnswer, { status: 503 });
  }
}

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
  const answer = useActionData<HoldRefused | FindAnswer>();
  return (
    <div className="page-column grid grid-cols-[minmax(0,1fr)] gap-3 pt-2 lg:gap-4 lg:pt-4 lg:pb-8">
      <SeatsHeader event={data.event} />
      {data.event.status === 'on_sale' || data.hold ? (
        <Chooser key={data.event.id} data={data} first={answer && 'found' in answer ? answer : undefined} />
      ) : (
        <NotOnSale event={data.event} />
      )}
    </div>
  );
}

/** To either question. */
const noAnswer: HoldRefused & FindAnswer = {
  wish: undefined,
  found: undefined,
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
