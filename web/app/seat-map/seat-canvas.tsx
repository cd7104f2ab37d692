/** The map as a component: two canvases that only the eye sees, and buttons that everybody can use. */
import { useEffect, useImperativeHandle, useRef, useState } from 'react';
import { EMPTY_BOX, unionOf } from './box.ts';
import { MapButtons } from './map-buttons.tsx';
import type { MapLook } from './map-state.ts';
import { type MapView, openMapView } from './map-view.ts';
import { Minimap } from './minimap.tsx';
import type { Plan } from './plan.ts';
import type { SeatCanvasHandle, SeatCanvasProps } from './seat-canvas-props.ts';

const NOTHING: readonly number[] = [];

/**
 * Draws a plan and its live state as large as the place it is put into. Canvas and pointer are for the eye and the
 * hand; whoever uses neither has the list and the grid beside it, which share basket, filter and cursor.
 */
export function SeatCanvas(props: SeatCanvasProps) {
  const { plan, live, basket, filter, cursor, ghost = NOTHING, handle } = props;
  const surface = useRef<HTMLDivElement>(null);
  const ground = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const view = useRef<MapView>(undefined);
  const moved = useRef<(look: MapLook) => void>(undefined);
  const latest = useRef(props);
  const [edges, setEdges] = useState({ isWhole: true, isNearest: false });

  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (!surface.current || !ground.current || !overlay.current) return;
    const opened = openMapView(
      { surface: surface.current, ground: ground.current, overlay: overlay.current },
      { plan, live, priceOf: (tier) => latest.current.priceOf(tier) },
      {
        onPick: (seat) => latest.current.onPick(seat),
        onArea: (area) => latest.current.onArea(area),
        onSection: (section) => latest.current.onSection?.(section),
        onHover: (seat, at) => latest.current.onHover?.(seat, at),
        onMove(look) {
          moved.current?.(look);
          const { isWhole, isNearest } = look;
          setEdges((old) => (old.isWhole === isWhole && old.isNearest === isNearest ? old : { isWhole, isNearest }));
        },
      },
    );
    view.current = opened;
    let isOpen = false;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      opened.resize(entry.contentRect.width, entry.contentRect.height);
      if (!isOpen) latest.current.onOpen?.();
      isOpen = true;
    });
    observer.observe(surface.current);
    return () => {
      observer.disconnect();
      opened.close();
      view.current = undefined;
    };
  }, [plan, live]);

  useEffect(() => view.current?.show({ basket, filter, cursor, ghost }), [plan, live, basket, filter, cursor, ghost]);
  useImperativeHandle(handle, () => handleOf(plan, () => view.current), [plan]);

  return (
    <div className="relative size-full overflow-hidden bg-map-ground">
      <div ref={surface} aria-hidden className="absolute inset-0 touch-none select-none">
        <canvas ref={ground} className="absolute inset-0 size-full" />
        <canvas ref={overlay} hidden className="absolute inset-0 size-full" />
      </div>
      <PageEdges />
      <MapButtons edges={edges} view={() => view.current} />
      <Minimap plan={plan} moved={moved} view={() => view.current} isWhole={edges.isWhole} />
    </div>
  );
}

/** A finger on the edge of the map scrolls the page, or the map would be a trap. */
function PageEdges() {
  return (
    <>
      <div aria-hidden className="absolute inset-y-0 left-0 w-4 touch-pan-y pointer-fine:hidden" />
      <div aria-hidden className="absolute inset-y-0 right-0 w-4 touch-pan-y pointer-fine:hidden" />
    </>
  );
}

function handleOf(plan: Plan, view: () => MapView | undefined): SeatCanvasHandle {
  return {
    fit: () => view()?.fit(),
    zoomBy: (factor) => view()?.zoomBy(factor),
    showSection(section) {
      const box = plan.sections[section]?.box;
      if (box) view()?.showBox(box);
    },
    showArea(area) {
      const box = plan.areas[area]?.box;
      if (box) view()?.showBox(box);
    },
    showSeats(seats) {
      const box = seats.reduce((all, seat) => {
        const [x, y] = [plan.x[seat] ?? 0, plan.y[seat] ?? 0];
        return unionOf(all, { left: x, top: y, right: x, bottom: y });
      }, EMPTY_BOX);
      if (seats.length > 0) view()?.showBox(box, true);
    },
  };
}
