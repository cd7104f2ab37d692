/** A seat map as it would be, drawn anew a moment after the last change. */
import { useEffect, useState } from 'react';
import type { Refusal } from '../api/ask.ts';
import { ask } from '../api/browser.ts';
import { type Plan, readPlan } from '../seat-map/plan.ts';
import { Problem } from '../ui/problem.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { PlanFigure } from './plan-figure.tsx';
import { planTiers } from './plan-tiers.ts';
import { generatorOf, type HouseForm } from './venue-form.ts';
import { tierKeys, tierNames } from './tier-keys.ts';

const DEBOUNCE_MS = 250;

/** Null while the house is not fully described. */
export function MapPreview({ house }: { house: HouseForm | null }) {
  const { plan, refusal, isDrawing } = usePreview(house);
  return (
    <div className="grid content-start gap-3 lg:sticky lg:top-4">
      <p className="font-medium">Preview</p>
      {plan ? <PlanFigure plan={plan} /> : <Blank />}
      <div className="min-h-6">
        {house === null && <p className="text-muted">Give the number of places, up to 200,000, to see the map.</p>}
        {house !== null && isDrawing && <Spinner>Drawing the map…</Spinner>}
      </div>
      {!isDrawing && <Problem refusal={refusal} />}
    </div>
  );
}

/** Keeps the place of the map, so that nothing jumps when it comes. */
function Blank() {
  return <div aria-hidden className="aspect-[4/3] w-full rounded-card border border-line bg-map-ground" />;
}

interface Preview {
  readonly plan: Plan | null;
  readonly refusal: Refusal | null;
  readonly isDrawing: boolean;
}

/** The map of a house, drawn a moment after the house last changed. */
function usePreview(house: HouseForm | null): Preview {
  const [preview, setPreview] = useState<Preview>({ plan: null, refusal: null, isDrawing: true });
  const wanted = house && JSON.stringify(house);
  useEffect(() => {
    if (wanted === null) return;
    const stop = new AbortController();
    setPreview((last) => ({ ...last, isDrawing: true }));
    const redraw = async () => {
      const drawn = await draw(JSON.parse(wanted) as HouseForm, stop.signal).catch(() => null);
      if (drawn && !stop.signal.aborted) setPreview((last) => ({ plan: last.plan, ...drawn, isDrawing: false }));
    };
    const timer = setTimeout(() => void redraw(), DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [wanted]);
  return preview;
}

async function draw(house: HouseForm, signal: AbortSignal) {
  const answer = await ask('previewSeatMap', { body: { generator: generatorOf(house) }, signal });
  if (!answer.ok) return { refusal: answer.refusal };
  const names = tierNames(house.tiers ?? '');
  const keys = tierKeys(names);
  const nameOf = new Map(keys.map((key, index) => [key, names[index] ?? key]));
  return { plan: readPlan(answer.data, planTiers(keys, nameOf)), refusal: null };
}
