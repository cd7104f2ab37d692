/** Texts as masks: each is drawn once by the canvas, with the script's own shaping, and painted in any colour after. */
import type { Mask } from './raster.ts';
import { contextOf } from './theme.ts';

export interface TextStyle {
  /** In device pixels. */
  readonly size: number;
  readonly weight: 400 | 500 | 700;
  /** Width of a rim around the letters, to paint beneath them; 0: the letters themselves. */
  readonly rim: number;
}

export interface TextMasks {
  at(text: string, style: TextStyle): Mask;
}

/** A map has a few hundred names and numbers; more than this are not worth keeping. */
const MASKS_MAX = 4_000;

/** Opens an empty collection of texts in one font. */
export function openTextMasks(font: string): TextMasks {
  const context = contextOf(document.createElement('canvas'));
  const styles = new Map<TextStyle, Map<string, Mask>>();
  return {
    at(text, style) {
      let masks = styles.get(style);
      if (!masks) {
        masks = new Map();
        styles.set(style, masks);
      }
      let mask = masks.get(text);
      if (!mask) {
        if (masks.size >= MASKS_MAX) masks.clear();
        mask = drawMask(context, text, { ...style, font });
        masks.set(text, mask);
      }
      return mask;
    },
  };
}

function drawMask(context: CanvasRenderingContext2D, text: string, style: TextStyle & { font: string }): Mask {
  const face = `${style.weight} ${style.size}px ${style.font}`;
  context.font = face;
  const width = Math.ceil(context.measureText(text).width) + 2 * Math.ceil(style.rim) + 2;
  const height = Math.ceil(style.size * 1.4) + 2 * Math.ceil(style.rim);
  context.canvas.width = width;
  context.canvas.height = height;
  // Setting the size has reset the context.
  context.font = face;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  if (style.rim > 0) {
    context.lineJoin = 'round';
    context.lineWidth = 2 * style.rim;
    context.strokeText(text, width / 2, height / 2);
  } else {
    context.fillText(text, width / 2, height / 2);
  }
  const { data } = context.getImageData(0, 0, width, height);
  const coverage = new Uint8Array(width * height);
  for (let i = 0; i < coverage.length; i += 1) coverage[i] = data[4 * i + 3] ?? 0;
  return { width, height, coverage };
}
