/** The map, with the grid for keyboard and screen reader behind it and a card about the seat one is at. */
import { type ComponentType, lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { formatMoneyShort } from '../../words/format.ts';
import { groupAround } from '../adjacent.ts';
import { hasSeat } from '../basket.ts';
import type { MapPoint, SeatCanvasProps } from '../seat-canvas-props.ts';
import { passes } from '../seat-filter.ts';
import { AreaDialog } from './area-dialog.tsx';
import { useChoice } from './choice.ts';
import { MapFrame, MapMissing, MapWaiting } from './map-frame.tsx';
import { SeatCard } from './seat-card.tsx';
import { SeatCells } from './seat-cells.tsx';
import { useMapCursor } from './use-map-cursor.ts';

/** Fetched beside the seats, not after them. */
export function preloadCanvas(): void {
  void import('../seat-canvas.tsx').catch(() => undefined);
}

const SeatCanvas = lazy<ComponentType<SeatCanvasProps>>(() =>
  import('../seat-canvas.tsx').then(
    ({ SeatCanvas: canvas }) => ({ default: canvas }),
    () => ({ default: MapMissing }),
  ),
);

interface Hover {
  readonly seat: number;
  readonly at: MapPoint;
}

/** Pointer and keyboard share one basket; the drawing itself is silent. */
export function MapView() {
  const { plan, view, basket, filter, preview, map, onMapOpen } = useChoice();
  const [area, setArea] = useState<number>();
  const [hover, setHover] = useState<Hover>();
  const [last, setLast] = useState<number>();
  const { groupOf, pick } = usePicking();
  const cursor = useMapCursor(setArea);
  useEffect(() => {
    if (last === undefined) return;
    const timer = setTimeout(() => setLast(undefined), CARD_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [last]);
  const ghost = useMemo(
    () => (hover === undefined ? preview : (groupOf(hover.seat) ?? preview)),
    [hover?.seat, preview, groupOf],
  );
  return (
    <MapFrame>
      <SeatCells cursor={cursor} />
      <Suspense fallback={<MapWaiting />}>
        <SeatCanvas
          plan={plan}
          live={view}
          basket={basket}
          filter={filter}
          priceOf={(tier) => formatMoneyShort(plan.tiers[tier]?.price ?? NO_MONEY)}
          cursor={cursor.ringAt}
          ghost={ghost}
          onPick={(seat) => {
            pick(seat);
            // A mouse has its card already.
            if (hover === undefined) setLast(seat);
          }}
          onArea={setArea}
          onHover={(seat, at) => setHover(seat === undefined ? undefined : { seat, at })}
          onOpen={onMapOpen}
          handle={map}
        />
      </Suspense>
      <SeatCard hover={hover} cursor={cursor} last={last} />
      <AreaDialog area={area} onClose={() => setArea(undefined)} />
    </MapFrame>
  );
}

/** Then the seats below it can be seen again; the basket says the same. */
const CARD_SHOWN_MS = 4_000;
const NO_MONEY = { amount: 0, currency: 'EUR' } as const;

/** One tap takes the whole party where its seats are side by side, else the one seat. */
function usePicking() {
  const { plan, view, basket, filter, party, deeds } = useChoice();
  return useMemo(() => {
    const accept = (seat: number) => view.isFree(seat) && passes(plan, filter, seat) && !hasSeat(basket, seat);
    const groupOf = (seat: number) => groupAround(plan, { seat, count: party }, accept);
    const pick = (seat: number) => {
      const group = party > 1 && !hasSeat(basket, seat) ? groupOf(seat) : undefined;
      if (group) deeds.add(group);
      else deeds.toggle(seat);
    };
    return { groupOf, pick };
  }, [plan, view, basket, filter, party, deeds]);
}
