/**
 * The drawn shape of a section: along its rows' ends where that gives a proper shape, so that a curved block looks
 * curved; else the convex hull of its seats.
 */

/** Seats that follow each other. */
export interface SeatRow {
  readonly firstSeat: number;
  readonly seatCount: number;
}
interface Point {
  readonly x: number;
  readonly y: number;
}
type Ring = readonly Point[];

/** Seats of the first and the last row that the outline touches. */
const POINTS_PER_ROW = 9;
const ROWS_TOUCHED = 12;
/** A corner sharper than this is not pushed out further, or it would become a spike. */
const MITRE_MAX = 2;

/** The outline of some rows, `by` further out than the seats, as x, y, x, y and so on. */
export function outlineOf(rows: readonly SeatRow[], x: Float32Array, y: Float32Array, by: number): Float32Array {
  const seatAt = (seat: number): Point => ({ x: x[seat] ?? 0, y: y[seat] ?? 0 });
  const along = clockwise(
    withoutDoubles(
      alongRows(
        rows.filter(({ seatCount }) => seatCount > 0),
        seatAt,
      ),
    ),
  );
  const ring = isSimple(along) ? along : hullOf(rows, seatAt);
  return Float32Array.from((ring.length < 3 ? squareAround(ring, by) : grown(ring, by)).flatMap((p) => [p.x, p.y]));
}

/** Front row, right ends, back row, left ends. */
function alongRows(rows: readonly SeatRow[], seatAt: (seat: number) => Point): Point[] {
  const [front, back] = [rows[0], rows.at(-1)];
  if (!front || !back || front === back) return [];
  const touched = sampled(rows.length, ROWS_TOUCHED)
    .slice(1, -1)
    .flatMap((i) => rows[i] ?? []);
  const rowPoints = (row: SeatRow) =>
    sampled(row.seatCount, POINTS_PER_ROW).map((place) => seatAt(row.firstSeat + place));
  return [
    ...rowPoints(front),
    ...touched.map((row) => seatAt(row.firstSeat + row.seatCount - 1)),
    ...rowPoints(back).reverse(),
    ...touched.map((row) => seatAt(row.firstSeat)).reverse(),
  ];
}

/** At most `most` of the numbers below `count`, evenly, the first and the last among them. */
function sampled(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}

function withoutDoubles(ring: Ring): Point[] {
  return ring.filter((p, i) => {
    const before = ring.at(i - 1);
    return before === undefined || Math.hypot(p.x - before.x, p.y - before.y) > 1;
  });
}

/** On the screen, where y grows downwards. */
function clockwise(ring: Ring): Ring {
  return areaOf(ring) < 0 ? ring.toReversed() : ring;
}

function areaOf(ring: Ring): number {
  return ring.reduce((sum, a, i) => sum + cross(a, next(ring, i)), 0) / 2;
}

/** Whether no two edges that are not neighbours meet. */
function isSimple(ring: Ring): boolean {
  if (ring.length < 4) return false;
  for (let i = 0; i < ring.length; i += 1) {
    for (let j = i + 2; j < ring.length; j += 1) {
      if (i === 0 && j === ring.length - 1) continue;
      if (meet(ring[i] as Point, next(ring, i), ring[j] as Point, next(ring, j))) return false;
    }
  }
  return true;
}

function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const isApart =
    Math.max(a.x, b.x) < Math.min(c.x, d.x) ||
    Math.max(c.x, d.x) < Math.min(a.x, b.x) ||
    Math.max(a.y, b.y) < Math.min(c.y, d.y) ||
    Math.max(c.y, d.y) < Math.min(a.y, b.y);
  if (isApart) return false;
  return turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0;
}

/** Andrew's monotone chain; rows' ends are enough only for straight rows, so every seat counts. */
function hullOf(rows: readonly SeatRow[], seatAt: (seat: number) => Point): Point[] {
  const points = rows.flatMap((row) => sampled(row.seatCount, POINTS_PER_ROW).map((i) => seatAt(row.firstSeat + i)));
  points.sort((a, b) => a.x - b.x || a.y - b.y);
  const chain = (ordered: readonly Point[]) => {
    const half: Point[] = [];
    for (const p of ordered) {
      while (half.length > 1 && turn(half.at(-2) as Point, half.at(-1) as Point, p) <= 0) half.pop();
      half.push(p);
    }
    return half.slice(0, -1);
  };
  const hull = [...chain(points), ...chain(points.toReversed())];
  return hull.length > 0 ? hull : points;
}

/** Moves every corner outwards so that each edge is `by` further out. */
function grown(ring: Ring, by: number): Point[] {
  return ring.map((p, i) => {
    const [before, after] = [normal(ring.at(i - 1) as Point, p), normal(p, next(ring, i))];
    const [x, y] = [before.x + after.x, before.y + after.y];
    const length = Math.hypot(x, y);
    if (length < 0.01) return p;
    const reach = Math.min(MITRE_MAX, 2 / length) * by;
    return { x: p.x + (x / length) * reach, y: p.y + (y / length) * reach };
  });
}

/** A section of one seat, or of one straight row, has no inside: a box around it is its shape. */
function squareAround(points: Ring, by: number): Point[] {
  const [xs, ys] = [points.map((p) => p.x), points.map((p) => p.y)];
  const [left, right] = [Math.min(...xs) - by, Math.max(...xs) + by];
  const [top, bottom] = [Math.min(...ys) - by, Math.max(...ys) + by];
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}

/** To the outside of an edge of a clockwise ring. */
function normal(a: Point, b: Point): Point {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  return { x: (b.y - a.y) / length, y: (a.x - b.x) / length };
}

function next(ring: Ring, i: number): Point {
  return ring[(i + 1) % ring.length] as Point;
}

function cross(a: Point, b: Point): number {
  return a.x * b.y - b.x * a.y;
}

/** Positive when c is to the right of the way from a to b, as the screen sees it. */
function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}
