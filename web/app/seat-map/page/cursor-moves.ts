/**
 * Where the keyboard goes on the map. Left and right follow the row, up and down change it; which way a row runs and
 * which row is above is read from the places, so that an arrow always points where it leads on the screen.
 */
import type { Plan, PlanRow } from '../plan.ts';

export type Move =
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'rowStart'
  | 'rowEnd'
  | 'sectionStart'
  | 'sectionEnd'
  | 'pageUp'
  | 'pageDown';

const ROWS_PER_PAGE = 5;

/** The move a key stands for, undefined for other keys. */
export function moveOf(event: { readonly key: string; readonly ctrlKey: boolean }): Move | undefined {
  if (event.key === 'Home') return event.ctrlKey ? 'sectionStart' : 'rowStart';
  if (event.key === 'End') return event.ctrlKey ? 'sectionEnd' : 'rowEnd';
  return event.ctrlKey ? undefined : plainMoves[event.key];
}

const plainMoves: Readonly<Record<string, Move>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
};

/** The seat that a move leads to; the same seat when there is nothing in that direction. */
export function moveSeat(plan: Plan, seat: number, move: Move): number {
  const row = plan.rows[plan.row[seat] ?? -1];
  const section = plan.sections[plan.section[seat] ?? -1];
  if (!row || !section) return seat;
  switch (move) {
    case 'left':
    case 'right':
      return alongRow(plan, { seat, row, forward: move === 'right' }) ?? acrossGap(plan, seat, move) ?? seat;
    case 'up':
    case 'down':
      return nextRow(plan, { seat, down: move === 'down', steps: 1 }) ?? acrossGap(plan, seat, move) ?? seat;
    case 'pageUp':
    case 'pageDown':
      return nextRow(plan, { seat, down: move === 'pageDown', steps: ROWS_PER_PAGE }) ?? seat;
    case 'rowStart':
      return runsForward(plan, row) ? row.firstSeat : lastOf(row);
    case 'rowEnd':
      return runsForward(plan, row) ? lastOf(row) : row.firstSeat;
    case 'sectionStart':
      return section.firstSeat;
    case 'sectionEnd':
      return section.firstSeat + section.seatCount - 1;
  }
}

/** A section or an area, as the keyboard goes from one to the next. */
export interface Spot {
  readonly kind: 'section' | 'area';
  readonly index: number;
  readonly x: number;
  readonly y: number;
  /** A seat in its middle. */
  readonly seat: number | undefined;
}

/** All places of the venue that one can go to, sections first. */
export function spotsOf(plan: Plan): Spot[] {
  const sections = plan.sections.map(({ index, labelX: x, labelY: y, firstSeat, seatCount }): Spot => {
    const middle = { x, y };
    let [seat, nearest] = [firstSeat, Number.POSITIVE_INFINITY];
    for (let other = firstSeat; other < firstSeat + seatCount; other += 1) {
      const away = Math.hypot((plan.x[other] ?? 0) - middle.x, (plan.y[other] ?? 0) - middle.y);
      if (away < nearest) [seat, nearest] = [other, away];
    }
    return { kind: 'section', index, x, y, seat };
  });
  const areas = plan.areas.map(({ index, x, y }): Spot => ({ kind: 'area', index, x, y, seat: undefined }));
  return [...sections, ...areas];
}

/** The nearest spot in a direction, by index; undefined at the edge of the venue. */
export function moveSpot(spots: readonly Spot[], at: number, move: Move): number | undefined {
  if (move === 'rowStart' || move === 'sectionStart') return 0;
  if (move === 'rowEnd' || move === 'sectionEnd') return spots.length - 1;
  const from = spots[at];
  const { x: dx, y: dy } = directions[move];
  let [best, least] = [-1, Number.POSITIVE_INFINITY];
  for (const [index, { x, y }] of spots.entries()) {
    const cost = from ? costOf([x - from.x, y - from.y], dx, dy) : least;
    if (cost < least) [best, least] = [index, cost];
  }
  return best < 0 ? undefined : best;
}

/** The next free seat by index, around the end of the map to its beginning. */
export function nextFree(plan: Plan, seat: number, accept: (seat: number) => boolean): number | undefined {
  for (let step = 1; step <= plan.seatCount; step += 1) {
    const other = (seat + step) % plan.seatCount;
    if (accept(other)) return other;
  }
  return undefined;
}

type Arrow = 'left' | 'right' | 'up' | 'down' | 'pageUp' | 'pageDown';
const directions: Readonly<Record<Arrow, { readonly x: number; readonly y: number }>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
  pageUp: { x: 0, y: -1 },
  pageDown: { x: 0, y: 1 },
};

function alongRow(
  plan: Plan,
  { seat, row, forward }: { seat: number; row: PlanRow; forward: boolean },
): number | undefined {
  const next = seat + (forward === runsForward(plan, row) ? 1 : -1);
  return next < row.firstSeat || next > lastOf(row) ? undefined : next;
}

/** Whether the seats of a row are listed as one reads: left to right, or downwards where the row stands upright. */
function runsForward(plan: Plan, row: PlanRow): boolean {
  const [dx, dy] = between(plan, row.firstSeat, lastOf(row));
  return Math.abs(dx) >= Math.abs(dy) ? dx >= 0 : dy >= 0;
}

/** The seat nearest to this one, so many rows up or down, or in the last row there is. */
function nextRow(
  plan: Plan,
  { seat, down, steps }: { seat: number; down: boolean; steps: number },
): number | undefined {
  const at = plan.row[seat] ?? 0;
  const { section } = plan.rows[at] ?? {};
  const isBeside = (row: number) => plan.rows[row]?.section === section;
  const step = down === rowsGoDown(plan, at) ? 1 : -1;
  let row = at;
  for (let i = 0; i < steps && isBeside(row + step); i += 1) row += step;
  const target = plan.rows[row];
  if (row === at || !target) return undefined;
  return nearestInRow(plan, seat, target);
}

/** Whether the rows of this row's section are listed from the top down, or rightwards where they stand upright. */
function rowsGoDown(plan: Plan, row: number): boolean {
  const { section = 0 } = plan.rows[row] ?? {};
  const { firstRow = 0, rowCount = 1 } = plan.sections[section] ?? {};
  const [first, last] = [plan.rows[firstRow], plan.rows[firstRow + rowCount - 1]];
  if (!first || !last) return true;
  const [dx, dy] = between(plan, middleOf(first), middleOf(last));
  return Math.abs(dy) >= Math.abs(dx) ? dy >= 0 : dx >= 0;
}

function nearestInRow(plan: Plan, seat: number, row: PlanRow): number {
  let [best, nearest] = [row.firstSeat, Number.POSITIVE_INFINITY];
  for (let other = row.firstSeat; other <= lastOf(row); other += 1) {
    const away = Math.hypot(...between(plan, seat, other));
    if (away < nearest) [best, nearest] = [other, away];
  }
  return best;
}

/** The nearest seat of another section in that direction. */
function acrossGap(plan: Plan, seat: number, move: Arrow): number | undefined {
  const { x: dx, y: dy } = directions[move];
  let [best, least] = [-1, Number.POSITIVE_INFINITY];
  for (let other = 0; other < plan.seatCount; other += 1) {
    if (plan.section[other] === plan.section[seat]) continue;
    const cost = costOf(between(plan, seat, other), dx, dy);
    if (cost < least) [best, least] = [other, cost];
  }
  return best < 0 ? undefined : best;
}

/** Further ahead costs once, to the side twice; what lies more to the side than ahead is not in that direction. */
function costOf([x, y]: readonly [number, number], dx: number, dy: number): number {
  const ahead = x * dx + y * dy;
  const aside = Math.abs(x * dy) + Math.abs(y * dx);
  return ahead <= 0 || aside > ahead * 2 ? Number.POSITIVE_INFINITY : ahead + 2 * aside;
}

function between(plan: Plan, a: number, b: number): [dx: number, dy: number] {
  return [(plan.x[b] ?? 0) - (plan.x[a] ?? 0), (plan.y[b] ?? 0) - (plan.y[a] ?? 0)];
}

const lastOf = (row: PlanRow): number => row.firstSeat + row.seatCount - 1;
const middleOf = (row: PlanRow): number => row.firstSeat + (row.seatCount >> 1);
