/** One order of a list: what for, how it stands in a sentence, what it cost, and what comes next. */
import { Link } from 'react-router';
import type { Data } from '../api/ask.ts';
import { paths } from '../paths.ts';
import { StatusBadge } from '../ui/badge.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Price } from '../ui/price.tsx';
import { EventTime } from '../ui/when.tsx';
import { formatCount } from '../words/format.ts';
import { orderSentences } from '../words/states.ts';

type Order = Data<'getOrder'> & { readonly isOver: boolean };

/** An order that waits for its money leads to paying, one with tickets to its tickets. */
export function OrderCard({ order }: { order: Order }) {
  const { event, state } = order;
  return (
    <Card className="grid gap-4">
      <div className="grid gap-1">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <h2 className="text-h4">
            <Link to={paths.order(order.id)} className="text-text no-underline hover:underline">
              {event.name}
            </Link>
          </h2>
          {state !== 'fulfilled' && <StatusBadge order={state} />}
        </div>
        <p className="text-muted">
          <EventTime instant={event.startsAt} timeZone={event.timeZone} />
        </p>
      </div>
      <p>{state === 'fulfilled' && order.isOver ? 'This event is over.' : orderSentences[state]}</p>
      <div className="flex flex-wrap items-center justify-between gap-4 border-line border-t pt-4">
        <p className="text-muted text-small">
          {formatCount(order.lines.length, 'ticket')} · <Price money={order.total} className="font-bold text-text" /> ·
          order <bdi className="tabular">{order.reference}</bdi>
        </p>
        <NextStep order={order} />
      </div>
    </Card>
  );
}

function NextStep({ order }: { order: Order }) {
  if (order.state === 'pending')
    return (
      <ButtonLink size="small" variant="primary" to={paths.payment(order.id)}>
        Pay <Price money={order.total} />
      </ButtonLink>
    );
  return (
    <ButtonLink size="small" to={paths.order(order.id)}>
      Show order <span className="sr-only">{order.reference}</span>
    </ButtonLink>
  );
}
