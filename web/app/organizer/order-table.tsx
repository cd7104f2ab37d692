/** Orders as an organiser reads them: who bought what, and where it stands. */
import { Link } from 'react-router';
import type { Data } from '../api/ask.ts';
import { paths } from '../paths.ts';
import { StatusBadge } from '../ui/badge.tsx';
import { type Column, DataTable } from '../ui/table.tsx';
import { formatCount, formatMoney } from '../words/format.ts';
import { formatEventTime, formatZone } from '../words/format-time.ts';

type Order = Data<'listOrganizationOrders'>['items'][number];

/** Rows lead to the order. `withEvent` names each order's event, where they are of several. */
export function OrderTable({ orders, withEvent }: { orders: readonly Order[]; withEvent: boolean }) {
  return (
    <DataTable
      caption="Orders, newest first"
      columns={
        withEvent ? [...columns.slice(0, 2), eventColumn, ...columns.slice(2), zonedColumn] : [...columns, timeColumn]
      }
      rows={orders}
      rowKey={(order) => order.id}
    />
  );
}

const columns: readonly Column<Order>[] = [
  {
    key: 'reference',
    header: 'Order',
    main: true,
    cell: (order) => (
      <Link to={paths.order(order.id)} className="link tabular">
        {order.reference}
      </Link>
    ),
  },
  {
    key: 'buyer',
    header: 'Buyer',
    cell: ({ buyer }) => (
      <span className="grid text-end md:text-start">
        <bdi className="wrap-anywhere">
          {buyer.firstName} {buyer.lastName}
        </bdi>
        <span className="break-all text-muted text-small">{buyer.email}</span>
      </span>
    ),
  },
  { key: 'tickets', header: 'Tickets', cell: ({ lines }) => formatCount(lines.length, 'ticket') },
  { key: 'total', header: 'Total', numeric: true, cell: ({ total }) => formatMoney(total) },
  { key: 'state', header: 'State', cell: ({ state }) => <StatusBadge order={state} /> },
];

const timeColumn: Column<Order> = {
  key: 'made',
  header: 'Ordered',
  cell: ({ createdAt, event }) => <OrderedAt at={createdAt} timeZone={event.timeZone} />,
};

/** Among events of several cities, a time says whose it is. */
const zonedColumn: Column<Order> = {
  ...timeColumn,
  cell: ({ createdAt, event }) => (
    <span className="grid text-end md:text-start">
      <OrderedAt at={createdAt} timeZone={event.timeZone} />
      <span className="text-muted text-small">{formatZone(event.timeZone)}</span>
    </span>
  ),
};

function OrderedAt({ at, timeZone }: { at: string; timeZone: string }) {
  return (
    <time dateTime={at} className="tabular whitespace-nowrap text-end md:text-start">
      {formatEventTime(at, timeZone)}
    </time>
  );
}

const eventColumn: Column<Order> = {
  key: 'event',
  header: 'Event',
  cell: ({ event }) => (
    <Link to={paths.organizerEvent(event.id)} className="link text-end md:text-start">
      {event.name}
    </Link>
  ),
};
