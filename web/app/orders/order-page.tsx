/** One order: right after paying the confirmation, later the proof. What it is, how it stands, what can still be done. */
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from 'react-router';
import { useActionData, useLoaderData } from 'react-router';
import { apiOf } from '../api/server.ts';
import { useWatchedOrder } from '../checkout/watch-order.ts';
import { paths } from '../paths.ts';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Problem } from '../ui/problem.tsx';
import { EventTime } from '../ui/when.tsx';
import { AccountOffer } from './account-offer.tsx';
import { loadOrder, type OrderData } from './order-loader.server.ts';
import { OrderReceipt } from './order-receipt.tsx';
import { OrderStanding } from './order-standing.tsx';
import { OrderTickets } from './order-tickets.tsx';

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: `${loaderData ? headingOf(loaderData) : 'Order'} · Usher` },
];

export const loader = (args: LoaderFunctionArgs) => loadOrder(args);

/** Cancels what is not paid yet. */
export async function action({ params, context }: ActionFunctionArgs) {
  const id = params['orderId'] ?? '';
  const cancelled = await apiOf(context)('cancelOrder', { params: { id } });
  return cancelled.ok ? redirect(paths.order(id)) : { refusal: cancelled.refusal };
}

export default function OrderPage() {
  const page = useLoaderData<typeof loader>();
  const { order, venue } = page;
  const refusal = useActionData<typeof action>()?.refusal;
  useWatchedOrder({ orderId: order.id, seen: page.seen, isWaiting: awaited.has(order.state) });
  const { event } = order;
  const heading = headingOf(page);
  return (
    <Page>
      <PageHeader
        title={heading}
        lead={
          <>
            {heading !== event.name && <span className="block font-medium text-text">{event.name}</span>}
            <EventTime instant={event.startsAt} timeZone={event.timeZone} style="long" yourTime />
            {venue !== undefined && <span className="block">{venue}</span>}
          </>
        }
      />
      <Problem refusal={refusal} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_24rem] lg:gap-8">
        <div className="grid gap-6">
          <OrderStanding page={page} />
          {withTickets.has(order.state) && <OrderTickets page={page} />}
          {page.isGuest && withTickets.has(order.state) && order.state !== 'confirmed' && (
            <AccountOffer order={order} />
          )}
        </div>
        <OrderReceipt page={page} />
      </div>
    </Page>
  );
}

const awaited = new Set<OrderData['order']['state']>(['paying', 'confirmed', 'paid']);
const withTickets = new Set<OrderData['order']['state']>(['confirmed', 'paid', 'fulfilled', 'partially_refunded']);

/** Going is who has paid; until then nothing is promised. */
function headingOf({ order, isFresh }: Pick<OrderData, 'order' | 'isFresh'>): string {
  if (isFresh && (order.state === 'paid' || order.state === 'fulfilled')) return 'You’re going';
  return order.state === 'confirmed' ? 'Almost there' : order.event.name;
}
