/** Zoom without a gesture: nearer, further, and the whole venue. */
import { clsx } from 'clsx';
import { Minus, Plus, Scan } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MapView } from './map-view.ts';

const STEP = 1.6;

/** The buttons at the edge of the map; a button that would do nothing is off. */
export function MapButtons(props: {
  edges: { readonly isWhole: boolean; readonly isNearest: boolean };
  view: () => MapView | undefined;
}) {
  const { edges, view } = props;
  return (
    <>
      <div className="absolute right-3 bottom-3 z-sticky flex flex-col gap-2">
        <MapButton label="Zoom in" isOff={edges.isNearest} press={() => view()?.zoomBy(STEP)}>
          <Plus aria-hidden size={20} />
        </MapButton>
        <MapButton label="Zoom out" isOff={edges.isWhole} press={() => view()?.zoomBy(1 / STEP)}>
          <Minus aria-hidden size={20} />
        </MapButton>
        <MapButton label="Show the whole venue" isOff={edges.isWhole} press={() => view()?.fit()} place="max-md:hidden">
          <Scan aria-hidden size={20} />
        </MapButton>
      </div>
      {!edges.isWhole && (
        <button
          type="button"
          onClick={() => view()?.fit()}
          className={clsx(look, 'absolute top-3 left-3 z-sticky min-h-11 px-4 font-medium text-small md:hidden')}
        >
          Whole venue
        </button>
      )}
    </>
  );
}

/** Off without `disabled`, so that the focus is not lost when the last step was made. */
function MapButton(props: { label: string; isOff: boolean; press: () => void; place?: string; children: ReactNode }) {
  const { label, isOff, press, place, children } = props;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-disabled={isOff || undefined}
      onClick={() => isOff || press()}
      className={clsx(look, 'inline-flex size-11 items-center justify-center', isOff && 'text-muted opacity-60', place)}
    >
      {children}
    </button>
  );
}

const look = 'rounded-full border border-line bg-surface text-text shadow-2 hover:bg-sunken active:bg-brand-soft';
