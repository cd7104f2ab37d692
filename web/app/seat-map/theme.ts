/** The colours of the map, read from the site's tokens, so that the map changes with the theme like everything else. */
import { TIER_STYLES } from '../ui/tier-shapes.ts';

/** A colour as CSS and as a pixel of a raster. */
export interface Colour {
  readonly css: string;
  readonly pixel: number;
}

export interface MapTheme {
  readonly ground: Colour;
  readonly surface: Colour;
  readonly text: Colour;
  readonly muted: Colour;
  readonly line: Colour;
  readonly control: Colour;
  readonly focus: Colour;
  readonly danger: Colour;
  readonly unavailable: Colour;
  /** By style, 0 to 7: fill, and what is drawn on it. */
  readonly tiers: readonly { readonly fill: Colour; readonly glyph: Colour }[];
  readonly font: string;
}

/** Reads the tokens that apply to an element now. */
export function readTheme(element: HTMLElement): MapTheme {
  const styles = getComputedStyle(element);
  const context = scratchContext();
  const colour = (name: string): Colour => {
    const css = styles.getPropertyValue(`--color-${name}`).trim();
    context.fillStyle = css;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return { css: `rgb(${red} ${green} ${blue})`, pixel: (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0 };
  };
  return {
    ground: colour('map-ground'),
    surface: colour('surface'),
    text: colour('text'),
    muted: colour('muted'),
    line: colour('line'),
    control: colour('control'),
    focus: colour('focus'),
    danger: colour('danger'),
    unavailable: colour('seat-unavailable'),
    tiers: Array.from({ length: TIER_STYLES }, (_, i) => ({
      fill: colour(`tier-${i + 1}`),
      glyph: colour(`tier-${i + 1}-glyph`),
    })),
    font: styles.fontFamily,
  };
}

/** Calls back when the theme may have changed; returns how to stop it. */
export function watchTheme(changed: () => void): () => void {
  const queries = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] });
  return () => {
    for (const query of queries) query.removeEventListener('change', changed);
    observer.disconnect();
  };
}

function scratchContext(): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  return contextOf(canvas);
}

/** The drawing context of a canvas whose pixels are read and written by us. */
export function contextOf(canvas: HTMLCanvasElement, options?: CanvasRenderingContext2DSettings) {
  const context = canvas.getContext('2d', { willReadFrequently: true, ...options });
  if (!context) throw new Error('seat map: this browser draws no 2d canvas');
  return context;
}
