/**
 * Finds seats by place: a grid over the map whose cells hold about 64 seats each. Reading it allocates nothing, so
 * each frame may ask which seats are in view.
 */
import type { Plan } from './plan.ts';

const SEATS_PER_CELL = 64;

export interface SeatGrid {
  readonly left: number;
  readonly top: number;
  readonly cell: number;
  readonly columns: number;
  readonly lines: number;
  /** Cell c holds `seats[start[c]]` up to, but not including, `seats[start[c + 1]]`. */
  readonly start: Uint32Array;
  readonly seats: Uint32Array;
}

/** Sorts the seats of a plan into cells. */
export function gridOf({ x, y, seatCount, box }: Plan): SeatGrid {
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const cell = Math.max(1, Math.sqrt((width * height * SEATS_PER_CELL) / Math.max(1, seatCount)));
  const [columns, lines] = [Math.ceil(width / cell) + 1, Math.ceil(height / cell) + 1];
  const grid = { left: box.left, top: box.top, cell, columns, lines };
  const start = new Uint32Array(columns * lines + 1);
  const cellOf = (seat: number) => lineOf(grid, y[seat] ?? 0) * columns + columnOf(grid, x[seat] ?? 0);
  for (let seat = 0; seat < seatCount; seat += 1) {
    const after = cellOf(seat) + 1;
    start[after] = (start[after] ?? 0) + 1;
  }
  for (let i = 1; i < start.length; i += 1) start[i] = (start[i] ?? 0) + (start[i - 1] ?? 0);
  const next = start.slice();
  const seats = new Uint32Array(seatCount);
  for (let seat = 0; seat < seatCount; seat += 1) {
    const c = cellOf(seat);
    const at = next[c] ?? 0;
    seats[at] = seat;
    next[c] = at + 1;
  }
  return { ...grid, start, seats };
}

/** The column of the grid that holds this x, or the nearest one. */
export function columnOf(grid: Pick<SeatGrid, 'left' | 'cell' | 'columns'>, x: number): number {
  return Math.min(grid.columns - 1, Math.max(0, Math.floor((x - grid.left) / grid.cell)));
}

/** The line of the grid that holds this y, or the nearest one. */
export function lineOf(grid: Pick<SeatGrid, 'top' | 'cell' | 'lines'>, y: number): number {
  return Math.min(grid.lines - 1, Math.max(0, Math.floor((y - grid.top) / grid.cell)));
}

/** The two seats nearest to a place, no further away than `within`; -1 where there is none. */
export interface Nearest {
  readonly seat: number;
  readonly distance: number;
  readonly second: number;
  readonly secondDistance: number;
}

/** Looks for the nearest seats that `accept` takes. */
export function nearestSeats(
  plan: Plan,
  grid: SeatGrid,
  at: { readonly x: number; readonly y: number; readonly within: number },
  accept: (seat: number) => boolean = () => true,
): Nearest {
  let [seat, distance, second, secondDistance] = [-1, Number.POSITIVE_INFINITY, -1, Number.POSITIVE_INFINITY];
  const lastLine = lineOf(grid, at.y + at.within);
  const lastColumn = columnOf(grid, at.x + at.within);
  for (let line = lineOf(grid, at.y - at.within); line <= lastLine; line += 1) {
    for (let column = columnOf(grid, at.x - at.within); column <= lastColumn; column += 1) {
      const c = line * grid.columns + column;
      for (let i = grid.start[c] ?? 0; i < (grid.start[c + 1] ?? 0); i += 1) {
        const candidate = grid.seats[i] ?? 0;
        const away = Math.hypot((plan.x[candidate] ?? 0) - at.x, (plan.y[candidate] ?? 0) - at.y);
        if (away > at.within || away >= secondDistance || !accept(candidate)) continue;
        if (away < distance) [seat, distance, second, secondDistance] = [candidate, away, seat, distance];
        else [second, secondDistance] = [candidate, away];
      }
    }
  }
  return { seat, distance, second, secondDistance };
}
