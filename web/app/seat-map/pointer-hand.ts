/** The pointers on the map and what they do together: one pans or taps, two pinch, the last one to leave may flick. */

/** All places are CSS pixels from the top left corner of the map; velocities are pixels per millisecond. */
export interface GestureTarget {
  /** A finger or button went down: whatever moves, stops. */
  grab(): void;
  /** No pointer is down any more. */
  release(): void;
  pan(dx: number, dy: number): void;
  pinch(px: number, py: number, factor: number): void;
  fling(velocityX: number, velocityY: number): void;
  wheel(px: number, py: number, amount: number): void;
  tap(px: number, py: number, coarse: boolean): void;
  doubleTap(px: number, py: number, coarse: boolean): void;
  hover(px: number, py: number): void;
  leave(): void;
}

/** One pointer at one moment. */
export interface PointerAt {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  /** In milliseconds, of any clock that does not jump. */
  readonly time: number;
  readonly coarse: boolean;
}

export interface PointerHand {
  down(at: PointerAt): void;
  /** False: this pointer is not down. */
  move(at: PointerAt): boolean;
  up(at: PointerAt): void;
  /** The system took the pointer away. */
  cancel(id: number): void;
}

/** A pointer that moves less than this, in pixels, taps. */
const SLOP_FINE = 4;
const SLOP_COARSE = 10;
const DOUBLE_TAP_MS = 300;
const DOUBLE_TAP_PX = 30;
/** A flick is measured over the last so many milliseconds; a pointer that rested that long does not flick. */
const FLICK_MS = 80;

/** Starts with no pointer down. */
export function openPointerHand(target: GestureTarget): PointerHand {
  const pointers = new Map<number, { x: number; y: number }>();
  const trail = openTrail();
  const press = { x: 0, y: 0, isTap: false };
  const lastTap = { x: 0, y: 0, time: Number.NEGATIVE_INFINITY };

  function tap({ time, coarse }: PointerAt): void {
    const { x, y } = press;
    const isSecond = time - lastTap.time < DOUBLE_TAP_MS && Math.hypot(x - lastTap.x, y - lastTap.y) < DOUBLE_TAP_PX;
    if (isSecond) target.doubleTap(x, y, coarse);
    else target.tap(x, y, coarse);
    Object.assign(lastTap, { x, y, time: isSecond ? Number.NEGATIVE_INFINITY : time });
  }

  return {
    down(at) {
      pointers.set(at.id, { x: at.x, y: at.y });
      target.grab();
      Object.assign(press, { x: at.x, y: at.y, isTap: pointers.size === 1 });
      trail.start(at.x, at.y, at.time);
    },
    move({ id, x, y, time, coarse }) {
      const pointer = pointers.get(id);
      if (!pointer) return false;
      if (press.isTap && Math.hypot(x - press.x, y - press.y) < (coarse ? SLOP_COARSE : SLOP_FINE)) return true;
      press.isTap = false;
      if (pointers.size > 1) pinch(target, pointer, otherThan(pointers, id), x, y);
      else {
        target.pan(x - pointer.x, y - pointer.y);
        trail.add(x, y, time);
      }
      pointer.x = x;
      pointer.y = y;
      return true;
    },
    up(at) {
      if (!pointers.delete(at.id)) return;
      const [rest] = pointers.values();
      if (rest) trail.start(rest.x, rest.y, at.time);
      else if (press.isTap) tap(at);
      else if (at.time - trail.time < FLICK_MS) target.fling(trail.velocityX, trail.velocityY);
      press.isTap = false;
      if (!rest) target.release();
    },
    cancel(id) {
      if (!pointers.delete(id)) return;
      press.isTap = false;
      if (pointers.size === 0) target.release();
    },
  };
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function otherThan(pointers: ReadonlyMap<number, Place>, id: number): Place | undefined {
  for (const [otherId, other] of pointers) if (otherId !== id) return other;
  return undefined;
}

/** The middle between two fingers pans, their distance zooms. */
function pinch(target: GestureTarget, from: Place, other: Place | undefined, x: number, y: number): void {
  if (!other) return;
  const before = Math.hypot(from.x - other.x, from.y - other.y);
  const after = Math.hypot(x - other.x, y - other.y);
  target.pan((x - from.x) / 2, (y - from.y) / 2);
  if (before > 0) target.pinch((x + other.x) / 2, (y + other.y) / 2, after / before);
}

/** How fast a pointer has moved of late. */
function openTrail() {
  const trail = {
    x: 0,
    y: 0,
    time: 0,
    velocityX: 0,
    velocityY: 0,
    start(x: number, y: number, time: number): void {
      Object.assign(trail, { x, y, time, velocityX: 0, velocityY: 0 });
    },
    add(x: number, y: number, time: number): void {
      const passed = time - trail.time;
      if (passed <= 0) return;
      const weight = Math.min(1, passed / FLICK_MS);
      trail.velocityX += ((x - trail.x) / passed - trail.velocityX) * weight;
      trail.velocityY += ((y - trail.y) / passed - trail.velocityY) * weight;
      Object.assign(trail, { x, y, time });
    },
  };
  return trail;
}
