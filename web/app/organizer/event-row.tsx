/** One event in the organiser's list. */
import type { Money } from '@usher/contracts/money';
import { ImageOff } from 'lucide-react';
import { Link } from 'react-router';
import type { Data } from '../api/ask.ts';
import { paths } from '../paths.ts';
import { StatusBadge } from '../ui/badge.tsx';
import { Meter } from '../ui/meter.tsx';
import { EventTime } from '../ui/when.tsx';
import { formatMoney, formatNumber } from '../words/format.ts';

export interface ListedEvent {
  readonly event: Data<'listOrganizationEvents'>['items'][number];
  /** `capacity` is null while its places are not counted yet. */
  readonly report: { readonly sold: number; readonly capacity: number | null; readonly revenue: Money } | null;
}

/** Picture, name, when, where, and how it sells; the whole row leads to the event. */
export function EventRow({ event, report }: ListedEvent) {
  return (
    <li className="relative grid items-center gap-x-4 gap-y-3 rounded-card border border-line bg-surface p-3 hover:border-control md:grid-cols-[8rem_minmax(0,1fr)_14rem] md:p-4">
      <EventPicture url={event.imageUrl} />
      <div className="grid min-w-0 gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="min-w-0 text-h4">
            <Link to={paths.organizerEvent(event.id)} className="after:absolute after:inset-0 after:rounded-card">
              {event.name}
            </Link>
          </h2>
          <StatusBadge event={event.status} />
        </div>
        <p className="text-muted">
          <EventTime instant={event.startsAt} timeZone={event.timeZone} />
          <br className="md:hidden" />
          <span className="hidden md:inline"> · </span>
          {event.venue.name}, {event.venue.city}
        </p>
      </div>
      <Sales report={report} isDraft={event.status === 'draft'} />
    </li>
  );
}

/** A picture that says nothing the row does not say. */
function EventPicture({ url }: { url: string | null }) {
  const look = 'hidden aspect-video w-32 rounded-field border border-line bg-sunken object-cover md:block';
  if (url !== null) return <img src={url} alt="" width={128} height={72} loading="lazy" className={look} />;
  return (
    <span aria-hidden className={`${look} text-muted md:grid md:place-items-center`}>
      <ImageOff size={24} />
    </span>
  );
}

function Sales({ report, isDraft }: Pick<ListedEvent, 'report'> & { isDraft: boolean }) {
  if (isDraft) return <p className="text-muted md:text-end">Not published yet</p>;
  if (!report) return <p className="text-muted md:text-end">Figures not available just now</p>;
  const { capacity } = report;
  const sold =
    capacity === null ? formatNumber(report.sold) : `${formatNumber(report.sold)} of ${formatNumber(capacity)}`;
  return (
    <div className="grid gap-1.5">
      <p className="tabular flex flex-wrap justify-between gap-x-3">
        <span>
          <span className="font-bold">{sold}</span> sold
        </span>
        <span className="text-muted">{formatMoney(report.revenue)}</span>
      </p>
      {capacity !== null && <Meter label="Tickets sold" value={report.sold} max={capacity} text={`${sold} sold`} />}
    </div>
  );
}
