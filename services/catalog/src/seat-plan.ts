/**
 * The parts generated seat maps are made of: lines that seats stand along, and rows planned on them before
 * anybody knows how many seats each will get. All lengths are centimetres, all angles radians.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A curve with a beginning and an end; `at` takes the distance from the beginning. */
export interface Line {
  readonly length: number;
  at(distance: number): Point;
}

/** One row before it has seats: how many fit, and where seat i of n stands. */
export interface RowPlan {
  readonly section: string;
  readonly row: string;
  readonly fits: number;
  /** The lower the better: rows of one score get one price tier. */
  readonly score: number;
  seatAt(index: number, count: number): Point;
}

export interface AreaPlan extends Point {
  readonly name: string;
  /** Which part of all area places it has, relative to the other areas. */
  readonly share: number;
  readonly score: number;
}

/** A shape's answer: rows with room for at least the seats asked for, sections together. */
export interface Plan {
  readonly rows: readonly RowPlan[];
  readonly areas: readonly AreaPlan[];
  /** Places of all areas together. */
  readonly areaPlaces: number;
}

/** From the middle of a seat to the middle of its neighbour. */
const SEAT_WIDTH = 50;
/** Seats of a row that is not full stand this much apart at most, relative to a full one. */
const LOOSEST = 1.3;

/** A straight line. */
export function straight(from: Point, to: Point): Line {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return {
    length,
    at: (distance) => ({
      x: from.x + ((to.x - from.x) * distance) / length,
      y: from.y + ((to.y - from.y) * distance) / length,
    }),
  };
}

/** Part of a circle. Angles count from the x axis towards the y axis. */
export function arc(centre: Point, radius: number, fromAngle: number, toAngle: number): Line {
  const turn = Math.sign(toAngle - fromAngle);
  return {
    length: Math.abs(toAngle - fromAngle) * radius,
    at: (distance) => {
      const angle = fromAngle + (turn * distance) / radius;
      return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
    },
  };
}

/** Plans a row along a line that keeps half an aisle free at both ends. */
export function rowOn(line: Line, aisle: number, about: { section: string; row: string; score: number }): RowPlan {
  const room = line.length - aisle;
  return {
    ...about,
    fits: Math.max(0, Math.floor(room / SEAT_WIDTH)),
    seatAt(index, count) {
      const width = Math.min(room / count, SEAT_WIDTH * LOOSEST);
      return line.at(line.length / 2 + (index - (count - 1) / 2) * width);
    },
  };
}

/** Adds ranks of rows, from the front to the back, until that many seats fit. */
export function growRows(seats: number, rank: (index: number) => readonly RowPlan[]): RowPlan[] {
  const rows: RowPlan[] = [];
  for (let index = 0, room = 0; room < seats; index++) {
    const next = rank(index);
    rows.push(...next);
    room += fits(next);
  }
  return rows;
}

/** How many seats these rows have room for. */
export function fits(rows: readonly RowPlan[]): number {
  return rows.reduce((total, row) => total + row.fits, 0);
}

/** Names rows A, B, C and so on without I and O, which read as digits; AA follows Z. */
export function rowLetters(index: number): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
  const last = letters[index % letters.length] ?? '';
  return index < letters.length ? last : rowLetters(Math.floor(index / letters.length) - 1) + last;
}
