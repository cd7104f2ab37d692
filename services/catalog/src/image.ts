/** Makes a picture somebody sent safe to show: decoded, turned upright, bounded, and written anew without metadata. */
import { openRaster } from './raster.ts';

export interface Image {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
  readonly type: 'image/webp';
}

const SIDE_MAX = 1600;
const QUALITY = 80;

/**
 * Reads a JPEG, PNG, WebP, AVIF or GIF (its first frame) of at most 16 million pixels and gives it as WebP, at
 * most 1600 pixels wide and high. Everything else, and whatever is broken, is `image_invalid`. The kind is told
 * by the first bytes, never by a name or header, so no SVG, PDF or TIFF reaches its decoder. The caller bounds the bytes.
 */
export async function readImage(bytes: Buffer): Promise<Image | 'image_invalid'> {
  if (!isPicture(bytes)) return 'image_invalid';
  try {
    const { data, info } = await openRaster(bytes)
      .rotate()
      .resize({ width: SIDE_MAX, height: SIDE_MAX, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height, type: 'image/webp' };
  } catch {
    // The decoder throws for broken, oversized and over-slow pictures alike; to the sender they are one refusal.
    return 'image_invalid';
  }
}

function isPicture(bytes: Buffer): boolean {
  const ascii = (from: number, to: number) => bytes.toString('latin1', from, to);
  if (bytes.length < 16) return false;
  const isAvif = ascii(4, 8) === 'ftyp' && ['avif', 'avis'].includes(ascii(8, 12));
  const isWebp = ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP';
  const isGif = ['GIF87a', 'GIF89a'].includes(ascii(0, 6));
  return isAvif || isWebp || isGif || ascii(0, 3) === '\xff\xd8\xff' || ascii(0, 8) === '\x89PNG\r\n\x1a\n';
}
