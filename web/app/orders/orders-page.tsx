/** What one has ordered, newest first. */
import { ReceiptText } from 'lucide-react';
import { type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { sessionOf } from '../session/session.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Pagination } from '../ui/pagination.tsx';
import { visitContext } from '../visit.ts';
import { isOver } from '../tickets/group-tickets.ts';
import { GuestNotice } from './guest-notice.tsx';
import { NothingYet } from './nothing-yet.tsx';
import { OrderCard } from './order-card.tsx';

export const meta: MetaFunction = () => [{ title: 'My orders · Usher' }];

const ORDERS_SHOWN = 20;

export async function loader({ url, context }: LoaderFunctionArgs) {
  if (sessionOf(context).viewer === null) return { orders: null, next: null, isFirst: true };
  const cursor = url.searchParams.get('cursor') ?? undefined;
  const answer = await apiOf(context)('listOrders', { query: { limit: ORDERS_SHOWN, cursor } });
  if (!answer.ok) throw new Response(null, { status: answer.refusal.status || 503 });
  const nowMs = context.get(visitContext).clock.now();
  const orders = answer.data.items.map((order) => ({ ...order, isOver: isOver(order.event.startsAt, nowMs) }));
  return { orders, next: answer.data.nextCursor, isFirst: cursor === undefined };
}

export default function OrdersPage() {
  const { orders, next, isFirst } = useLoaderData<typeof loader>();
  return (
    <Page width="text">
      <PageHeader
        title="My orders"
        actions={orders && orders.length > 0 && <ButtonLink to={paths.tickets()}>Show tickets</ButtonLink>}
      />
      {orders === null || orders.length === 0 ? (
        <NothingYet what="orders" icon={<ReceiptText size={28} />} isVisitor={orders === null} />
      ) : (
        <>
          <ul className="grid gap-4">
            {orders.map((order) => (
              <li key={order.id}>
                <OrderCard order={order} />
              </li>
            ))}
          </ul>
          <GuestNotice next={paths.orders()} />
          <Pagination
            label="Pages of orders"
            first={isFirst ? null : paths.orders()}
            next={next === null ? null : paths.orders({ cursor: next })}
          />
        </>
      )}
    </Page>
  );
}
