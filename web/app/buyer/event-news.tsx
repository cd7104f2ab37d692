/** What one must know before anything else about an event. */
import { paths } from '../paths.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { formatDateLong } from '../words/format-time.ts';
import { saleMoment, type ShownEvent } from './event-sale.ts';

/** A banner above the poster; nothing while all is as it should be. */
export function EventNews({ shown }: { shown: ShownEvent }) {
  const news = newsOf(shown);
  return news && <div className="max-md:pt-6">{news}</div>;
}

function newsOf({ event, sale }: ShownEvent) {
  switch (sale) {
    case 'cancelled':
      return (
        <Notice tone="danger" title="This event is cancelled">
          Tickets already bought are paid back to the card they were paid with. You don’t need to do anything.
        </Notice>
      );
    case 'sold_out':
      return (
        <Notice tone="info" title="Sold out">
          Every ticket is sold. When one comes back, it is on sale here again.
        </Notice>
      );
    case 'sales_closed':
      return (
        <Notice tone="info" title="Online sales have ended">
          They ended on {saleMoment(event.salesCloseAt, event.timeZone)}.
        </Notice>
      );
    case 'past':
      return (
        <Notice tone="info" title="This event is over">
          It took place on {formatDateLong(event.startsAt, event.timeZone)}.
        </Notice>
      );
    case 'draft':
      return (
        <Notice
          tone="warning"
          title="Preview"
          action={
            <ButtonLink to={paths.organizerEvent(event.id)} size="small">
              Back to the draft
            </ButtonLink>
          }
        >
          This is the page buyers will see. Until you publish it, only your organization can.
        </Notice>
      );
    case 'on_sale':
    case 'scheduled':
      return null;
  }
}
