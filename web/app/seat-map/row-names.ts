/** The names of the rows in view, beside their first and last seat or where they leave the screen. Allocates nothing. */
import type { Plan, PlanRow } from './plan.ts';
import { fillRect, paintMask } from './raster.ts';
import { isSeen, type Sheet } from './sheet.ts';

/** Rows are named from this seat pitch on, in CSS pixels: below it there is no room between them. */
export const ROW_NAMES_FROM = 9;
/** How far beside its last seat a row's name stands, in pitches. */
const AWAY = 0.95;
/** Around a name at the edge of the screen, in CSS pixels. */
const PADDING = 4;

/** Writes the names of the rows that are seen. */
export function paintRowNames(sheet: Sheet, plan: Plan): void {
  for (const section of plan.sections) {
    if (!isSeen(sheet, section.box)) continue;
    for (let i = section.firstRow; i < section.firstRow + section.rowCount; i += 1) {
      const row = plan.rows[i];
      if (row) paintName(sheet, plan, row);
    }
  }
}

function paintName(sheet: Sheet, plan: Plan, row: PlanRow): void {
  const first = row.firstSeat;
  const last = first + row.seatCount - 1;
  const isFirstSeen = isSeatSeen(sheet, plan, first);
  const isLastSeen = isSeatSeen(sheet, plan, last);
  if (isFirstSeen) paintBeside(sheet, plan, row.name, first, Math.min(last, first + 1));
  if (isLastSeen) paintBeside(sheet, plan, row.name, last, Math.max(first, last - 1));
  if (isFirstSeen || isLastSeen || sheet.level < 3) return;
  let seat = first + 1;
  while (seat < last && !isSeatSeen(sheet, plan, seat)) seat += 1;
  if (seat < last) paintAtEdge(sheet, plan, row.name, seat - 1);
}

/** Beyond a seat, on the side that the seat `beside` it is not. */
function paintBeside(sheet: Sheet, plan: Plan, name: string, seat: number, beside: number): void {
  const x = plan.x[seat] as number;
  const y = plan.y[seat] as number;
  const dx = x - (plan.x[beside] as number);
  const dy = y - (plan.y[beside] as number);
  const length = Math.hypot(dx, dy);
  const away = plan.pitch * AWAY * sheet.k;
  const mask = sheet.texts.at(name, sheet.styles.small);
  // A row of one seat has no direction: its name stands on the left.
  const left = Math.round(x * sheet.k + sheet.left + (length === 0 ? -away : (dx / length) * away));
  const top = Math.round(y * sheet.k + sheet.top + (length === 0 ? 0 : (dy / length) * away));
  paintMask(sheet.raster, mask, left - (mask.width >> 1), top - (mask.height >> 1), sheet.theme.muted.pixel);
}

/** Where a row comes onto the screen: as near to the seat just outside as the edge allows. */
function paintAtEdge(sheet: Sheet, plan: Plan, name: string, outside: number): void {
  const { raster, theme, k } = sheet;
  const mask = sheet.texts.at(name, sheet.styles.small);
  const padding = Math.round(PADDING * sheet.ratio);
  const x = Math.round((plan.x[outside] as number) * k + sheet.left - mask.width / 2);
  const y = Math.round((plan.y[outside] as number) * k + sheet.top - mask.height / 2);
  const left = Math.max(padding, Math.min(raster.width - mask.width - padding, x));
  const top = Math.max(padding, Math.min(raster.height - mask.height - padding, y));
  fillRect(raster, theme.ground.pixel, left - padding, top, left + mask.width + padding, top + mask.height);
  paintMask(raster, mask, left, top, theme.text.pixel);
}

function isSeatSeen(sheet: Sheet, plan: Plan, seat: number): boolean {
  const x = plan.x[seat] as number;
  const y = plan.y[seat] as number;
  return x >= sheet.fromX && x <= sheet.toX && y >= sheet.fromY && y <= sheet.toY;
}
