/** Draws a poster for an event that has none: bold shapes by category in colours by seed, without any text. */
import type { Dice, Palette } from './poster-drawings.ts';
import { drawings } from './poster-drawings.ts';
import { openRaster } from './raster.ts';

const POSTER_WIDTH = 1200;
const POSTER_HEIGHT = 675;
const QUALITY = 82;

const palettes: readonly Palette[] = [
  { ground: '#14213d', first: '#fca311', second: '#e5383b', accent: '#3a86ff', light: '#f8f4e3' },
  { ground: '#2b0a3d', first: '#ff3c78', second: '#ff9e3d', accent: '#5cf2d6', light: '#ffeef2' },
  { ground: '#052f2a', first: '#19b394', second: '#f6c945', accent: '#ef5b3f', light: '#f1f7e4' },
  { ground: '#f4ead5', first: '#d7263d', second: '#1b4d89', accent: '#f0a202', light: '#ffffff' },
  { ground: '#0b132b', first: '#6f5ef9', second: '#2ec4b6', accent: '#ff6b6b', light: '#eaf6ff' },
  { ground: '#ffd9c7', first: '#b7245c', second: '#3c3b8e', accent: '#ff7f11', light: '#fff8f1' },
  { ground: '#1f2421', first: '#e0e722', second: '#ff5d73', accent: '#49c6e5', light: '#f7f7f2' },
  { ground: '#3d0c11', first: '#f25f3a', second: '#f9c784', accent: '#7bdff2', light: '#fff1e0' },
];

/**
 * Gives a WebP of 1200 by 675 pixels. The same category and seed (an event's slug, say) always give the same
 * picture; a category nobody knows gets a pattern of its own.
 */
export async function drawPoster({ category, seed }: { category: string; seed: string }): Promise<Buffer> {
  const kind = category.trim().toLowerCase();
  const dice = diceOf(`${kind}\n${seed}`);
  const palette = pick(palettes, dice);
  const draw = drawings.get(kind) ?? pick([...drawings.values()], dice);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${POSTER_WIDTH}" height="${POSTER_HEIGHT}">
<rect width="100%" height="100%" fill="${palette.ground}"/>${draw(palette, dice)}</svg>`;
  return openRaster(Buffer.from(svg)).webp({ quality: QUALITY }).toBuffer();
}

function pick<T>(choices: readonly T[], dice: Dice): T {
  const choice = choices[Math.floor(dice() * choices.length)];
  if (choice === undefined) throw new Error('poster: nothing to choose from');
  return choice;
}

/** Numbers from text: FNV-1a gives the state, mulberry32 (Tommy Ettinger, public domain) the sequence. */
function diceOf(text: string): Dice {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(text)) state = Math.imul(state ^ byte, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
