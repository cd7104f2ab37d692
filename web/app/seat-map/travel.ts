/** How the camera moves by itself: to a place somebody asked for, after a flick, and after the wheel. */
import { type Camera, clamp, type Limits, panBy, type Viewport, zoomAt } from './camera.ts';

export interface Stand {
  readonly camera: Camera;
  readonly viewport: Viewport;
  /** Change with the size of the map's place. */
  limits: Limits;
}

export interface Travel {
  /** Goes there in a quarter of a second; at once for somebody who asked for less motion. */
  to(target: Camera): void;
  /** Rolls on after a pan; pixels per millisecond. */
  fling(velocityX: number, velocityY: number): void;
  /** Zooms by `e ** amount` around a point, spread over a few frames. */
  zoom(px: number, py: number, amount: number): void;
  stop(): void;
  /** Moves the camera to where it is at this time (in milliseconds). False: it stands. */
  step(now: number): boolean;
}

const TRAVEL_MS = 320;
const FLING_MS = 300;
/** A flick slower than this, in pixels per millisecond, was a stop. */
const FLING_FROM = 0.1;
/** Of the zoom that is still to come, the part done within one 60th of a second. */
const ZOOM_PART = 0.3;
const ZOOM_DONE = 0.002;
const FRAME_MS = 1000 / 60;

/** Moves the camera of `stand`; `isCalm` tells whether the visitor asked for less motion. */
export function openTravel(stand: Stand, isCalm: () => boolean): Travel {
  const trip = { from: { x: 0, y: 0, scale: 1 }, to: { x: 0, y: 0, scale: 1 }, start: -1, isOn: false };
  const roll = { x: 0, y: 0, left: 0 };
  const wheel = { px: 0, py: 0, left: 0 };
  let last = -1;

  function stop(): void {
    trip.isOn = false;
    roll.left = 0;
    wheel.left = 0;
    last = -1;
  }

  function stepTrip(now: number): void {
    if (trip.start < 0) trip.start = now;
    const time = Math.min(1, (now - trip.start) / TRAVEL_MS);
    between(stand.camera, trip.from, trip.to, 1 - (1 - time) ** 3);
    clamp(stand.camera, stand.viewport, stand.limits);
    if (time === 1) trip.isOn = false;
  }

  return {
    stop,
    to(target) {
      stop();
      const goal = { ...target };
      clamp(goal, stand.viewport, stand.limits);
      if (isCalm()) Object.assign(stand.camera, goal);
      else Object.assign(trip, { from: { ...stand.camera }, to: goal, start: -1, isOn: true });
    },
    fling(velocityX, velocityY) {
      if (isCalm() || Math.hypot(velocityX, velocityY) < FLING_FROM) return;
      Object.assign(roll, { x: velocityX, y: velocityY, left: FLING_MS });
      last = -1;
    },
    zoom(px, py, amount) {
      trip.isOn = false;
      roll.left = 0;
      if (isCalm()) zoomAt(stand.camera, { px, py, factor: Math.exp(amount) }, stand.viewport, stand.limits);
      else Object.assign(wheel, { px, py, left: wheel.left + amount });
    },
    step(now) {
      const passed = last < 0 ? FRAME_MS : Math.min(100, now - last);
      last = now;
      if (trip.isOn) stepTrip(now);
      if (roll.left > 0) {
        const slowing = (roll.left / FLING_MS) ** 2;
        panBy(stand.camera, roll.x * slowing * passed, roll.y * slowing * passed, stand.viewport, stand.limits);
        roll.left -= passed;
      }
      if (wheel.left !== 0) {
        const part = Math.abs(wheel.left) < ZOOM_DONE ? 1 : 1 - (1 - ZOOM_PART) ** (passed / FRAME_MS);
        const amount = wheel.left * part;
        wheel.left -= amount;
        zoomAt(stand.camera, { px: wheel.px, py: wheel.py, factor: Math.exp(amount) }, stand.viewport, stand.limits);
      }
      const isMoving = trip.isOn || roll.left > 0 || wheel.left !== 0;
      if (!isMoving) last = -1;
      return isMoving;
    },
  };
}

/** The scale grows by equal factors, and the one point that both ends show at the same place never moves. */
function between(camera: Camera, from: Camera, to: Camera, part: number): void {
  camera.scale = from.scale * (to.scale / from.scale) ** part;
  const span = 1 / to.scale - 1 / from.scale;
  const done = Math.abs(span * from.scale) < 1e-6 ? part : (1 / camera.scale - 1 / from.scale) / span;
  camera.x = from.x + (to.x - from.x) * done;
  camera.y = from.y + (to.y - from.y) * done;
}
