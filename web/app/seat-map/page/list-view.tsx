/** The same seats as a list: sections by price, one open at a time, so that a stadium is never in the page at once. */
import { ChevronDown } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty.tsx';
import { TierShapeMark } from '../../ui/tier-shape.tsx';
import { formatCount, formatMoney, formatMoneyFrom } from '../../words/format.ts';
import type { Plan } from '../plan.ts';
import { areaPasses } from '../seat-filter.ts';
import { figuresOf, type SectionFigure } from '../section-figures.ts';
import { AreaStepper } from './area-stepper.tsx';
import { useChoice } from './choice.ts';
import { ListSection } from './list-section.tsx';
import { useLive } from './use-live.ts';

/** Everything the map can do, with buttons. */
export function ListView() {
  const { plan, view, filter } = useChoice();
  const revision = useLive(view);
  const figures = useMemo(() => figuresOf(plan, view, filter), [plan, view, filter, revision]);
  const order = useMemo(() => orderOf(plan, figures), [plan, filter]);
  const [open, setOpen] = useState<number>();
  const areas = plan.areas.filter(({ index }) => areaPasses(plan, filter, index));
  if (areas.length + order.length === 0)
    return (
      <EmptyState title="No seats like that">
        <p>Nothing in this venue fits your filter. Choose fewer conditions above.</p>
      </EmptyState>
    );
  return (
    <div className="grid gap-3">
      {areas.length > 0 && (
        <Card className="grid gap-4 p-4">
          <h2 className="font-bold">{plan.seatCount > 0 ? 'Areas without numbered seats' : 'Areas'}</h2>
          <ul className="grid divide-y divide-line">
            {areas.map(({ index }) => (
              <li key={index} className="py-4 first:pt-0 last:pb-0">
                <AreaStepper area={index} named />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {order.length > 0 && <h2 className="sr-only">Sections with numbered seats</h2>}
      {order.map((section) => (
        <SectionDetails
          key={section}
          section={section}
          figure={figures[section]}
          open={open === section}
          onToggle={(isOpen) => setOpen((now) => (isOpen ? section : now === section ? undefined : now))}
        />
      ))}
    </div>
  );
}

/** Cheapest first; fixed until the filter changes, so that no section moves under the finger. */
function orderOf(plan: Plan, figures: readonly SectionFigure[]): number[] {
  const least = new Map<number, number>();
  for (let seat = 0; seat < plan.seatCount; seat += 1) {
    const section = plan.section[seat] ?? 0;
    const price = plan.tiers[plan.tier[seat] ?? 0]?.price.amount ?? 0;
    least.set(section, Math.min(price, least.get(section) ?? price));
  }
  const offered = plan.sections.filter(({ index }) => (figures[index]?.count ?? 0) > 0).map(({ index }) => index);
  return offered.sort((a, b) => (least.get(a) ?? 0) - (least.get(b) ?? 0) || a - b);
}

interface SectionDetailsProps {
  readonly section: number;
  readonly figure: SectionFigure | undefined;
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
}

function SectionDetails({ section, figure, open, onToggle }: SectionDetailsProps) {
  const { plan } = useChoice();
  const cheapest = figure?.cheapest;
  const price = plan.tiers[cheapest ?? -1]?.price;
  return (
    <details
      open={open}
      onToggle={({ currentTarget }) => onToggle(currentTarget.open)}
      className="group rounded-card border border-line bg-surface"
    >
      <summary className="flex min-h-14 list-none items-center gap-3 rounded-card px-4 py-2 hover:bg-sunken">
        <TierShapeMark index={cheapest ?? figure?.main ?? 0} className={price ? '' : 'opacity-40'} />
        <span className="min-w-0 flex-1">
          <span className="block font-bold">{plan.sections[section]?.name}</span>
          <span className="tabular block text-muted text-small">
            {figure && figure.free > 0 ? `${formatCount(figure.free, 'seat')} free` : 'None left'}
          </span>
        </span>
        {price && (
          <span className="tabular font-medium">{figure?.several ? formatMoneyFrom(price) : formatMoney(price)}</span>
        )}
        <ChevronDown aria-hidden size={20} className="shrink-0 text-muted transition-transform group-open:rotate-180" />
      </summary>
      {open && <ListSection section={section} />}
    </details>
  );
}
