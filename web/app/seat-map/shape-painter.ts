/** Draws outlines of the map (x, y, x, y and so on, in centimetres): filled, striped by what is left, or as a line. */
import type { Box } from './box.ts';
import type { Share } from './level.ts';
import { fillPolygon, type Hatch, type Stroke, strokePolygon } from './raster-shapes.ts';
import { setHatch, tierPixel } from './share-hatch.ts';
import { projected, type Sheet } from './sheet.ts';

export interface ShapePainter {
  fill(sheet: Sheet, outline: Float32Array, colour: number): void;
  /** `width` is in CSS pixels. */
  outline(sheet: Sheet, outline: Float32Array, colour: number, width: number): void;
  /** Stripes in the colour of the tier, the more is left the fuller. */
  share(sheet: Sheet, outline: Float32Array, tier: number, share: Share): void;
}

/** More corners than any outline has. */
const CORNERS_MAX = 512;
const CORNER_STEPS = 8;

/** Keeps the room that drawing needs, so that no frame allocates any. */
export function openShapePainter(): ShapePainter {
  const points = new Float32Array(2 * CORNERS_MAX);
  const hatch: Hatch = { base: 0, stripes: 0, stripe: 0, period: 1, phase: 0 };
  const stroke: Stroke = { width: 1, colour: 0 };

  function line(sheet: Sheet, corners: number, colour: number, width: number): void {
    stroke.width = width * sheet.ratio;
    stroke.colour = colour;
    strokePolygon(sheet.raster, points, corners, stroke);
  }

  return {
    fill(sheet, outline, colour) {
      hatch.stripe = 0;
      hatch.base = colour;
      fillPolygon(sheet.raster, points, projected(sheet, outline, points), hatch);
    },
    outline(sheet, outline, colour, width) {
      line(sheet, projected(sheet, outline, points), colour, width);
    },
    share(sheet, outline, tier, share) {
      const { theme, ratio } = sheet;
      const corners = projected(sheet, outline, points);
      setHatch(hatch, theme, tier, share, ratio);
      hatch.phase = -(Math.round(sheet.left) + Math.round(sheet.top));
      fillPolygon(sheet.raster, points, corners, hatch);
      if (share === 'none') line(sheet, corners, theme.unavailable.pixel, 1);
      else line(sheet, corners, tierPixel(theme, tier), 1.5);
    },
  };
}

/** A rectangle with round corners. */
export function roundedRing({ left, top, right, bottom }: Box, wanted: number): Float32Array {
  const radius = Math.min(wanted, (right - left) / 2, (bottom - top) / 2);
  const steps = Array.from({ length: CORNER_STEPS + 1 }, (_, step) => step);
  const corner = (x: number, y: number, from: number) =>
    steps.flatMap((step) => {
      const angle = from + (step / CORNER_STEPS) * (Math.PI / 2);
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    });
  return Float32Array.from([
    ...corner(right - radius, top + radius, -Math.PI / 2),
    ...corner(right - radius, bottom - radius, 0),
    ...corner(left + radius, bottom - radius, Math.PI / 2),
    ...corner(left + radius, top + radius, Math.PI),
  ]);
}
