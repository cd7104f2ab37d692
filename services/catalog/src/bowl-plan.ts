/**
 * Arenas and stadiums: two rings of blocks around a floor or pitch. The floor is a rectangle with round
 * corners; each row follows its outline at a distance, so straight sides keep their length and corners grow.
 */
import type { AreaPlan, Line, Plan, Point, RowPlan } from './seat-plan.ts';
import { arc, growRows, rowOn, straight } from './seat-plan.ts';

/** Measures for a house of `seats`; other sizes grow the outline by the square root of the ratio. */
interface Bowl {
  readonly seats: number;
  readonly longSide: number;
  readonly shortSide: number;
  readonly cornerRadius: number;
  readonly blockWidth: number;
  readonly rowDepth: number;
  readonly lowerPart: number;
  /** A stage at the left end: nobody sits behind it, and people stand on the floor. */
  readonly stage: boolean;
}

const arena: Bowl = {
  seats: 18_000,
  longSide: 3600,
  shortSide: 1400,
  cornerRadius: 1500,
  blockWidth: 1200,
  rowDepth: 85,
  lowerPart: 0.45,
  stage: true,
};
const stadium: Bowl = {
  seats: 60_000,
  longSide: 8500,
  shortSide: 5200,
  cornerRadius: 2000,
  blockWidth: 1600,
  rowDepth: 80,
  lowerPart: 0.45,
  stage: false,
};

const AISLE = 130;
/** Between the last row of the lower ring and the first of the upper one. */
const RING_GAP = 450;
const SCALE_MIN = 0.25;
/** Standing places of an arena's floor for each seat around it. */
const FLOOR_PART = 1 / 6;
const QUARTER = Math.PI / 2;

/** Plans an arena with that many seats, and a standing floor in two areas besides. */
export function arenaPlan(seats: number): Plan {
  const areas: AreaPlan[] = [
    { name: 'Floor Front', share: 2, score: 0, x: -1500 * scaleOf(arena, seats), y: 0 },
    { name: 'Floor Rear', share: 3, score: 1, x: 1100 * scaleOf(arena, seats), y: 0 },
  ];
  return { rows: bowlRows(arena, seats), areas, areaPlaces: Math.max(2, Math.round(seats * FLOOR_PART)) };
}

/** Plans a stadium with that many seats around a pitch. */
export function stadiumPlan(seats: number): Plan {
  return { rows: bowlRows(stadium, seats), areas: [], areaPlaces: 0 };
}

function scaleOf(bowl: Bowl, seats: number): number {
  return Math.max(SCALE_MIN, Math.sqrt(seats / bowl.seats));
}

function bowlRows(bowl: Bowl, seats: number): RowPlan[] {
  const scale = scaleOf(bowl, seats);
  const lowerBlocks = blocksAt(bowl, scale, 0);
  const rank = (blocks: readonly Block[], ring: number, start: number) => (row: number) =>
    blocks.map((block, i) =>
      rowOn(block.line(start + row * bowl.rowDepth), AISLE, {
        section: `Block ${ring * 100 + i + 1}`,
        row: String(row + 1),
        score: scoreOf(bowl, block.line(start), ring),
      }),
    );
  const lower = growRows(Math.ceil(seats * bowl.lowerPart), rank(lowerBlocks, 1, 0));
  const depth = (lower.length / lowerBlocks.length) * bowl.rowDepth + RING_GAP;
  const room = lower.reduce((total, row) => total + row.fits, 0);
  const upper = growRows(seats - room, rank(blocksAt(bowl, scale, depth), 2, depth));
  return [...lower, ...upper];
}

/** How far a block is from what there is to see. A stage is at one end; a pitch is seen best from its long sides. */
function scoreOf(bowl: Bowl, front: Line, ring: number): number {
  const { x, y } = front.at(front.length / 2);
  const distance = bowl.stage ? Math.hypot(x + bowl.longSide, y) : Math.hypot(x * 1.5, y);
  return Math.round((distance + (ring - 1) * bowl.longSide * 0.35) / 10);
}

/** A block between two aisles, which at each distance from the floor is a line. */
interface Block {
  line(distance: number): Line;
}

/** Blocks of one ring, clockwise from the left end of the top side; `distance` is where the ring starts. */
function blocksAt(bowl: Bowl, scale: number, distance: number): Block[] {
  const [halfLong, halfShort] = [(bowl.longSide * scale) / 2, (bowl.shortSide * scale) / 2];
  const radius = bowl.cornerRadius * scale;
  const cornerBlocks = Math.max(1, Math.round(((radius + distance) * QUARTER) / bowl.blockWidth));
  const side = (corner: Point, along: Point, length: number) =>
    sideBlocks(corner, along, length, radius, Math.max(1, Math.round(length / bowl.blockWidth)));
  const corner = (centre: Point, from: number) => cornerBlocksOf(centre, from, radius, cornerBlocks);
  return [
    ...side({ x: -halfLong, y: -halfShort }, { x: 1, y: 0 }, 2 * halfLong),
    ...corner({ x: halfLong, y: -halfShort }, -QUARTER),
    ...side({ x: halfLong, y: -halfShort }, { x: 0, y: 1 }, 2 * halfShort),
    ...corner({ x: halfLong, y: halfShort }, 0),
    ...side({ x: halfLong, y: halfShort }, { x: -1, y: 0 }, 2 * halfLong),
    ...corner({ x: -halfLong, y: halfShort }, QUARTER).slice(0, bowl.stage ? Math.ceil(cornerBlocks / 2) : undefined),
    ...(bowl.stage ? [] : side({ x: -halfLong, y: halfShort }, { x: 0, y: -1 }, 2 * halfShort)),
    ...corner({ x: -halfLong, y: -halfShort }, 2 * QUARTER).slice(bowl.stage ? Math.floor(cornerBlocks / 2) : 0),
  ];
}

/** Cuts a straight side into blocks. Outwards is to the left of its direction, as the outline runs clockwise. */
function sideBlocks(from: Point, along: Point, length: number, radius: number, count: number): Block[] {
  const width = length / count;
  return Array.from({ length: count }, (_, i) => ({
    line(distance) {
      const out = { x: along.y * (radius + distance), y: -along.x * (radius + distance) };
      const at = (d: number) => ({ x: from.x + along.x * d + out.x, y: from.y + along.y * d + out.y });
      return straight(at(i * width), at((i + 1) * width));
    },
  }));
}

/** Cuts a quarter of a circle into wedges. */
function cornerBlocksOf(centre: Point, from: number, radius: number, count: number): Block[] {
  const wedge = QUARTER / count;
  return Array.from({ length: count }, (_, i) => ({
    line: (distance) => arc(centre, radius + distance, from + i * wedge, from + (i + 1) * wedge),
  }));
}
