/** Draws the seats in view, and from a size on their numbers and the names of their rows. Allocates nothing. */
import { tierStyle } from '../ui/tier-shapes.ts';
import { NUMBERS_FROM, SEATS_FROM } from './level.ts';
import type { LiveSeats } from './live-seats.ts';
import { ACCESSIBLE, type Plan, seatNumberOf } from './plan.ts';
import { blit, paintMask } from './raster.ts';
import { paintRowNames, ROW_NAMES_FROM } from './row-names.ts';
import { passes, type SeatFilter } from './seat-filter.ts';
import { columnOf, lineOf, type SeatGrid } from './seat-grid.ts';
import { BLOCKED, FREE } from './seat-states.ts';
import type { Sheet } from './sheet.ts';
import type { SeatSprites } from './sprites.ts';

const LARGE_NUMBERS_FROM = 44;
/** How wide a number may be, in pitches, by the shape it is written on. */
const ROOM: Readonly<Record<string, number>> = { triangle: 0.46, diamond: 0.5, plus: 0.56, star: 0.42 };
const ROOM_USUAL = 0.62;

export interface SeatPainter {
  paint(sheet: Sheet, filter: SeatFilter): void;
}

/** Prepares to draw the seats of a plan. */
export function openSeatPainter(plan: Plan, live: LiveSeats, grid: SeatGrid): SeatPainter {
  const numbers = Array.from<string | undefined>({ length: plan.seatCount });
  const room = plan.tiers.map((_, tier) => ROOM[tierStyle(tier).shape.name] ?? ROOM_USUAL);

  function paintSeat(sheet: Sheet, sprites: SeatSprites, filter: SeatFilter, seat: number): void {
    const state = live.stateOf(seat);
    if (state === BLOCKED) return;
    const x = Math.round((plan.x[seat] as number) * sheet.k + sheet.left);
    const y = Math.round((plan.y[seat] as number) * sheet.k + sheet.top);
    const left = x - sprites.half;
    const top = y - sprites.half;
    if (state !== FREE) {
      blit(sheet.raster, sprites.of('taken', 0), left, top);
      return;
    }
    const tier = plan.tier[seat] as number;
    if (!passes(plan, filter, seat)) {
      blit(sheet.raster, sprites.of('faint', tier), left, top);
      return;
    }
    const isMarked = ((plan.flags[seat] as number) & ACCESSIBLE) !== 0;
    blit(sheet.raster, sprites.of(isMarked ? 'accessible' : 'free', tier), left, top);
    if (!isMarked && sheet.pitch >= NUMBERS_FROM) paintNumber(sheet, seat, x, y);
  }

  function paintNumber(sheet: Sheet, seat: number, x: number, y: number): void {
    const number = (numbers[seat] ??= seatNumberOf(plan, seat));
    const style = sheet.pitch >= LARGE_NUMBERS_FROM ? sheet.styles.largeNumber : sheet.styles.number;
    const mask = sheet.texts.at(number, style);
    const tier = plan.tier[seat] as number;
    if (mask.width > (room[tier] ?? ROOM_USUAL) * sheet.pitch * sheet.ratio + 2) return;
    const glyph = sheet.theme.tiers[tier % sheet.theme.tiers.length]?.glyph ?? sheet.theme.text;
    paintMask(sheet.raster, mask, x - (mask.width >> 1), y - (mask.height >> 1), glyph.pixel);
  }

  function paintSeats(sheet: Sheet, filter: SeatFilter): void {
    const sprites = sheet.sprites.at(sheet.pitch * sheet.ratio, sheet.pitch < SEATS_FROM);
    const edge = plan.pitch;
    const lastLine = lineOf(grid, sheet.toY + edge);
    const firstColumn = columnOf(grid, sheet.fromX - edge);
    const lastColumn = columnOf(grid, sheet.toX + edge);
    for (let line = lineOf(grid, sheet.fromY - edge); line <= lastLine; line += 1) {
      const from = grid.start[line * grid.columns + firstColumn] as number;
      const to = grid.start[line * grid.columns + lastColumn + 1] as number;
      for (let i = from; i < to; i += 1) paintSeat(sheet, sprites, filter, grid.seats[i] as number);
    }
  }

  return {
    paint(sheet, filter) {
      if (sheet.level === 0) return;
      paintSeats(sheet, filter);
      if (sheet.pitch >= ROW_NAMES_FROM) paintRowNames(sheet, plan);
    },
  };
}
