/** The living map: puts camera, drawing, gestures and the live state together on two canvases. */
import { EMPTY_BASKET, hasSeat } from './basket.ts';
import { fitted, limitsOf, panBy, type Viewport } from './camera.ts';
import { listenToGestures } from './gestures.ts';
import { openGroundPainter } from './ground-painter.ts';
import type { LiveSeats } from './live-seats.ts';
import { openLostMarks } from './lost-marks.ts';
import { type MapCanvases, openMapFrame } from './map-frame.ts';
import { handOf } from './map-hand.ts';
import { type MapLoop, openMapLoop } from './map-loop.ts';
import { type MapMoves, openMoves } from './map-moves.ts';
import type { MapEvents, MapState } from './map-state.ts';
import type { Plan } from './plan.ts';
import { NO_FILTER, passes } from './seat-filter.ts';
import { gridOf } from './seat-grid.ts';
import { readTheme, watchTheme } from './theme.ts';
import { openTravel, type Stand } from './travel.ts';

export interface MapView extends Omit<MapMoves, 'enter' | 'reveal'> {
  show(state: MapState): void;
  resize(width: number, height: number): void;
  close(): void;
}

/** A map that is zoomed out to this part of its smallest scale stays whole when its place grows. */
const WHOLE = 1.02;

/** Opens the map; gestures are read from the surface that holds the canvases. */
export function openMapView(
  parts: MapCanvases & { readonly surface: HTMLElement },
  { plan, live, priceOf }: { plan: Plan; live: LiveSeats; priceOf: (tier: number) => string },
  events: MapEvents,
): MapView {
  const grid = gridOf(plan);
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const coarse = matchMedia('(pointer: coarse)');
  const isCoarse = () => coarse.matches;
  const viewport = { width: 0, height: 0 };
  const stand: Stand = { camera: { x: 0, y: 0, scale: 1 }, viewport, limits: limitsOf(plan.box, plan.pitch, viewport) };
  const travel = openTravel(stand, () => calm.matches);
  const lost = openLostMarks(() => calm.matches);
  const painter = openGroundPainter(plan, live, { grid, priceOf });
  const frame = openMapFrame(parts, plan, painter, readTheme(parts.surface));
  let state: MapState = { basket: EMPTY_BASKET, filter: NO_FILTER, ghost: [], cursor: undefined };
  let hover: number | undefined;
  const loop = openMapLoop({
    ...{ plan, stand, travel, frame, lost, isCoarse },
    state: () => state,
    hover: () => hover,
    onMove: (look) => events.onMove(look),
  });
  const moved = () => loop.ask({ moved: true });
  const moves = openMoves(plan, { stand, travel }, { isCoarse, moved });
  const mayPick = (seat: number) =>
    hasSeat(state.basket, seat) || (live.isFree(seat) && passes(plan, state.filter, seat));
  const hand = handOf({
    ...{ plan, grid, stand, travel, moves, events, mayPick, moved },
    held(isHeld) {
      loop.isHeld = isHeld;
      loop.ask({});
    },
    hovered(seat) {
      hover = seat;
      parts.surface.classList.toggle('cursor-pointer', seat !== undefined && mayPick(seat));
      loop.ask({});
    },
  });
  const closers = [
    listenToGestures(parts.surface, hand),
    live.subscribe(() => loop.ask({ ground: true })),
    watchTheme(() => {
      frame.setTheme(readTheme(parts.surface));
      loop.ask({ ground: true });
    }),
  ];

  return {
    ...moves,
    show(next) {
      const before = state;
      state = next;
      lost.note(next.basket);
      if (next.cursor !== before.cursor && next.cursor !== undefined) moves.reveal(next.cursor);
      loop.ask({ ground: next.filter !== before.filter });
    },
    resize(width, height) {
      if (width === 0 || height === 0) return;
      const redraw = redrawOf(loop, viewport);
      resizeStand(stand, plan, { width, height });
      frame.resize(viewport);
      redraw();
    },
    close() {
      for (const close of closers) close();
      loop.close();
    },
  };
}

/** At once, since a canvas of another size is empty until it is drawn; the first time it was empty anyway. */
function redrawOf(loop: MapLoop, { width }: Viewport): () => void {
  return width > 0 ? () => loop.drawNow() : () => loop.ask({ ground: true, moved: true });
}

/** A map that is seen whole stays whole; else the middle stays where it is. */
function resizeStand(stand: Stand, { box, pitch }: Plan, size: Viewport): void {
  const { camera, viewport, limits } = stand;
  const wasWhole = viewport.width === 0 || camera.scale <= limits.minScale * WHOLE;
  Object.assign(viewport, size);
  stand.limits = limitsOf(box, pitch, viewport);
  if (wasWhole) Object.assign(camera, fitted(stand.limits));
  else panBy(camera, 0, 0, viewport, stand.limits);
}
