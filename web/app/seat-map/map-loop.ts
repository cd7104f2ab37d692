/** Draws at most once per frame, and only when something changed: a map that nobody touches draws no frames at all. */
import { mapX, mapY } from './camera.ts';
import { levelOf } from './level.ts';
import type { LostMarks } from './lost-marks.ts';
import type { MapFrame } from './map-frame.ts';
import type { MapLook, MapState } from './map-state.ts';
import type { Plan } from './plan.ts';
import type { Stand, Travel } from './travel.ts';

export interface MapLoop {
  /** Asks for a frame. `ground`: seats or their state changed; `moved`: the camera did. */
  ask(what: { readonly ground?: boolean; readonly moved?: boolean }): void;
  /** Draws before the next frame. */
  drawNow(): void;
  /** While a pointer holds the map, it counts as moving. */
  isHeld: boolean;
  close(): void;
}

/** What the loop draws from, read anew in each frame. */
export interface MapParts {
  readonly plan: Plan;
  readonly stand: Stand;
  readonly travel: Travel;
  readonly frame: MapFrame;
  readonly lost: LostMarks;
  state(): MapState;
  hover(): number | undefined;
  isCoarse(): boolean;
  onMove(look: MapLook): void;
}

/** A picture of fewer pixels is replaced by a full one so long after the last move. */
const SETTLE_MS = 120;
/** A camera this near to a limit is there. */
const ROUNDING = 1.02;

/** Starts a loop that stands still until it is asked. */
export function openMapLoop(parts: MapParts): MapLoop {
  const { stand, travel, frame, lost } = parts;
  let request = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [isGroundOld, hasMoved] = [true, true];

  const loop: MapLoop = {
    isHeld: false,
    ask(what) {
      isGroundOld ||= what.ground === true;
      hasMoved ||= what.moved === true;
      if (request === 0 && stand.viewport.width > 0) request = requestAnimationFrame(draw);
    },
    drawNow() {
      [isGroundOld, hasMoved] = [true, true];
      paint();
      loop.ask({});
    },
    close() {
      cancelAnimationFrame(request);
      clearTimeout(timer);
      request = -1;
    },
  };

  function askIn(milliseconds: number, what: { ground?: boolean }): void {
    clearTimeout(timer);
    timer = setTimeout(() => loop.ask(what), milliseconds);
  }

  function paint(): void {
    const state = parts.state();
    const about = { coarse: parts.isCoarse(), isMoving: hasMoved || loop.isHeld };
    if (isGroundOld || hasMoved) frame.paintGround(stand.camera, state.filter, about);
    frame.paintOver(stand.camera, { ...state, hover: parts.hover(), lost: lost.pulses });
    if (hasMoved) parts.onMove(lookOf(parts.plan, stand, about.coarse));
    [isGroundOld, hasMoved] = [false, false];
  }

  function draw(now: number): void {
    request = 0;
    const isTravelling = travel.step(now);
    hasMoved ||= isTravelling;
    const lostWait = lost.step(now);
    paint();
    if (isTravelling) loop.ask({ moved: true });
    else if (lostWait === 0) loop.ask({});
    else if (frame.isRough && !loop.isHeld) askIn(SETTLE_MS, { ground: true });
    else if (lostWait !== undefined) askIn(lostWait, {});
  }
  return loop;
}

function lookOf(plan: Plan, { camera, viewport, limits }: Stand, coarse: boolean): MapLook {
  return {
    seen: {
      left: mapX(camera, viewport, 0),
      top: mapY(camera, viewport, 0),
      right: mapX(camera, viewport, viewport.width),
      bottom: mapY(camera, viewport, viewport.height),
    },
    level: levelOf(plan.pitch * camera.scale, coarse),
    isWhole: camera.scale <= limits.minScale * ROUNDING,
    isNearest: camera.scale >= limits.maxScale / ROUNDING,
  };
}
