/** Tickets sold per day: bars from zero, and the same figures as a table. */
import type { Data } from '../api/ask.ts';
import { CardSection } from '../ui/card.tsx';
import { formatCount, formatMoney, formatNumber } from '../words/format.ts';
import { formatDay } from '../words/format-time.ts';
import { type Day, lastDays } from './sales-days.ts';

const DAYS_MAX = 30;
const HEIGHT = 120;
/** One day's share of the width, and the bar's share of the day. */
const STEP = 10;
const BAR = 7;

/** The last 30 days up to the latest sale, in the event's own days. */
export function DaysChart({ report }: { report: Data<'getEventReport'> }) {
  const days = lastDays(report.byDay, DAYS_MAX);
  return (
    <CardSection title="Sold per day">
      {days.length === 0 ? (
        <p className="text-muted">No tickets sold yet. The first sale shows here within two seconds.</p>
      ) : (
        <>
          <Bars days={days} />
          <DaysTable report={report} />
        </>
      )}
    </CardSection>
  );
}

function Bars({ days }: { days: readonly Day[] }) {
  const most = Math.max(...days.map(({ sold }) => sold));
  const [first, last] = [days[0]?.day ?? '', days.at(-1)?.day ?? ''];
  // A single day is not a wall: few bars keep the width they have among ten.
  const width = Math.max(days.length, 10) * STEP;
  return (
    <figure className="grid gap-1">
      <p aria-hidden className="tabular text-caption text-muted">
        {formatCount(most, 'ticket')}
      </p>
      <svg
        role="img"
        aria-label={`Tickets sold per day from ${formatDay(first)} to ${formatDay(last)}, ${formatNumber(most)} on the best day`}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        width="100%"
        height={HEIGHT}
        className="border-control border-y border-t-line"
      >
        {days.map(({ day, sold }, index) => (
          <rect
            key={day}
            x={index * STEP + (STEP - BAR) / 2}
            width={BAR}
            y={HEIGHT - (sold / most) * HEIGHT}
            height={(sold / most) * HEIGHT}
            className="fill-brand"
          />
        ))}
      </svg>
      <figcaption className="tabular flex justify-between text-caption text-muted">
        <span>{formatDay(first)}</span>
        {days.length >= 10 && <span>{formatDay(last)}</span>}
      </figcaption>
    </figure>
  );
}

function DaysTable({ report }: { report: Data<'getEventReport'> }) {
  return (
    <details className="group">
      <summary className="flex min-h-11 w-fit items-center font-medium text-brand hover:underline">
        <span className="group-open:hidden">Show as a table</span>
        <span className="hidden group-open:inline">Hide the table</span>
      </summary>
      <div className="max-h-72 overflow-y-auto" tabIndex={0} role="region" aria-label="Sold per day">
        <table className="tabular w-full text-small">
          <thead className="sticky top-0 bg-surface text-muted">
            <tr>
              <th scope="col" className="py-2 text-start font-medium">
                Day
              </th>
              <th scope="col" className="py-2 text-end font-medium">
                Sold
              </th>
              <th scope="col" className="py-2 text-end font-medium">
                Revenue
              </th>
            </tr>
          </thead>
          <tbody>
            {report.byDay.toReversed().map(({ day, sold, revenue }) => (
              <tr key={day} className="border-line border-t">
                <th scope="row" className="py-2 text-start font-normal">
                  {formatDay(day)}
                </th>
                <td className="py-2 text-end">{formatNumber(sold)}</td>
                <td className="py-2 text-end">{formatMoney(revenue)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
