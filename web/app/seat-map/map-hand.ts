/** What a hand does to the map: drags and pinches move it at once, taps pick or lead nearer, a mouse shows a seat. */
import { mapX, mapY, panBy, screenX, screenY, zoomAt } from './camera.ts';

import { levelOf } from './level.ts';
import type { MapMoves } from './map-moves.ts';
import type { MapEvents } from './map-state.ts';
import { seatUnder, type Target, targetAt } from './pick.ts';
import type { Plan } from './plan.ts';
import type { GestureTarget } from './pointer-hand.ts';
import type { SeatGrid } from './seat-grid.ts';
import type { Stand, Travel } from './travel.ts';

export interface HandParts {
  readonly plan: Plan;
  readonly grid: SeatGrid;
  readonly stand: Stand;
  readonly travel: Travel;
  readonly moves: MapMoves;
  readonly events: MapEvents;
  mayPick(seat: number): boolean;
  /** The camera was moved. */
  moved(): void;
  held(isHeld: boolean): void;
  hovered(seat: number | undefined): void;
}

const DOUBLE_TAP_ZOOM = 2;

/** Makes the target of the map's gestures. */
export function handOf(parts: HandParts): GestureTarget {
  const { plan, grid, stand, travel, moves, events, mayPick, moved } = parts;
  const { camera, viewport } = stand;
  let hover: number | undefined;

  const mapPoint = (px: number, py: number) => ({ x: mapX(camera, viewport, px), y: mapY(camera, viewport, py) });
  const aim = (px: number, py: number, coarse: boolean) =>
    targetAt(plan, grid, { ...mapPoint(px, py), scale: camera.scale, coarse }, mayPick);

  function answer(target: Target, px: number, py: number, coarse: boolean): void {
    if (target.kind === 'seat') events.onPick(target.seat);
    else if (target.kind === 'area') events.onArea(target.area);
    else if (target.kind === 'unclear') moves.zoomBy(DOUBLE_TAP_ZOOM, px, py);
    else if (target.kind === 'section') {
      moves.enter(target.section, px, py, coarse);
      events.onSection(target.section);
    }
  }

  function setHover(seat: number | undefined): void {
    if (seat === hover) return;
    hover = seat;
    const [x, y] = [plan.x[seat ?? 0] ?? 0, plan.y[seat ?? 0] ?? 0];
    events.onHover(seat, { x: screenX(camera, viewport, x), y: screenY(camera, viewport, y) });
    parts.hovered(seat);
  }

  return {
    grab() {
      travel.stop();
      parts.held(true);
      setHover(undefined);
    },
    release: () => parts.held(false),
    pan(dx, dy) {
      panBy(camera, dx, dy, viewport, stand.limits);
      moved();
    },
    pinch(px, py, factor) {
      zoomAt(camera, { px, py, factor }, viewport, stand.limits);
      moved();
    },
    fling(velocityX, velocityY) {
      travel.fling(velocityX, velocityY);
      moved();
    },
    wheel(px, py, amount) {
      setHover(undefined);
      travel.zoom(px, py, amount);
      moved();
    },
    tap: (px, py, coarse) => answer(aim(px, py, coarse), px, py, coarse),
    doubleTap(px, py, coarse) {
      const target = aim(px, py, coarse);
      if (target.kind === 'nothing') moves.zoomBy(DOUBLE_TAP_ZOOM, px, py);
      else answer(target, px, py, coarse);
    },
    hover(px, py) {
      const areSeatsDrawn = levelOf(plan.pitch * camera.scale, false) >= 2;
      setHover(areSeatsDrawn ? seatUnder(plan, grid, mapPoint(px, py)) : undefined);
    },
    leave: () => setHover(undefined),
  };
}
