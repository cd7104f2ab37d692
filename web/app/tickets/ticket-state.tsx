/** Why a ticket no longer opens the door, and what does instead. */
import { useLoaderData } from 'react-router';
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { orderSentences } from '../words/states.ts';
import type { loadTicket } from './ticket-loader.server.ts';

/** Nothing is said about a ticket that is good. */
export function TicketState() {
  const { ticket, orderState } = useLoaderData<typeof loadTicket>();
  switch (ticket.state) {
    case 'valid':
      return null;
    case 'used':
      return (
        <Notice tone="info" title="Already used">
          This ticket was scanned at the door. It lets one person in, once.
        </Notice>
      );
    case 'void':
      return (
        <Notice
          tone="danger"
          title="This ticket is no longer valid"
          action={<ButtonLink to={paths.order(ticket.orderId)}>Show order</ButtonLink>}
        >
          {orderState === null || orderState === 'fulfilled'
            ? 'It was taken back. The order says what became of it.'
            : orderSentences[orderState]}
        </Notice>
      );
    case 'replaced':
      return (
        <Notice
          tone="warning"
          title="A newer ticket replaced this one"
          action={<ButtonLink to={paths.tickets()}>Show my tickets</ButtonLink>}
        >
          The valid one is in your latest mail and under My tickets.
        </Notice>
      );
  }
}
