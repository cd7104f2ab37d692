/** Small pictures of a seat, one per tier, state and size, drawn once by the canvas and copied ever after. */
import { tierStyle } from '../ui/tier-shapes.ts';
import type { Raster, Sprite } from './raster.ts';
import { contextOf, type MapTheme } from './theme.ts';

/** `faint`: outside the filter. A taken seat looks the same at every tier. */
export type SpriteKind = 'free' | 'accessible' | 'faint' | 'taken';

export interface SeatSprites {
  /** Drawn when it is first asked for. */
  of(kind: SpriteKind, tier: number): Sprite;
  /** From the left or top of a sprite to its middle. */
  readonly half: number;
}

export interface SpriteBook {
  /** The sprites for seats this many device pixels apart. `plain`: squares, for when shapes would be specks. */
  at(pitch: number, plain: boolean): SeatSprites;
}

const SHAPE_PART = 0.8;
const SQUARE_PART = 0.72;
const DOT_PART = 0.35;
const FAINT = 0.2;
/** The mark of an accessible seat is readable from this size of the shape, in device pixels. */
const MARK_FROM = 11;
const MARK_PART = 0.44;
/** Larger shapes come in steps of this many device pixels. */
const COARSE_FROM = 32;
const COARSE_STEP = 4;

/** Opens an empty book; sprites are drawn when they are first asked for. */
export function openSpriteBook(theme: MapTheme): SpriteBook {
  const pages = new Map<number, SeatSprites>();
  const context = contextOf(document.createElement('canvas'));
  return {
    at(pitch, plain) {
      const whole = Math.max(2, Math.round(pitch));
      const size = whole < COARSE_FROM ? whole : Math.round(whole / COARSE_STEP) * COARSE_STEP;
      const key = plain ? -size : size;
      let page = pages.get(key);
      if (!page) {
        page = openPage(context, theme, { size, plain });
        pages.set(key, page);
      }
      return page;
    },
  };
}

interface Size {
  readonly size: number;
  readonly plain: boolean;
}

function openPage(context: CanvasRenderingContext2D, theme: MapTheme, size: Size): SeatSprites {
  const drawn: Record<SpriteKind, Sprite[]> = { free: [], accessible: [], faint: [], taken: [] };
  return {
    half: (size.size + 2) >> 1,
    of: (kind, tier) => (drawn[kind][tier] ??= drawSprite(context, theme, { ...size, kind, tier })),
  };
}

function drawSprite(
  context: CanvasRenderingContext2D,
  theme: MapTheme,
  { size, plain, kind, tier }: Size & { readonly kind: SpriteKind; readonly tier: number },
): Sprite {
  const side = size + 2;
  // Setting the size empties the canvas and resets the context.
  context.canvas.width = side;
  context.canvas.height = side;
  context.fillStyle = theme.ground.css;
  context.fillRect(0, 0, side, side);
  context.translate(side / 2, side / 2);
  if (kind === 'faint') context.globalAlpha = FAINT;
  if (kind === 'taken') paintDot(context, theme.unavailable.css, Math.max(plain ? 1 : 2, size * DOT_PART));
  else (plain ? paintSquare : paintShape)(context, theme, { tier, size });
  const isMarked = kind === 'accessible' && !plain && size * SHAPE_PART >= MARK_FROM;
  if (isMarked) paintWheelchair(context, coloursOf(theme, tier)?.glyph.css ?? '', size * MARK_PART);
  const { data } = context.getImageData(0, 0, side, side);
  return withoutGround({ width: side, height: side, pixels: new Uint32Array(data.buffer) }, theme.ground.pixel);
}

function coloursOf(theme: MapTheme, tier: number) {
  return theme.tiers[tierStyle(tier).number - 1];
}

function withoutGround(raster: Raster, ground: number): Sprite {
  for (let i = 0; i < raster.pixels.length; i += 1) if (raster.pixels[i] === ground) raster.pixels[i] = 0;
  return raster;
}

interface Seat {
  readonly tier: number;
  readonly size: number;
}

/** On whole pixels, so that it stays sharp. */
function paintSquare(context: CanvasRenderingContext2D, theme: MapTheme, { tier, size }: Seat): void {
  const side = Math.max(1, Math.round(size * SQUARE_PART));
  const from = -side / 2 + ((side + size) % 2 === 0 ? 0 : 0.5);
  context.fillStyle = coloursOf(theme, tier)?.fill.css ?? '';
  context.fillRect(from, from, side, side);
}

function paintShape(context: CanvasRenderingContext2D, theme: MapTheme, { tier, size }: Seat): void {
  const { shape, dotted } = tierStyle(tier);
  const colours = coloursOf(theme, tier);
  context.save();
  context.scale((size * SHAPE_PART) / 2, (size * SHAPE_PART) / 2);
  context.fillStyle = colours?.fill.css ?? '';
  context.fill(new Path2D(shape.path));
  context.restore();
  if (dotted) paintDot(context, colours?.glyph.css ?? '', size * SHAPE_PART * 0.3);
}

function paintDot(context: CanvasRenderingContext2D, css: string, diameter: number): void {
  context.fillStyle = css;
  context.beginPath();
  context.arc(0, 0, diameter / 2, 0, 2 * Math.PI);
  context.fill();
}

/** A head, a back and a leg, and the wheel around them. */
function paintWheelchair(context: CanvasRenderingContext2D, css: string, side: number): void {
  context.scale(side / 20, side / 20);
  context.strokeStyle = css;
  context.fillStyle = css;
  context.lineWidth = 2.6;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  context.arc(-1, -8.4, 2.3, 0, 2 * Math.PI);
  context.fill();
  context.stroke(new Path2D('M-1-4V3H5L7.5 8.5M-1-1H4'));
  context.stroke(new Path2D('M-4.5 -.8A5.8 5.8 0 1 0 4.2 6.6'));
}
