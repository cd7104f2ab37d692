/** Which cells of a grid exist: at most 300, around the one that has the focus. */
import type { Plan } from '../plan.ts';

const CELLS_MAX = 300;

export interface CellRow {
  /** In the map. */
  readonly index: number;
  /** In its section, from 1. */
  readonly place: number;
  readonly name: string;
  readonly firstSeat: number;
  readonly seats: readonly number[];
}

/** The rows around a seat, whole rows as long as they fit, and how many seats the longest row of the section has. */
export function cellRowsOf(plan: Plan, section: number, seat: number): { rows: CellRow[]; columns: number } {
  const { firstRow = 0, rowCount = 0 } = plan.sections[section] ?? {};
  const all = plan.rows.slice(firstRow, firstRow + rowCount);
  const columns = Math.max(1, ...all.map(({ seatCount }) => seatCount));
  const most = Math.max(1, Math.floor(CELLS_MAX / columns));
  const at = (plan.row[seat] ?? firstRow) - firstRow;
  const from = Math.max(0, Math.min(at - (most >> 1), rowCount - most));
  const rows = all.slice(from, from + most).map(({ name, firstSeat, seatCount }, i): CellRow => {
    const window = windowOf(seatCount, Math.min(seatCount - 1, Math.max(0, seat - firstSeat)));
    const seats = Array.from({ length: window.to - window.from }, (_, j) => firstSeat + window.from + j);
    return { index: firstRow + from + i, place: from + i + 1, name, firstSeat, seats };
  });
  return { rows, columns };
}

/** The part of a long list around one of its entries, the last one excluded. */
export function windowOf(count: number, current: number): { from: number; to: number } {
  const from = Math.max(0, Math.min(current - (CELLS_MAX >> 1), count - CELLS_MAX));
  return { from, to: Math.min(count, from + CELLS_MAX) };
}
