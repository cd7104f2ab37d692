/** What is being bought, beside the page's question: folded to one line with the total on a phone. */
import type { Money } from '@usher/contracts/money';
import { ChevronDown } from 'lucide-react';
import { Price } from '../ui/price.tsx';
import { EventTime } from '../ui/when.tsx';
import { formatCount } from '../words/format.ts';
import type { SummaryLine } from './summary-lines.ts';

export interface Summary {
  readonly event: {
    readonly name: string;
    readonly startsAt: string;
    readonly timeZone: string;
    readonly venue: string | undefined;
  };
  readonly lines: readonly SummaryLine[];
  readonly total: Money;
}

/** Event, lines and total. On a desk it stands beside the page and is always open. */
export function OrderSummary({ summary }: { summary: Summary }) {
  const { event, lines, total } = summary;
  const count = lines.reduce((sum, line) => sum + line.quantity, 0);
  return (
    <aside
      aria-label="Your order"
      className="wrap-anywhere rounded-card border border-line bg-surface lg:sticky lg:top-6"
    >
      <details className="group lg:hidden">
        <summary className="flex min-h-14 list-none items-center gap-2 px-4 py-3">
          <span className="min-w-0 flex-1">
            <span className="block truncate font-bold">{event.name}</span>
            <span className="block text-muted text-small">{formatCount(count, 'ticket')}</span>
          </span>
          <Price money={total} className="font-bold" />
          <ChevronDown aria-hidden size={20} className="shrink-0 text-muted group-open:rotate-180" />
        </summary>
        <div className="border-line border-t p-4">
          <Inside summary={summary} />
        </div>
      </details>
      <div className="hidden p-6 lg:block">
        <p className="font-bold text-h4">{event.name}</p>
        <div className="mt-4">
          <Inside summary={summary} />
        </div>
      </div>
    </aside>
  );
}

function Inside({ summary: { event, lines, total } }: { summary: Summary }) {
  return (
    <div className="grid gap-4">
      <p className="text-muted text-small">
        <EventTime instant={event.startsAt} timeZone={event.timeZone} yourTime />
        {event.venue !== undefined && <span className="block">{event.venue}</span>}
      </p>
      <SummaryLines lines={lines} total={total} />
    </div>
  );
}

/** The lines with their prices, and the total below them. */
export function SummaryLines({ lines, total }: Pick<Summary, 'lines' | 'total'>) {
  return (
    <div className="wrap-anywhere grid gap-3 border-line border-t pt-3">
      <ul className="grid gap-3">
        {lines.map((line) => (
          <Line key={line.key} line={line} />
        ))}
      </ul>
      <p className="flex items-baseline justify-between gap-4 border-line border-t pt-3 font-bold">
        <span>Total</span>
        <Price money={total} className="text-h4" />
      </p>
    </div>
  );
}

function Line({ line }: { line: SummaryLine }) {
  return (
    <li>
      <div className="flex items-baseline justify-between gap-4">
        <span className="min-w-0">
          {line.quantity > 1 && `${String(line.quantity)} × `}
          {line.place}
        </span>
        <Price money={line.total} className="shrink-0" />
      </div>
      {line.tier !== undefined && <p className="text-muted text-small">{line.tier}</p>}
      {line.attendee !== undefined && <p className="text-muted text-small">For {line.attendee}</p>}
      {line.parts.map((part) => (
        <p key={part.label} className="flex justify-between gap-4 text-muted text-small">
          <span>{part.label}</span>
          <span>
            {part.isLess && '−'}
            <Price money={part.money} />
          </span>
        </p>
      ))}
    </li>
  );
}
