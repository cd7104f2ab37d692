/**
 * A picture in memory that the map draws by itself, pixel by pixel. 60,000 seats are about a million pixels: copying
 * them takes two milliseconds, where a call per seat to the canvas takes twenty, and nothing is allocated on the way.
 * A pixel is one number, 0xAABBGGRR, as `ImageData` keeps it on every machine that browsers run on.
 */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint32Array;
}

/** A small picture to copy from; a pixel of 0 leaves what is there. */
export type Sprite = Raster;

/** The shape of a text: how much of each pixel it covers, 0 to 255. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly coverage: Uint8Array;
}

/** Paints everything in one colour. */
export function clear(raster: Raster, colour: number): void {
  raster.pixels.fill(colour);
}

/** Fills an upright rectangle; what is outside the raster is cut off. */
export function fillRect(
  raster: Raster,
  colour: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
): void {
  const from = Math.max(0, left);
  const to = Math.min(raster.width, right);
  if (from >= to) return;
  for (let y = Math.max(0, top); y < Math.min(raster.height, bottom); y += 1)
    raster.pixels.fill(colour, y * raster.width + from, y * raster.width + to);
}

/** Copies a sprite; what is outside the raster is cut off. */
export function blit(raster: Raster, sprite: Sprite, left: number, top: number): void {
  const fromX = left < 0 ? -left : 0;
  const fromY = top < 0 ? -top : 0;
  const toX = Math.min(sprite.width, raster.width - left);
  const toY = Math.min(sprite.height, raster.height - top);
  const { pixels } = raster;
  const source = sprite.pixels;
  for (let y = fromY; y < toY; y += 1) {
    let from = y * sprite.width + fromX;
    let to = (top + y) * raster.width + left + fromX;
    for (let x = fromX; x < toX; x += 1) {
      const pixel = source[from] as number;
      if (pixel !== 0) pixels[to] = pixel;
      from += 1;
      to += 1;
    }
  }
}

/** Paints a mask in a colour; what is outside the raster is cut off. */
export function paintMask(raster: Raster, mask: Mask, left: number, top: number, colour: number): void {
  const fromX = left < 0 ? -left : 0;
  const fromY = top < 0 ? -top : 0;
  const toX = Math.min(mask.width, raster.width - left);
  const toY = Math.min(mask.height, raster.height - top);
  for (let y = fromY; y < toY; y += 1) {
    let from = y * mask.width + fromX;
    let to = (top + y) * raster.width + left + fromX;
    for (let x = fromX; x < toX; x += 1) {
      const covered = mask.coverage[from] as number;
      if (covered !== 0) raster.pixels[to] = mixed(raster.pixels[to] as number, colour, covered);
      from += 1;
      to += 1;
    }
  }
}

/** Whether every second pixel between these edges has one colour; what is outside the raster counts as bare. */
export function isBare(
  raster: Raster,
  colour: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
): boolean {
  const [toX, toY] = [Math.min(raster.width - 1, right), Math.min(raster.height - 1, bottom)];
  for (let y = Math.max(0, Math.round(top)); y <= toY; y += 2) {
    for (let x = Math.max(0, Math.round(left)); x <= toX; x += 2) {
      if (raster.pixels[y * raster.width + x] !== colour) return false;
    }
  }
  return true;
}

/** The colour between two, `part` of 255 towards the second. */
export function mixed(under: number, over: number, part: number): number {
  if (part >= 255) return over;
  const b = part + (part >> 7);
  const a = 256 - b;
  const redBlue = (Math.imul(under & 0xff00ff, a) + Math.imul(over & 0xff00ff, b)) >>> 8;
  const green = (Math.imul(under & 0x00ff00, a) + Math.imul(over & 0x00ff00, b)) >>> 8;
  return ((redBlue & 0xff00ff) | (green & 0x00ff00) | 0xff000000) >>> 0;
}
