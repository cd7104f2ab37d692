/** All orders of an organization: found by reference, name or address, narrowed by state and event. */
import { Receipt } from 'lucide-react';
import { type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Pagination } from '../ui/pagination.tsx';
import { Problem } from '../ui/problem.tsx';
import { orderStates } from '../words/states.ts';
import { OrderFilters } from './order-filters.tsx';
import { OrderTable } from './order-table.tsx';
import { organizationOf } from './organization.server.ts';

export const meta: MetaFunction = () => [{ title: 'Orders · Usher' }];

const EVENTS_MAX = 100;
type State = keyof typeof orderStates;

export async function loader({ request, url, context }: LoaderFunctionArgs) {
  const { ask, organization, organizations } = await organizationOf(context, request);
  const wanted = url.searchParams;
  const filters = {
    organization: organizations.length > 1 ? organization.id : null,
    q: wanted.get('q')?.trim().slice(0, 100) ?? '',
    state: stateOf(wanted.get('state')),
    event: idOf(wanted.get('event')),
  };
  const cursor = wanted.get('cursor');
  const params = { id: organization.id };
  const [orders, events] = await Promise.all([
    ask('listOrganizationOrders', {
      params,
      query: {
        q: filters.q,
        ...(filters.state && { state: filters.state }),
        ...(filters.event && { eventId: filters.event }),
        ...(cursor && { cursor }),
      },
    }),
    ask('listOrganizationEvents', { params, query: { limit: EVENTS_MAX } }),
  ]);
  return {
    ...{ filters, cursor },
    events: events.ok ? events.data.items.filter(({ status }) => status !== 'draft').map(named) : [],
    ...(orders.ok ? { ...orders.data, refusal: null } : { items: [], nextCursor: null, refusal: orders.refusal }),
  };
}

export default function OrdersPage() {
  const { filters, cursor, events, items, nextCursor, refusal } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader title="Orders" />
      <OrderFilters filters={filters} events={events} />
      <Problem refusal={refusal} />
      {items.length > 0 && <OrderTable orders={items} withEvent={filters.event === null} />}
      {items.length === 0 && !refusal && <NoOrders filters={filters} />}
      <Pagination
        label="More orders"
        first={cursor === null ? null : paths.organizerOrders(filters)}
        next={nextCursor === null ? null : paths.organizerOrders({ ...filters, cursor: nextCursor })}
      />
    </Page>
  );
}

function NoOrders({ filters: { organization, q, state, event } }: { filters: OrderQuery }) {
  const isNarrowed = q !== '' || state !== null || event !== null;
  if (!isNarrowed)
    return (
      <EmptyState icon={<Receipt size={28} />} title="No orders yet">
        They show here as soon as somebody buys tickets for one of your events.
      </EmptyState>
    );
  return (
    <EmptyState
      title={q === '' ? 'No orders like that' : `No orders match “${q}”`}
      action={<ButtonLink to={paths.organizerOrders({ organization })}>Show all orders</ButtonLink>}
    >
      {q !== '' && 'Try a reference, a name or an e-mail address.'}
    </EmptyState>
  );
}

type OrderQuery = Awaited<ReturnType<typeof loader>>['filters'];

const named = ({ id, name, startsAt, timeZone }: { id: string; name: string; startsAt: string; timeZone: string }) => ({
  ...{ id, name, startsAt, timeZone },
});

const idOf = (text: string | null): string | null => (text !== null && /^[0-9a-f-]{36}$/i.test(text) ? text : null);

const stateOf = (text: string | null): State | null =>
  text !== null && Object.hasOwn(orderStates, text) ? (text as State) : null;
