/** How a section or area shows how much of it is left: the more, the fuller its stripes in the colour of its tier. */
import { tierStyle } from '../ui/tier-shapes.ts';
import type { Share } from './level.ts';
import { mixed } from './raster.ts';
import type { Hatch } from './raster-shapes.ts';
import type { MapTheme } from './theme.ts';

const PERIOD = 8;
/** Of eight pixels of the pattern, how many are coloured. */
const STRIPES: Record<Share, number> = { plenty: 8, some: 4, few: 2, one: 1, none: 0 };
/** Parts of 255 of the tier's colour. */
const BASE_TINT = 26;
const STRIPE_TINT = 78;

/** Sets the hatch for a tier and a share; `ratio` is device pixels per CSS pixel. */
export function setHatch(hatch: Hatch, theme: MapTheme, tier: number, share: Share, ratio: number): void {
  hatch.period = Math.round(PERIOD * ratio);
  hatch.stripe = Math.round(STRIPES[share] * ratio);
  hatch.base = share === 'none' ? theme.ground.pixel : mixed(theme.ground.pixel, tierPixel(theme, tier), BASE_TINT);
  hatch.stripes = mixed(theme.ground.pixel, tierPixel(theme, tier), STRIPE_TINT);
}

/** The colour that letters on these stripes need around them to be read; none on an even ground. */
export function rimOn(theme: MapTheme, tier: number | undefined, share: Share): number | undefined {
  if (tier === undefined || share === 'none' || share === 'plenty') return undefined;
  return mixed(theme.ground.pixel, tierPixel(theme, tier), BASE_TINT);
}

/** The full colour of a tier. */
export function tierPixel(theme: MapTheme, tier: number): number {
  return theme.tiers[tierStyle(tier).number - 1]?.fill.pixel ?? theme.text.pixel;
}
