/** The one place that opens pictures: untrusted bytes and our own drawings alike get the same bounds. */
import { createRequire } from 'node:module';
import type sharp from 'sharp';
import type { Sharp } from 'sharp';

/** A picture larger than this when decoded is refused before it is decoded. */
const PIXELS_MAX = 16_000_000;
const SECONDS_MAX = 5;

const require = createRequire(import.meta.url);
let library: typeof sharp | undefined;

/** Opens the first frame of a picture. Anything wrong with it rejects when its pixels are asked for. */
export function openRaster(bytes: Buffer): Sharp {
  library ??= load();
  return library(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error', pages: 1 }).timeout({ seconds: SECONDS_MAX });
}

/** Not before the first picture: every process of a split installation would load it. */
function load(): typeof sharp {
  const loaded = require('sharp') as typeof sharp;
  // libvips settings belong to the whole process: one thread per picture, so that uploads never take the sale's
  // cores, and no cache of decoded pixels, because no picture is read twice.
  loaded.concurrency(1);
  loaded.cache(false);
  return loaded;
}
