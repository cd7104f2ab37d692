/** What one has ordered, newest first. */
import { ReceiptText } from 'lucide-react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { apiOf } from '../api/server.ts';
import { paths } from '../paths.ts';
import { sessionOf } from '../session/session.ts';
import { ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Pagination } from '../ui/pagination.tsx';
import { visitContext } from '../visit.ts';
import { isOver } from '../tickets/group-tickets.ts';
import { GuestNotice } from './guest-notice.tsx';
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
        <NoOrders isVisitor={orders === null} />
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

/** Somebody we don't know may have an account, or have bought as a guest. */
function NoOrders({ isVisitor }: { isVisitor: boolean }) {
  return (
    <EmptyState
      title={isVisitor ? 'Log in to see your orders' : 'No orders yet'}
      icon={<ReceiptText size={28} />}
      action={
        isVisitor ? (
          <ButtonLink variant="primary" to={paths.login({ next: paths.orders() })}>
            Log in
          </ButtonLink>
        ) : (
          <ButtonLink variant="primary" to={paths.events()}>
            Search events
          </ButtonLink>
        )
      }
    >
      Bought as a guest?{' '}
      <Link className="link" to={paths.findOrder()}>
        Find your order
      </Link>
    </EmptyState>
  );
}
