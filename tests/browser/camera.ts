/** What the door's camera sees: a film, shown for ever, of a code that is held up, taken away, and held up again. */
import { writeFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';

const WIDTH = 1280;
const HEIGHT = 720;
const FRAMES_A_SECOND = 2;
const SHOWN_SECONDS = 3;
/** Longer than the scanner takes a code for the same sight. */
const AWAY_SECONDS = 6;

/** Writes the film (YUV4MPEG2, which Chromium's fake camera plays) of a picture, a ticket's QR as SVG say. */
export async function film(picture: string | Buffer, file: string): Promise<void> {
  const code = await sharp(Buffer.from(picture), { density: 300 })
    .resize(520, 520)
    .flatten({ background: '#fff' })
    .png()
    .toBuffer();
  const wall = sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#777' } });
  const away = await frameOf(wall.clone());
  const shown = await frameOf(wall.clone().composite([{ input: code, gravity: 'centre' }]));
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n`);
  const times = (seconds: number, frame: Buffer) => Array.from({ length: seconds * FRAMES_A_SECOND }, () => frame);
  await writeFile(file, Buffer.concat([header, ...times(SHOWN_SECONDS, shown), ...times(AWAY_SECONDS, away)]));
}

/** One frame in shades of grey. */
async function frameOf(picture: Sharp): Promise<Buffer> {
  const brightness = await picture.greyscale().raw().toBuffer();
  const noColour = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  return Buffer.concat([Buffer.from('FRAME\n'), brightness.subarray(0, WIDTH * HEIGHT), noColour]);
}
