/** A theatre: stalls and a circle in curves around a stage at the top, boxes along the walls. */
import type { Plan, RowPlan } from './seat-plan.ts';
import { arc, fits, growRows, rowLetters, rowOn, straight } from './seat-plan.ts';

const CENTRE = { x: 0, y: 0 };
/** Straight ahead of the stage. */
const AHEAD = Math.PI / 2;
const ROW_DEPTH = 90;
const AISLE = 110;
/** From the middle of the curves to the first row. */
const FIRST_ROW = 800;
/** From the last row of the stalls to the front of the circle. */
const CIRCLE_GAP = 260;
const STALLS_PART = 0.66;
/** Smaller theatres have neither circle nor boxes. */
const CIRCLE_FROM_SEATS = 150;

const BOX_SEATS = 4;
const BOX_SPACING = 240;
const BOXES_PER_SIDE_MAX = 6;
const BOX_ANGLE = 0.92;
const BOX_WALL_GAP = 90;

/** Blocks of a tier of the house, from the left of somebody who looks at the stage, as angles off its axis. */
const stalls = { name: 'Stalls', edge: 0.7, aisle: 0.26 };
const circle = { name: 'Circle', edge: 0.8, aisle: 0.3 };

/** Plans a theatre with room for that many seats. */
export function theatrePlan(seats: number): Plan {
  const small = seats < CIRCLE_FROM_SEATS;
  const stallRows = growRows(small ? seats : seats * STALLS_PART, (i) =>
    rank(stalls, FIRST_ROW + i * ROW_DEPTH, rowLetters(i), 0),
  );
  const back = FIRST_ROW + (stallRows.length / 3) * ROW_DEPTH;
  const boxRows = small ? [] : boxes(back);
  const left = seats - fits(stallRows) - fits(boxRows);
  const circleRows = growRows(left, (i) => rank(circle, back + CIRCLE_GAP + i * ROW_DEPTH, rowLetters(i), CIRCLE_GAP));
  return { rows: [...stallRows, ...circleRows, ...boxRows], areas: [], areaPlaces: 0 };
}

/** One row through the left, middle and right block. Seats off the axis see less and score worse. */
function rank({ name, edge, aisle }: typeof stalls, radius: number, row: string, handicap: number): RowPlan[] {
  const block = (side: string, from: number, to: number) =>
    rowOn(arc(CENTRE, radius, AHEAD + from, AHEAD + to), AISLE, {
      section: `${name} ${side}`,
      row,
      score: Math.round(radius + handicap + Math.abs(from + to) * radius * 0.2),
    });
  return [block('Left', edge, aisle), block('Centre', aisle, -aisle), block('Right', -aisle, -edge)];
}

/** Boxes of two rows of two along both walls, no deeper than the stalls. */
function boxes(back: number): RowPlan[] {
  const perSide = Math.min(BOXES_PER_SIDE_MAX, Math.floor((back - FIRST_ROW) / BOX_SPACING));
  const numbers = Array.from({ length: perSide }, (_, i) => i);
  return [-1, 1].flatMap((side) =>
    numbers.flatMap((i) => {
      const number = side < 0 ? i + 1 : perSide + i + 1;
      return boxRows(`Box ${number}`, side, FIRST_ROW + i * BOX_SPACING);
    }),
  );
}

/** A box stands at the wall, which runs outwards from the stage, and looks across the stalls. */
function boxRows(section: string, side: number, along: number): RowPlan[] {
  const angle = AHEAD - side * BOX_ANGLE;
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const score = Math.round(along * 1.2);
  return ['A', 'B'].map((row, depth) => {
    const x = dx * along + side * (BOX_WALL_GAP + depth * ROW_DEPTH) * Math.abs(dy);
    const y = dy * along - (BOX_WALL_GAP + depth * ROW_DEPTH) * Math.abs(dx);
    const width = (BOX_SEATS / 2) * 60;
    return rowOn(straight({ x, y }, { x: x + dx * width, y: y + dy * width }), 0, { section, row, score });
  });
}
