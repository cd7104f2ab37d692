/**
 * What seats are near to. A seat map tells where seats are, not where the stage is; so this is found from the map.
 *
 * A section's focal point is the middle of its front edge, that is of its first row: wherever the stage is, nobody of
 * that section sits nearer to it or faces it more squarely. Sections rank by how far their focal points are from the
 * stage, which is where the sections' lines of sight (from the middle of the last row over that of the first) meet:
 * the point with the least sum of squared distances to these lines, each weighted by its section's seats. Where all
 * look the same way, the section in front ranks first. Equal ones rank in the organizer's order.
 */
export interface Sight {
  /** The focal point, in centimetres. */
  readonly x: number;
  readonly y: number;
  /** How much further from the stage it is than that of the best section, in centimetres. */
  readonly handicap: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}
export interface SectionShape {
  /** The middles of its first and its last row. */
  readonly front: Point;
  readonly back: Point;
  readonly seats: number;
}
interface Gaze {
  readonly from: Point;
  readonly dx: number;
  readonly dy: number;
  readonly weight: number;
}

/** Below this the lines of sight count as parallel: 0 when they are, 0.25 when they cross at right angles. */
const PARALLEL = 0.005;

/** The focal point of each section, and how it ranks. */
export function sightsOf(sections: readonly SectionShape[]): Sight[] {
  const gazes = sections.flatMap(gazeOf);
  const stage = meetingPoint(gazes);
  const distances = sections.map(({ front }) =>
    stage ? Math.hypot(front.x - stage.x, front.y - stage.y) : -ahead(front, gazes),
  );
  const least = distances.reduce((low, next) => Math.min(low, next), Infinity);
  return sections.map(({ front }, i) => ({ ...front, handicap: (distances[i] ?? least) - least }));
}

function gazeOf({ front, back, seats }: SectionShape): Gaze[] {
  const length = Math.hypot(front.x - back.x, front.y - back.y);
  if (length === 0) return [];
  return [{ from: front, dx: (front.x - back.x) / length, dy: (front.y - back.y) / length, weight: seats }];
}

/** The point nearest to all lines; undefined where they do not meet. Two normal equations, solved by Cramer's rule. */
function meetingPoint(gazes: readonly Gaze[]): Point | undefined {
  let [a, b, c, px, py, total] = [0, 0, 0, 0, 0, 0];
  for (const { from, dx, dy, weight } of gazes) {
    const [xx, xy, yy] = [weight * dy * dy, -weight * dx * dy, weight * dx * dx];
    a += xx;
    b += xy;
    c += yy;
    px += xx * from.x + xy * from.y;
    py += xy * from.x + yy * from.y;
    total += weight;
  }
  const determinant = a * c - b * b;
  if (total === 0 || determinant < PARALLEL * total * total) return undefined;
  return { x: (c * px - b * py) / determinant, y: (a * py - b * px) / determinant };
}

/** How far forward a point is, the way all look together. */
function ahead({ x, y }: Point, gazes: readonly Gaze[]): number {
  const dx = gazes.reduce((sum, gaze) => sum + gaze.dx * gaze.weight, 0);
  const dy = gazes.reduce((sum, gaze) => sum + gaze.dy * gaze.weight, 0);
  const length = Math.hypot(dx, dy);
  return length === 0 ? 0 : (x * dx + y * dy) / length;
}
