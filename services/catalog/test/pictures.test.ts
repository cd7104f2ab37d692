import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readImage } from '../src/image.ts';
import { drawPoster } from '../src/poster.ts';

/** A plain picture, wider than high, red on its left half and blue on its right. */
const halves = async (width: number, height: number) => {
  const blue = await sharp({ create: { width: width / 2, height, channels: 3, background: 'blue' } })
    .png()
    .toBuffer();
  return sharp({ create: { width, height, channels: 3, background: 'red' } }).composite([
    { input: blue, left: width / 2, top: 0 },
  ]);
};

const read = async (bytes: Buffer) => {
  const image = await readImage(bytes);
  if (image === 'image_invalid') throw new Error('the picture was refused');
  return image;
};

describe('a picture somebody sends', () => {
  it('is read in every format people use, and kept as WebP', async () => {
    const picture = await halves(80, 40);
    for (const format of ['jpeg', 'png', 'webp', 'gif', 'avif'] as const) {
      const image = await read(await picture.clone().toFormat(format).toBuffer());
      expect(image, format).toMatchObject({ width: 80, height: 40, type: 'image/webp' });
      expect((await sharp(image.bytes).metadata()).format).toBe('webp');
    }
  });

  it('is turned upright and keeps no metadata, such as where it was taken', async () => {
    const picture = await halves(80, 40);
    const sent = await picture
      .withExif({ IFD0: { Copyright: 'somebody' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const image = await read(sent);
    expect(image).toMatchObject({ width: 40, height: 80 });
    const kept = await sharp(image.bytes).metadata();
    expect(kept.exif).toBeUndefined();
    expect(kept.orientation).toBeUndefined();
  });

  it('is made smaller to fit 1600 by 1600, and never larger', async () => {
    expect(await read(await (await halves(3200, 800)).jpeg().toBuffer())).toMatchObject({ width: 1600, height: 400 });
  });

  it('is refused when it is no picture, a drawing or a document, whatever it calls itself', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>';
    const tiff = await (await halves(80, 40)).tiff().toBuffer();
    for (const bytes of [Buffer.alloc(0), Buffer.from(svg), Buffer.from('%PDF-1.7 and so on, long'), tiff]) {
      expect(await readImage(bytes)).toBe('image_invalid');
    }
  });

  it('is refused when it is cut short or damaged', async () => {
    const noise = Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, i) => (i * 7919) % 251));
    const jpeg = await sharp(noise, { raw: { width: 300, height: 300, channels: 3 } })
      .jpeg()
      .toBuffer();
    expect(await readImage(jpeg.subarray(0, jpeg.length / 2))).toBe('image_invalid');
    expect(await readImage(Buffer.concat([jpeg.subarray(0, 16), Buffer.alloc(400, 7)]))).toBe('image_invalid');
  });

  it('is refused before it is decoded when it claims more than 16 million pixels', async () => {
    expect(await readImage(enormousPng(20_000, 20_000))).toBe('image_invalid');
  });
});

describe('a poster', () => {
  it('is a WebP of 1200 by 675 below 60 kB for every category, known or not', async () => {
    for (const category of [
      'concert',
      'theatre',
      'sport',
      'club',
      'classical',
      'comedy',
      'family',
      'festival',
      'Tea',
    ]) {
      const poster = await drawPoster({ category, seed: 'northern-lights' });
      expect(await sharp(poster).metadata(), category).toMatchObject({ format: 'webp', width: 1200, height: 675 });
      expect(poster.length, category).toBeLessThan(60_000);
    }
  });

  it('is the same for the same event and another for another', async () => {
    const first = await drawPoster({ category: 'concert', seed: 'northern-lights' });
    expect(first.equals(await drawPoster({ category: ' Concert', seed: 'northern-lights' }))).toBe(true);
    expect(first.equals(await drawPoster({ category: 'concert', seed: 'southern-lights' }))).toBe(false);
  });
});

/** A small PNG file that is a large black picture once decoded. */
function enormousPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc((width / 8 + 1) * height));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** The check sum PNG asks for (ISO 3309). */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
