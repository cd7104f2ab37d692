/** The newest orders of one event. */
import { Link } from 'react-router';
import type { Data } from '../api/ask.ts';
import { paths } from '../paths.ts';
import { OrderTable } from './order-table.tsx';

interface EventOrdersProps {
  readonly eventId: string;
  readonly organizationId: string;
  readonly orders: Data<'listOrganizationOrders'>['items'];
}

/** A first look; all of them are one link away. */
export function EventOrders({ eventId, organizationId, orders }: EventOrdersProps) {
  return (
    <section aria-labelledby="orders" className="grid gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="orders" className="text-h4">
          Newest orders
        </h2>
        {orders.length > 0 && (
          <Link
            className="link py-1 font-medium"
            to={paths.organizerOrders({ organization: organizationId, event: eventId })}
          >
            All orders of this event
          </Link>
        )}
      </div>
      {orders.length > 0 ? (
        <OrderTable orders={orders} withEvent={false} />
      ) : (
        <p className="text-muted">No orders yet. They show here as soon as somebody chooses seats and gives a name.</p>
      )}
    </section>
  );
}
