/**
 * Where the visitor stands above the map. `x`, `y` is the map's point in the middle of the screen, `scale` is CSS
 * pixels per centimetre. A camera is changed in place: it moves in each frame and must not leave litter.
 */
import type { Box } from './box.ts';

export interface Camera {
  x: number;
  y: number;
  scale: number;
}

/** The part of the page the map has, in CSS pixels. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
}

export interface Limits {
  readonly minScale: number;
  readonly maxScale: number;
  readonly box: Box;
}

/** The largest seat pitch on the screen, in CSS pixels. */
const PITCH_MAX = 64;
const FIT_PADDING = 12;
/** When the whole map fits nearer than a seat can be zoomed (a box of four), it is shown at this pitch at most. */
const FIT_PITCH_MAX = 44;

/** How far out and in a map of this size can be seen. */
export function limitsOf(box: Box, pitch: number, viewport: Viewport): Limits {
  const fit = Math.min(
    (viewport.width - 2 * FIT_PADDING) / (box.right - box.left),
    (viewport.height - 2 * FIT_PADDING) / (box.bottom - box.top),
  );
  const minScale = Math.min(Math.max(fit, 1e-4), FIT_PITCH_MAX / pitch);
  return { minScale, maxScale: Math.max(PITCH_MAX / pitch, minScale), box };
}

/** The camera that shows the whole map. */
export function fitted({ box, minScale }: Limits): Camera {
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, scale: minScale };
}

/** The camera that shows this box as large as the padding and the limits allow. */
export function showing(box: Box, viewport: Viewport, limits: Limits, padding: number): Camera {
  const width = Math.max(1, viewport.width - 2 * padding);
  const height = Math.max(1, viewport.height - 2 * padding);
  const scale = Math.min(width / Math.max(1e-6, box.right - box.left), height / Math.max(1e-6, box.bottom - box.top));
  const camera = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, scale };
  clamp(camera, viewport, limits);
  return camera;
}

/** Moves the map by so many pixels. */
export function panBy(camera: Camera, dx: number, dy: number, viewport: Viewport, limits: Limits): void {
  camera.x -= dx / camera.scale;
  camera.y -= dy / camera.scale;
  clamp(camera, viewport, limits);
}

/** Zooms so that the map's point under (px, py) stays there, as far as the limits allow. */
export function zoomAt(
  camera: Camera,
  { px, py, factor }: { readonly px: number; readonly py: number; readonly factor: number },
  viewport: Viewport,
  limits: Limits,
): void {
  const scale = Math.min(limits.maxScale, Math.max(limits.minScale, camera.scale * factor));
  const [dx, dy] = [px - viewport.width / 2, py - viewport.height / 2];
  camera.x += dx / camera.scale - dx / scale;
  camera.y += dy / camera.scale - dy / scale;
  camera.scale = scale;
  clamp(camera, viewport, limits);
}

/** Keeps the map in view: where it is smaller than the screen it stays in the middle, else it covers the screen's middle. */
export function clamp(camera: Camera, viewport: Viewport, { box, minScale, maxScale }: Limits): void {
  camera.scale = Math.min(maxScale, Math.max(minScale, camera.scale));
  camera.x = clampAxis(camera.x, box.left, box.right, viewport.width / camera.scale);
  camera.y = clampAxis(camera.y, box.top, box.bottom, viewport.height / camera.scale);
}

/** How much of the screen may be empty beside the map, so that its corners come towards the middle. */
const SLACK = 0.3;

function clampAxis(at: number, from: number, to: number, seen: number): number {
  const slack = Math.min(seen * SLACK, Math.max(0, to - from - seen));
  const [least, most] = [from + seen / 2 - slack, to - seen / 2 + slack];
  return least > most ? (from + to) / 2 : Math.min(most, Math.max(least, at));
}

/** The map's x at a pixel of the screen. */
export function mapX(camera: Camera, viewport: Viewport, px: number): number {
  return camera.x + (px - viewport.width / 2) / camera.scale;
}

/** The map's y at a pixel of the screen. */
export function mapY(camera: Camera, viewport: Viewport, py: number): number {
  return camera.y + (py - viewport.height / 2) / camera.scale;
}

/** Where on the screen a map's x is. */
export function screenX(camera: Camera, viewport: Viewport, x: number): number {
  return (x - camera.x) * camera.scale + viewport.width / 2;
}

/** Where on the screen a map's y is. */
export function screenY(camera: Camera, viewport: Viewport, y: number): number {
  return (y - camera.y) * camera.scale + viewport.height / 2;
}
