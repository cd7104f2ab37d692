/** How an event sells, in figures that say their age. */
import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import type { Data } from '../api/ask.ts';
import { CardSection } from '../ui/card.tsx';
import { Meter } from '../ui/meter.tsx';
import { TierShapeMark } from '../ui/tier-shape.tsx';
import { formatCount, formatMoney, formatNumber, formatShare } from '../words/format.ts';
import { DaysChart } from './days-chart.tsx';
import { type DrawnPlaces, placesNow, type Sales, useAgeSeconds, useLiveSales } from './live-sales.ts';

/** Figures older than this are dimmed and say so. */
const STALE_SECONDS = 5;

interface SalesFiguresProps {
  readonly event: Data<'getEvent'>;
  readonly sales: Sales;
  /** Null when the seat map cannot be read just now. */
  readonly drawn: DrawnPlaces | null;
  /** What stands below, made from the same figures. */
  readonly children: (sales: Sales) => ReactNode;
}

/** Sold, in checkout, revenue and admissions; then by tier and by day. */
export function SalesFigures({ event, sales: first, drawn, children }: SalesFiguresProps) {
  const sales = useLiveSales(event, first);
  const age = useAgeSeconds(sales.atMs);
  const isStale = age > STALE_SECONDS;
  return (
    <>
      <section aria-labelledby="figures" className="grid gap-3">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <h2 id="figures" className="text-h4">
            Sales so far
          </h2>
          <p className={clsx('tabular text-small', isStale ? 'font-medium text-warning' : 'text-muted')}>
            {isStale ? `Not updated for ${formatCount(age, 'second')}. Trying again` : ageWords(age)}
          </p>
        </div>
        <div className={clsx('transition-opacity', isStale && 'opacity-60')}>
          <Totals sales={sales} mayWait={event.waitingRoom !== 'off'} />
        </div>
      </section>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <TierSales event={event} report={sales.report} places={drawn && placesNow(drawn, sales.areas)} />
        <DaysChart report={sales.report} />
      </div>
      {children(sales)}
    </>
  );
}

const ageWords = (seconds: number): string =>
  seconds === 0 ? 'Updated just now' : `Updated ${formatNumber(seconds)} s ago`;

function Totals({ sales: { report, waiting }, mayWait }: { sales: Sales; mayWait: boolean }) {
  const { capacity } = report;
  return (
    <dl className={clsx('grid grid-cols-2 gap-3', mayWait ? 'lg:grid-cols-5' : 'lg:grid-cols-4')}>
      <Figure name="Sold" value={formatNumber(report.sold)}>
        {capacity ? (
          <span className="grid gap-1.5">
            of {formatNumber(capacity)} places, {shareWords(report.sold / capacity)}
            <Meter label="Sold" value={report.sold} max={capacity} text={`${report.sold} of ${capacity}`} />
          </span>
        ) : (
          'tickets'
        )}
      </Figure>
      <Figure name="In checkout" value={formatNumber(report.held)}>
        ordered, not paid yet
      </Figure>
      {mayWait && (
        <Figure name="Waiting room" value={waiting === null ? '–' : formatNumber(waiting)}>
          {waiting === null ? 'can’t be told right now' : 'waiting to be let in'}
        </Figure>
      )}
      <Figure name="Revenue" value={formatMoney(report.revenue)}>
        paid by buyers, since sales opened
      </Figure>
      <Figure name="Came in" value={formatNumber(report.admissions)}>
        admitted at the door
      </Figure>
    </dl>
  );
}

/** A first sale in a stadium is not nothing. */
const shareWords = (share: number): string => (share > 0 && share < 0.01 ? 'under 1%' : formatShare(share));

function Figure({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1 rounded-card border border-line bg-surface p-4">
      <dt className="text-muted text-small">{name}</dt>
      <dd className="tabular break-words font-bold text-h3 md:text-h2">{value}</dd>
      <dd className="tabular text-muted text-small">{children}</dd>
    </div>
  );
}

function TierSales({
  event,
  report,
  places,
}: Pick<SalesFiguresProps, 'event'> & Pick<Sales, 'report'> & { places: Readonly<Record<string, number>> | null }) {
  return (
    <CardSection title="By price">
      <ul className="grid gap-4">
        {event.priceTiers.map((tier, index) => {
          const sales = report.byTier.find(({ tierKey }) => tierKey === tier.key);
          return (
            <li key={tier.id} className="grid gap-1.5">
              <div className="flex flex-wrap items-center justify-between gap-x-4">
                <span className="inline-flex items-center gap-2 font-medium">
                  <TierShapeMark index={index} />
                  {tier.name}
                  <span className="tabular font-normal text-muted">{formatMoney(tier.price)}</span>
                </span>
                {sales && <span className="tabular text-muted">{formatMoney(sales.revenue)}</span>}
              </div>
              <TierShare name={tier.name} sold={sales?.sold ?? 0} places={places?.[tier.key]} />
            </li>
          );
        })}
      </ul>
    </CardSection>
  );
}

function TierShare({ name, sold, places }: { name: string; sold: number; places: number | undefined }) {
  if (places === undefined || places < sold)
    return <p className="tabular text-small">{formatCount(sold, 'ticket')} sold</p>;
  const words = `${formatNumber(sold)} of ${formatNumber(places)} sold`;
  return (
    <>
      <Meter label={`${name}: sold`} value={sold} max={places} text={words} />
      <p className="tabular text-small">{words}</p>
    </>
  );
}
