/**
 * How the seats of an event lie: rows, aisles, and how far each is from what there is to see. Typed arrays, since a
 * stadium has 60,000 seats and many events are on sale at once.
 */
import { type Sight, sightsOf } from './sight.ts';

export interface SeatRow {
  readonly section: number;
  /** Its first seat, and the one after its last. */
  readonly from: number;
  readonly to: number;
  /** From a seat to its neighbour: the median, in centimetres. */
  readonly pitch: number;
  /** No block of its seats can have a better score. */
  readonly nearest: number;
}

export interface Seating {
  readonly seatCount: number;
  readonly rows: readonly SeatRow[];
  /** Rows that have seats, by section, the front one first. */
  readonly sections: readonly { readonly rows: readonly number[]; readonly sight: Sight }[];
  /** Centimetres. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** 1 where a seat and the one after it are neighbours: in one row, and no aisle between them. */
  readonly joined: Uint8Array;
  /** Index in the event's price tiers. */
  readonly tiers: Uint8Array;
  readonly accessible: Uint8Array;
  readonly hasAccessible: boolean;
  /** Rows by `nearest`. */
  readonly nearestFirst: readonly number[];
  rowOf(seat: number): number;
  /** How far a point in a section is from what there is to see, the lower the better. */
  score(section: number, x: number, y: number): number;
}

interface DrawnRow {
  readonly tiers: readonly number[];
  readonly x?: readonly number[] | undefined;
  readonly y?: readonly number[] | undefined;
  readonly accessible?: readonly number[] | undefined;
}
export interface DrawnMap {
  readonly decimals?: number | undefined;
  readonly sections: readonly { readonly rows: readonly DrawnRow[] }[];
}

/** Seats further apart than this many pitches have an aisle between them. */
const AISLE_PITCHES = 1.6;
/** Where a map does not say where seats stand, they stand as in a plain hall; centimetres. */
const PLAIN = { pitch: 50, rowDepth: 90 };

/** Reads where seats stand. A map that does not tell is taken for rows one behind the other. */
export function openSeating(map: DrawnMap): Seating {
  const seatCount = map.sections.reduce((sum, { rows }) => rows.reduce((n, row) => n + row.tiers.length, sum), 0);
  const x = new Float32Array(seatCount);
  const y = new Float32Array(seatCount);
  const joined = new Uint8Array(seatCount);
  const tiers = new Uint8Array(seatCount);
  const accessible = new Uint8Array(seatCount);
  const drawn: { section: number; from: number; to: number; pitch: number }[] = [];
  let from = 0;
  for (const [section, { rows }] of map.sections.entries()) {
    for (const row of rows) {
      const to = from + row.tiers.length;
      if (to === from) continue;
      placeRow(row, 10 ** (map.decimals ?? 0), drawn.length, x.subarray(from, to), y.subarray(from, to));
      tiers.set(row.tiers, from);
      for (const i of row.accessible ?? []) accessible[from + i] = 1;
      const pitch = joinNeighbours(x.subarray(from, to), y.subarray(from, to), joined.subarray(from, to));
      drawn.push({ section, from, to, pitch });
      from = to;
    }
  }
  const rowsOf = map.sections.map((_, section) => drawn.flatMap((row, i) => (row.section === section ? [i] : [])));
  const middleOf = (i: number | undefined) => {
    const { from: first, to } = drawn[i ?? 0] ?? { from: 0, to: 1 };
    return { x: ((x[first] ?? 0) + (x[to - 1] ?? 0)) / 2, y: ((y[first] ?? 0) + (y[to - 1] ?? 0)) / 2 };
  };
  const sights = sightsOf(
    rowsOf.map((rows) => ({
      front: middleOf(rows[0]),
      back: middleOf(rows.at(-1)),
      seats: rows.reduce((sum, i) => sum + (drawn[i]?.to ?? 0) - (drawn[i]?.from ?? 0), 0),
    })),
  );
  const sections = rowsOf.map((rows, i) => ({ rows, sight: sights[i] ?? { x: 0, y: 0, handicap: 0 } }));
  const score = (section: number, atX: number, atY: number): number => {
    const sight = sights[section];
    return sight ? sight.handicap + distance(atX - sight.x, atY - sight.y) : 0;
  };
  const rows = drawn.map((row): SeatRow => {
    const sight = sights[row.section] ?? { x: 0, y: 0 };
    const nearX = nearestWithin(x.subarray(row.from, row.to), sight.x);
    const nearY = nearestWithin(y.subarray(row.from, row.to), sight.y);
    return { ...row, nearest: score(row.section, nearX, nearY) };
  });
  const nearestFirst = rows.map((_, i) => i).sort((a, b) => (rows[a]?.nearest ?? 0) - (rows[b]?.nearest ?? 0) || a - b);
  const hasAccessible = accessible.includes(1);
  const rowOf = (seat: number) => rowAt(rows, seat);
  return { seatCount, rows, sections, x, y, joined, tiers, accessible, hasAccessible, nearestFirst, rowOf, score };
}

/** The length of a step. */
export function distance(dx: number, dy: number): number {
  return Math.sqrt(dx * dx + dy * dy);
}

function placeRow(row: DrawnRow, unit: number, rowNo: number, x: Float32Array, y: Float32Array): void {
  let atX = 0;
  let atY = 0;
  for (let i = 0; i < x.length; i += 1) {
    atX += row.x ? (row.x[i] ?? 0) / unit : i === 0 ? 0 : PLAIN.pitch;
    atY += row.y ? (row.y[i] ?? 0) / unit : i === 0 ? rowNo * PLAIN.rowDepth : 0;
    x[i] = atX;
    y[i] = atY;
  }
}

/** Marks who has a neighbour behind an index; gives the row's pitch. */
function joinNeighbours(x: Float32Array, y: Float32Array, joined: Uint8Array): number {
  const steps = Array.from({ length: x.length - 1 }, (_, i) =>
    distance((x[i + 1] ?? 0) - (x[i] ?? 0), (y[i + 1] ?? 0) - (y[i] ?? 0)),
  );
  const pitch = [...steps].sort((a, b) => a - b)[steps.length >> 1] ?? 0;
  for (const [i, step] of steps.entries()) joined[i] = step <= pitch * AISLE_PITCHES ? 1 : 0;
  return pitch;
}

/** The value nearest to `to` between the least and the greatest. */
function nearestWithin(values: Float32Array, to: number): number {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return Math.min(Math.max(to, least), greatest);
}

/** The last row that starts at or before the seat, by halving. */
function rowAt(rows: readonly SeatRow[], seat: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((rows[middle]?.from ?? 0) <= seat) low = middle;
    else high = middle - 1;
  }
  return low;
}
