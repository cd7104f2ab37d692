/**
 * Where people look. A seat map does not say, but its rows do: the first row of a section is nearest to what there is
 * to see. Where sections look at each other all around, that is the middle; else it is the side they face.
 */
import type { Box } from './box.ts';
import type { SeatRow } from './outline.ts';

export interface Stage extends Box {
  readonly name: 'Stage' | 'Pitch';
}

/** Which side the stage is on: u runs along its front, the other coordinate away from it. */
interface Facing {
  readonly u: 'x' | 'y';
  /** 1: the stage is where the other coordinate is small. */
  readonly sign: 1 | -1;
}

/** What of a plan tells where its stage is. */
interface Places {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly seatCount: number;
  readonly sections: readonly { readonly firstRow: number; readonly rowCount: number; readonly seatCount: number }[];
  readonly rows: readonly SeatRow[];
  readonly areas: readonly { readonly x: number; readonly y: number; readonly box: Box }[];
  readonly box: Box;
  readonly pitch: number;
}

/** Sections that look in all directions look this little in one of them. */
const FACING_MIN = 0.12;
/** A pitch keeps this part of the free middle, a stage this part of the house's width. */
const PITCH_PART = 0.86;
const STAGE_WIDTH = 0.34;
const STAGE_DEPTH = 0.1;
/** What stands within this part of the house's width sets how near the stage can come; the next where nothing does. */
const AISLE_WIDTHS = [0.06, 0.2, 1];
const GAP_IN_PITCHES = 3;
const STEPS_BACK = 4;
const DEPTH_MIN_IN_PITCHES = 5;

/** Finds the stage or pitch of a map. */
export function stageOf(places: Places): Stage {
  const look = directionOf(places);
  const length = Math.hypot(look.x, look.y);
  if (length < FACING_MIN) {
    const pitch = places.seatCount > 0 ? freeMiddle(places) : undefined;
    if (pitch) return pitch;
  }
  const up: Facing = { u: 'x', sign: 1 };
  if (length < FACING_MIN) return stageAt(places, up);
  const sideways = Math.abs(look.x) > Math.abs(look.y);
  const sign = (sideways ? look.x : look.y) < 0 ? 1 : -1;
  return stageAt(places, { u: sideways ? 'y' : 'x', sign });
}

/** The mean direction from the last row of a section to its first, each section counted by its seats. */
function directionOf({ x, y, sections, rows, seatCount }: Places): { x: number; y: number } {
  const sum = { x: 0, y: 0 };
  const middle = (values: Float32Array, row: number) => {
    const { firstSeat = 0, seatCount: count = 0 } = rows[row] ?? {};
    return ((values[firstSeat] ?? 0) + (values[firstSeat + count - 1] ?? 0)) / 2;
  };
  for (const { firstRow, rowCount, seatCount: weight } of sections) {
    const last = firstRow + rowCount - 1;
    const [dx, dy] = [middle(x, firstRow) - middle(x, last), middle(y, firstRow) - middle(y, last)];
    const length = Math.hypot(dx, dy);
    if (length === 0) continue;
    sum.x += (dx / length) * weight;
    sum.y += (dy / length) * weight;
  }
  return { x: sum.x / Math.max(1, seatCount), y: sum.y / Math.max(1, seatCount) };
}

/** The largest rectangle of the house's own shape around its middle that no seat stands in. */
function freeMiddle({ x, y, seatCount, box, areas, pitch }: Places): Stage | undefined {
  const [centreX, centreY] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const [halfX, halfY] = [(box.right - box.left) / 2, (box.bottom - box.top) / 2];
  let free = 1;
  for (let i = 0; i < seatCount; i += 1) {
    const away = Math.max(Math.abs((x[i] ?? 0) - centreX) / halfX, Math.abs((y[i] ?? 0) - centreY) / halfY);
    if (away < free) free = away;
  }
  const [w, h] = [halfX * free * PITCH_PART, halfY * free * PITCH_PART];
  if (areas.length > 0 || Math.min(w, h) < pitch * DEPTH_MIN_IN_PITCHES) return undefined;
  return { name: 'Pitch', left: centreX - w, top: centreY - h, right: centreX + w, bottom: centreY + h };
}

/** A stage in front of what is nearest to that side, a little further away where seats beside it leave no room. */
function stageAt(places: Places, facing: Facing): Stage {
  const { box, pitch } = places;
  const { u, sign } = facing;
  const sideways = u === 'y';
  const width = sideways ? box.bottom - box.top : box.right - box.left;
  const depth = Math.max(
    (sideways ? box.right - box.left : box.bottom - box.top) * STAGE_DEPTH,
    pitch * DEPTH_MIN_IN_PITCHES,
  );
  const middle = middleOf(places, facing);
  const gap = pitch * GAP_IN_PITCHES;
  const wanted = Math.max(width * STAGE_WIDTH, pitch * DEPTH_MIN_IN_PITCHES) / 2;
  let front = nearestTo(places, facing, { middle, width }) - gap;
  let half = roomAt(places, facing, { middle, from: front - depth - gap, to: front + gap }) - gap;
  for (let step = 0; step < STEPS_BACK && half < wanted; step += 1) {
    const room = roomAt(places, facing, { middle, from: front - depth - 2 * gap, to: front }) - gap;
    if (room > half) [front, half] = [front - gap, room];
  }
  half = Math.max(Math.min(half, wanted), pitch * 2);
  const [near, far] = [Math.min(front * sign, (front - depth) * sign), Math.max(front * sign, (front - depth) * sign)];
  return sideways
    ? { name: 'Stage', left: near, right: far, top: middle - half, bottom: middle + half }
    : { name: 'Stage', left: middle - half, right: middle + half, top: near, bottom: far };
}

/** Of the house; where everybody stands, of the area nearest to the stage. */
function middleOf({ box, areas, seatCount }: Places, { u, sign }: Facing): number {
  const v = u === 'x' ? 'y' : 'x';
  const nearest = areas.toSorted((a, b) => (a[v] - b[v]) * sign)[0];
  if (seatCount === 0 && nearest) return nearest[u];
  return u === 'x' ? (box.left + box.right) / 2 : (box.top + box.bottom) / 2;
}

/** How far from the stage's side the nearest place on the axis stands. */
function nearestTo(places: Places, { u, sign }: Facing, { middle, width }: { middle: number; width: number }): number {
  let front = Number.POSITIVE_INFINITY;
  for (const part of AISLE_WIDTHS) {
    if (front === Number.POSITIVE_INFINITY) front = firstSeat(places, { u, sign }, { middle, within: width * part });
  }
  for (const { box } of places.areas) {
    const [from, to] = u === 'x' ? [box.left, box.right] : [box.top, box.bottom];
    const [near, far] = u === 'x' ? [box.top, box.bottom] : [box.left, box.right];
    if (from < middle && middle < to) front = Math.min(front, near * sign, far * sign);
  }
  const { box } = places;
  const edges = u === 'x' ? [box.top, box.bottom] : [box.left, box.right];
  return front === Number.POSITIVE_INFINITY ? Math.min(...edges.map((edge) => edge * sign)) : front;
}

/** How far from the stage's side the nearest seat is that stands within some distance of the axis. */
function firstSeat(
  places: Places,
  { u, sign }: Facing,
  { middle, within }: { middle: number; within: number },
): number {
  const [us, vs] = u === 'x' ? [places.x, places.y] : [places.y, places.x];
  let first = Number.POSITIVE_INFINITY;
  for (let i = 0; i < places.seatCount; i += 1) {
    if (Math.abs((us[i] ?? 0) - middle) < within) first = Math.min(first, (vs[i] ?? 0) * sign);
  }
  return first;
}

/** How far to each side of the axis no seat stands, between two distances. */
function roomAt(places: Places, { u, sign }: Facing, band: { middle: number; from: number; to: number }): number {
  const [us, vs] = u === 'x' ? [places.x, places.y] : [places.y, places.x];
  let room = Number.POSITIVE_INFINITY;
  for (let i = 0; i < places.seatCount; i += 1) {
    const at = (vs[i] ?? 0) * sign;
    if (at > band.from && at < band.to) room = Math.min(room, Math.abs((us[i] ?? 0) - band.middle));
  }
  return room;
}
