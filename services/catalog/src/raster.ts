/** The one place that opens pictures: untrusted bytes and our own drawings alike get the same bounds. */
import type { Sharp } from 'sharp';
import sharp from 'sharp';

/** A picture larger than this when decoded is refused before it is decoded. */
const PIXELS_MAX = 16_000_000;
const SECONDS_MAX = 5;

// libvips settings belong to the whole process: one thread per picture, so that uploads never take the sale's
// cores, and no cache of decoded pixels, because no picture is read twice.
sharp.concurrency(1);
sharp.cache(false);

/** Opens the first frame of a picture. Anything wrong with it rejects when its pixels are asked for. */
export function openRaster(bytes: Buffer): Sharp {
  return sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error', pages: 1 }).timeout({ seconds: SECONDS_MAX });
}
