/** Draws what concerns this visitor, above the seats: what is picked, lost, under the mouse, under the keyboard. */
import type { Basket } from './basket.ts';
import { type Camera, screenX, screenY, type Viewport } from './camera.ts';
import type { Plan } from './plan.ts';
import type { MapTheme } from './theme.ts';

export interface OverlayState {
  readonly basket: Basket;
  readonly ghost: readonly number[];
  readonly cursor: number | undefined;
  readonly hover: number | undefined;
  /** Lost seats that are still shown with a cross, and how far their one pulse is, 0 to 1. */
  readonly lost: ReadonlyMap<number, number>;
}

export interface Place {
  readonly camera: Camera;
  readonly viewport: Viewport;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

/** However far out the map is, a picked seat is a disc of at least this radius. */
const RADIUS_MIN = 6;
const CHECK_FROM = 7;
const GAP = 2;
const RING = 2;
const CURSOR_RING = 3;
const GHOST = 0.4;
const PULSE_REACH = 14;
const FULL_TURN = 2 * Math.PI;

/** Whether there is anything to draw: an empty canvas need not be shown at all. */
export function hasOverlay({ basket, ghost, cursor, hover, lost }: OverlayState): boolean {
  return basket.seats.length + ghost.length + lost.size > 0 || cursor !== undefined || hover !== undefined;
}

/** Draws the overlay anew. */
export function paintOverlay(
  context: CanvasRenderingContext2D,
  plan: Plan,
  theme: MapTheme,
  { state, place }: { state: OverlayState; place: Place },
): void {
  const { camera, viewport, ratio } = place;
  const radius = Math.max(RADIUS_MIN, (plan.pitch * camera.scale) / 2);
  const at = (seat: number, paint: (x: number, y: number) => void) => {
    const x = screenX(camera, viewport, plan.x[seat] ?? 0);
    const y = screenY(camera, viewport, plan.y[seat] ?? 0);
    const isSeen = x > -radius && y > -radius && x < viewport.width + radius && y < viewport.height + radius;
    if (isSeen) paint(x, y);
  };
  const disc = (x: number, y: number, r: number, css: string) => {
    context.fillStyle = css;
    context.beginPath();
    context.arc(x, y, r, 0, FULL_TURN);
    context.fill();
  };
  const ring = (x: number, y: number, r: number, line: { width: number; css: string }) => {
    context.strokeStyle = line.css;
    context.lineWidth = line.width;
    context.beginPath();
    context.arc(x, y, r, 0, FULL_TURN);
    context.stroke();
  };
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, viewport.width, viewport.height);
  for (const seat of state.ghost) {
    context.globalAlpha = GHOST;
    at(seat, (x, y) => disc(x, y, radius, theme.text.css));
    context.globalAlpha = 1;
  }
  if (state.hover !== undefined) {
    at(state.hover, (x, y) => ring(x, y, radius + 1, { width: RING, css: theme.text.css }));
  }
  for (const { seat, lost } of state.basket.seats) {
    if (lost) continue;
    at(seat, (x, y) => {
      disc(x, y, radius + GAP + RING, theme.focus.css);
      disc(x, y, radius + GAP, theme.ground.css);
      disc(x, y, radius, theme.text.css);
      if (radius >= CHECK_FROM) paintCheck(context, { x, y, size: radius, css: theme.ground.css });
    });
  }
  for (const [seat, pulse] of state.lost) {
    at(seat, (x, y) => {
      disc(x, y, radius, theme.ground.css);
      paintCross(context, { x, y, size: radius, css: theme.danger.css });
      if (pulse >= 1) return;
      context.globalAlpha = 1 - pulse;
      ring(x, y, radius + pulse * PULSE_REACH, { width: CURSOR_RING, css: theme.danger.css });
      context.globalAlpha = 1;
    });
  }
  if (state.cursor !== undefined) {
    at(state.cursor, (x, y) => {
      ring(x, y, radius + GAP / 2, { width: GAP, css: theme.ground.css });
      ring(x, y, radius + GAP + CURSOR_RING / 2, { width: CURSOR_RING, css: theme.focus.css });
    });
  }
}

interface Mark {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly css: string;
}

function paintCheck(context: CanvasRenderingContext2D, { x, y, size, css }: Mark): void {
  line(context, css, Math.max(1.5, size * 0.2));
  context.beginPath();
  context.moveTo(x - size * 0.45, y + size * 0.02);
  context.lineTo(x - size * 0.12, y + size * 0.36);
  context.lineTo(x + size * 0.48, y - size * 0.36);
  context.stroke();
}

function paintCross(context: CanvasRenderingContext2D, { x, y, size, css }: Mark): void {
  const arm = size * 0.55;
  line(context, css, Math.max(2, size * 0.22));
  context.beginPath();
  context.moveTo(x - arm, y - arm);
  context.lineTo(x + arm, y + arm);
  context.moveTo(x + arm, y - arm);
  context.lineTo(x - arm, y + arm);
  context.stroke();
}

function line(context: CanvasRenderingContext2D, css: string, width: number): void {
  context.strokeStyle = css;
  context.lineWidth = width;
  context.lineCap = 'round';
  context.lineJoin = 'round';
}
