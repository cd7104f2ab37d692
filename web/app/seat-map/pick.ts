/** What a tap on the map meant. Pure: the view decides what to do about it. */
import { levelOf, pickFrom } from './level.ts';
import type { Plan } from './plan.ts';
import { nearestSeats, type SeatGrid } from './seat-grid.ts';

export type Target =
  | { readonly kind: 'seat'; readonly seat: number }
  /** Two seats are as likely: zoom in and ask again. */
  | { readonly kind: 'unclear' }
  | { readonly kind: 'area'; readonly area: number }
  | { readonly kind: 'section'; readonly section: number }
  | { readonly kind: 'nothing' };

/** A place on the map, seen at some scale (CSS pixels per centimetre) through a mouse or a finger. */
export interface Tap {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  readonly coarse: boolean;
}

/** A target is at least this wide, in CSS pixels, each way from its middle. */
const REACH_COARSE = 22;
const REACH_FINE = 12;
/** Of two seats under a finger, one is meant when it is this much nearer, in CSS pixels. */
const NEARER = 6;

/** Finds the target of a tap; `mayPick` tells which seats can be picked now. */
export function targetAt(plan: Plan, grid: SeatGrid, tap: Tap, mayPick: (seat: number) => boolean): Target {
  const { x, y, scale, coarse } = tap;
  const area = plan.areas.find(({ box }) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);
  if (area) return { kind: 'area', area: area.index };
  if (levelOf(plan.pitch * scale, coarse) === 3) return seatTarget(plan, grid, tap, mayPick);
  const section = plan.sections.find(({ outline }) => isInside(outline, x, y));
  return section ? { kind: 'section', section: section.index } : { kind: 'nothing' };
}

/** The seat under a mouse, whatever its state. */
export function seatUnder(plan: Plan, grid: SeatGrid, { x, y }: Pick<Tap, 'x' | 'y'>): number | undefined {
  const { seat } = nearestSeats(plan, grid, { x, y, within: plan.pitch * 0.5 });
  return seat < 0 ? undefined : seat;
}

/** The pitch that a tap on this map has to reach before it picks, as a scale. */
export function pickScale(plan: Plan, coarse: boolean): number {
  return pickFrom(coarse) / plan.pitch;
}

function seatTarget(plan: Plan, grid: SeatGrid, tap: Tap, mayPick: (seat: number) => boolean): Target {
  const { x, y, scale, coarse } = tap;
  const within = Math.max(plan.pitch * 0.5, (coarse ? REACH_COARSE : REACH_FINE) / scale);
  const { seat, distance, second, secondDistance } = nearestSeats(plan, grid, { x, y, within }, mayPick);
  if (seat < 0) return { kind: 'nothing' };
  const isUnclear = coarse && second >= 0 && (secondDistance - distance) * scale < NEARER;
  return isUnclear ? { kind: 'unclear' } : { kind: 'seat', seat };
}

function isInside(outline: Float32Array, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = [outline[j], outline[j + 1], outline[i], outline[i + 1]];
    if (y0 <= y !== y1 <= y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) inside = !inside;
  }
  return inside;
}
