/** A seat map to look at, with what it holds in words. */
import { useEffect, useRef } from 'react';
import { type Plan } from '../seat-map/plan.ts';
import { readTheme, watchTheme } from '../seat-map/theme.ts';
import { TierShapeMark } from '../ui/tier-shape.tsx';
import { formatCount, formatList, formatNumber } from '../words/format.ts';
import { drawPlan } from './draw-plan.ts';

/** The drawing is for the eye; the words below say the same. */
export function PlanFigure({ plan }: { plan: Plan }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    let frame = 0;
    const draw = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => drawPlan(element, plan, readTheme(element)));
    };
    const size = new ResizeObserver(draw);
    size.observe(element);
    const unwatch = watchTheme(draw);
    return () => {
      cancelAnimationFrame(frame);
      size.disconnect();
      unwatch();
    };
  }, [plan]);
  return (
    <figure className="grid gap-3">
      <canvas
        ref={canvas}
        aria-hidden
        className="block aspect-[4/3] w-full rounded-card border border-line bg-map-ground"
      />
      <figcaption className="grid gap-2">
        <p aria-live="polite" className="font-medium">
          {sizeWords(plan)}
        </p>
        <TierCounts plan={plan} />
        {plan.areas.length > 0 && (
          <p className="text-muted text-small">
            Standing: {formatList(plan.areas.map(({ name, capacity }) => `${name} (${formatNumber(capacity)})`))}.
          </p>
        )}
      </figcaption>
    </figure>
  );
}

function TierCounts({ plan }: { plan: Plan }) {
  const counts = placesPerTier(plan);
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-1">
      {plan.tiers.map((tier, index) => (
        <li key={tier.key} className="flex items-center gap-2">
          <TierShapeMark index={index} />
          {tier.name}: <span className="tabular">{formatCount(counts[index] ?? 0, 'place')}</span>
        </li>
      ))}
    </ul>
  );
}

function sizeWords(plan: Plan): string {
  const standing = plan.areas.reduce((sum, { capacity }) => sum + capacity, 0);
  const seats = `${formatCount(plan.seatCount, 'seat')} in ${formatCount(plan.sections.length, 'section')}`;
  const areas = `${formatCount(standing, 'standing place')} in ${formatCount(plan.areas.length, 'area')}`;
  if (plan.areas.length === 0) return seats;
  return plan.seatCount === 0 ? areas : `${seats}, and ${areas}`;
}

function placesPerTier({ tier, areas, tiers }: Plan): number[] {
  const counts = tiers.map(() => 0);
  for (const index of tier) counts[index] = (counts[index] ?? 0) + 1;
  for (const area of areas) counts[area.tier] = (counts[area.tier] ?? 0) + area.capacity;
  return counts;
}
