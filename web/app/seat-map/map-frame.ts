/** The two canvases of the map and the pictures that go on them. */
import type { Camera, Viewport } from './camera.ts';
import type { GroundPainter } from './ground-painter.ts';
import { hasOverlay, type OverlayState, paintOverlay } from './overlay-painter.ts';
import type { Plan } from './plan.ts';
import type { SeatFilter } from './seat-filter.ts';
import { type Sheet, turn } from './sheet.ts';
import { openSheetBook } from './sheet-book.ts';
import { contextOf, type MapTheme } from './theme.ts';

export interface MapCanvases {
  readonly ground: HTMLCanvasElement;
  readonly overlay: HTMLCanvasElement;
}

export interface MapFrame {
  setTheme(theme: MapTheme): void;
  resize(viewport: Viewport): void;
  /** Draws the ground; while the map moves, on fewer pixels where a screen has very many. */
  paintGround(camera: Camera, filter: SeatFilter, about: { coarse: boolean; isMoving: boolean }): void;
  paintOver(camera: Camera, state: OverlayState): void;
  /** Whether the ground was drawn on fewer pixels than the screen has. */
  readonly isRough: boolean;
}

/** More device pixels per CSS pixel are not told apart on a map. */
const RATIO_MAX = 2;
/** As many pixels as are drawn within a frame on a slow machine. */
const MOVING_PIXELS_MAX = 1_600_000;

/** Prepares to draw a plan on two canvases. */
export function openMapFrame(canvases: MapCanvases, plan: Plan, painter: GroundPainter, first: MapTheme): MapFrame {
  const ground = contextOf(canvases.ground, { alpha: false });
  const overlay = contextOf(canvases.overlay, { willReadFrequently: false });
  const sheets = openSheetBook();
  let theme = first;
  let viewport: Viewport = { width: 0, height: 0 };
  let sheet: Sheet | undefined;

  const screenRatio = () => Math.min(RATIO_MAX, Math.max(1, devicePixelRatio));
  const movingRatio = () =>
    Math.min(screenRatio(), Math.sqrt(MOVING_PIXELS_MAX / Math.max(1, viewport.width * viewport.height)));

  return {
    get isRough() {
      return sheet !== undefined && sheet.ratio < screenRatio();
    },
    setTheme(next) {
      theme = next;
      sheets.clear();
    },
    resize(next) {
      viewport = next;
      sheets.clear();
    },
    paintGround(camera, filter, { coarse, isMoving }) {
      const ratio = isMoving ? movingRatio() : screenRatio();
      const drawn = sheets.at(ratio, viewport, theme);
      sheet = drawn.sheet;
      turn(sheet, camera, viewport, { pitch: plan.pitch, coarse });
      painter.paint(sheet, filter);
      sizeTo(canvases.ground, drawn.image.width, drawn.image.height);
      ground.putImageData(drawn.image, 0, 0);
    },
    paintOver(camera, state) {
      const isEmpty = !hasOverlay(state);
      if (canvases.overlay.hidden !== isEmpty) canvases.overlay.hidden = isEmpty;
      if (isEmpty) return;
      const ratio = screenRatio();
      sizeTo(canvases.overlay, Math.round(viewport.width * ratio), Math.round(viewport.height * ratio));
      paintOverlay(overlay, plan, theme, { state, place: { camera, viewport, ratio } });
    },
  };
}

/** Setting a size clears a canvas, even to the size it has. */
function sizeTo(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
