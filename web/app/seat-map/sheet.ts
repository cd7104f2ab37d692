/** One frame's view of the map: what of it is seen, and how its centimetres become device pixels. */
import { type Camera, mapX, mapY, type Viewport } from './camera.ts';
import { type Level, levelOf } from './level.ts';
import type { Raster } from './raster.ts';
import type { SpriteBook } from './sprites.ts';
import type { TextMasks, TextStyle } from './text-masks.ts';
import type { MapTheme } from './theme.ts';

/** One object for all frames: it is turned, not made anew. */
export interface Sheet {
  raster: Raster;
  theme: MapTheme;
  sprites: SpriteBook;
  texts: TextMasks;
  styles: TextStyles;
  /** Device pixels per CSS pixel. */
  ratio: number;
  /** A map's x is at `x * k + left` device pixels. */
  k: number;
  left: number;
  top: number;
  /** Seat pitch in CSS pixels. */
  pitch: number;
  level: Level;
  /** What is seen, in map coordinates. */
  fromX: number;
  fromY: number;
  toX: number;
  toY: number;
}

/** The sizes of text on the map. Styles are kept as objects, because the drawn texts are found by them. */
export interface TextStyles {
  readonly title: TextStyle;
  readonly titleRim: TextStyle;
  readonly small: TextStyle;
  readonly smallRim: TextStyle;
  readonly number: TextStyle;
  readonly largeNumber: TextStyle;
}

/** The text styles for screens of this many device pixels per CSS pixel. */
export function textStyles(ratio: number): TextStyles {
  const style = (size: number, weight: TextStyle['weight'], rim = 0): TextStyle => ({
    size: Math.round(size * ratio),
    weight,
    rim: rim * ratio,
  });
  return {
    title: style(13, 700),
    titleRim: style(13, 700, 2.5),
    small: style(12, 500),
    smallRim: style(12, 500, 2.5),
    number: style(12, 500),
    largeNumber: style(15, 500),
  };
}

/** Turns the sheet to where the camera looks. */
export function turn(
  sheet: Sheet,
  camera: Camera,
  viewport: Viewport,
  { pitch, coarse }: { readonly pitch: number; readonly coarse: boolean },
): void {
  sheet.k = camera.scale * sheet.ratio;
  sheet.left = (viewport.width * sheet.ratio) / 2 - camera.x * sheet.k;
  sheet.top = (viewport.height * sheet.ratio) / 2 - camera.y * sheet.k;
  sheet.pitch = pitch * camera.scale;
  sheet.level = levelOf(sheet.pitch, coarse);
  sheet.fromX = mapX(camera, viewport, 0);
  sheet.fromY = mapY(camera, viewport, 0);
  sheet.toX = mapX(camera, viewport, viewport.width);
  sheet.toY = mapY(camera, viewport, viewport.height);
}

/** Whether any of a box is seen. */
export function isSeen(
  sheet: Sheet,
  box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
): boolean {
  return box.left < sheet.toX && box.right > sheet.fromX && box.top < sheet.toY && box.bottom > sheet.fromY;
}

/** Writes the points of a shape, in device pixels, into `into`; returns how many points there are. */
export function projected(sheet: Sheet, outline: Float32Array, into: Float32Array): number {
  const length = Math.min(outline.length, into.length);
  for (let i = 0; i < length; i += 2) {
    into[i] = (outline[i] as number) * sheet.k + sheet.left;
    into[i + 1] = (outline[i + 1] as number) * sheet.k + sheet.top;
  }
  return length >> 1;
}
