/** The sheets in use: one for the map at rest and, on screens of very many pixels, a rougher one while it moves. */
import type { Viewport } from './camera.ts';
import { type Sheet, textStyles } from './sheet.ts';
import { openSpriteBook } from './sprites.ts';
import { openTextMasks } from './text-masks.ts';
import type { MapTheme } from './theme.ts';

export interface DrawnSheet {
  readonly sheet: Sheet;
  /** The same pixels, as a canvas takes them. */
  readonly image: ImageData;
}

export interface SheetBook {
  at(ratio: number, viewport: Viewport, theme: MapTheme): DrawnSheet;
  /** The size or the theme changed. */
  clear(): void;
}

const SHEETS_MAX = 2;

/** Starts empty; a sheet keeps its drawn seats and texts until the book is cleared. */
export function openSheetBook(): SheetBook {
  const sheets = new Map<number, DrawnSheet>();
  return {
    clear: () => sheets.clear(),
    at(ratio, viewport, theme) {
      let drawn = sheets.get(ratio);
      if (!drawn) {
        if (sheets.size === SHEETS_MAX) sheets.clear();
        drawn = blankSheet(ratio, viewport, theme);
        sheets.set(ratio, drawn);
      }
      return drawn;
    },
  };
}

function blankSheet(ratio: number, viewport: Viewport, theme: MapTheme): DrawnSheet {
  const width = Math.max(1, Math.round(viewport.width * ratio));
  const height = Math.max(1, Math.round(viewport.height * ratio));
  const image = new ImageData(width, height);
  const sheet: Sheet = {
    ...{ k: 0, left: 0, top: 0, pitch: 0, level: 0, fromX: 0, fromY: 0, toX: 0, toY: 0 },
    ...{ ratio, theme, raster: { width, height, pixels: new Uint32Array(image.data.buffer) } },
    styles: textStyles(ratio),
    sprites: openSpriteBook(theme),
    texts: openTextMasks(theme.font),
  };
  return { sheet, image };
}
