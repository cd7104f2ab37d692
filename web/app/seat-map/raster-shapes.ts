/** Shapes with straight edges on a raster: hatched polygons and smooth lines. Points are x, y, x, y and so on, in pixels. */
import { mixed, type Raster } from './raster.ts';

/** Stripes at 45 degrees: `stripe` pixels of each `period` are in the second colour. */
export interface Hatch {
  base: number;
  stripes: number;
  stripe: number;
  period: number;
  /** Moves with the map, so that stripes stay where they are on it. */
  phase: number;
}

const CROSSINGS_MAX = 256;
/** Where the edges cross the line of pixels that is being filled; one for all, since nothing waits in between. */
const crossings = new Float64Array(CROSSINGS_MAX);

/** Fills the inside (even-odd) of a polygon of `count` points. Edges are not smoothed: a line is drawn over them. */
export function fillPolygon(raster: Raster, points: Float32Array, count: number, hatch: Hatch): void {
  let [top, bottom] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < count; i += 1) {
    const y = points[2 * i + 1] as number;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  const last = Math.min(raster.height - 1, Math.ceil(bottom));
  for (let y = Math.max(0, Math.floor(top)); y <= last; y += 1) {
    const found = crossEdges(points, count, y + 0.5);
    for (let i = 0; i + 1 < found; i += 2) {
      const from = Math.max(0, Math.ceil((crossings[i] as number) - 0.5));
      const to = Math.min(raster.width, Math.ceil((crossings[i + 1] as number) - 0.5));
      if (from < to) fillSpan(raster, hatch, y, from, to);
    }
  }
}

/** A smooth line: its width in pixels, and its colour. */
export interface Stroke {
  width: number;
  colour: number;
}

/** Draws a line around a polygon. */
export function strokePolygon(raster: Raster, points: Float32Array, count: number, stroke: Stroke): void {
  for (let i = 0; i < count; i += 1) {
    const j = i + 1 === count ? 0 : i + 1;
    const x0 = points[2 * i] as number;
    const y0 = points[2 * i + 1] as number;
    const x1 = points[2 * j] as number;
    const y1 = points[2 * j + 1] as number;
    if (Math.abs(x1 - x0) >= Math.abs(y1 - y0)) strokeEdge(raster, stroke, true, x0, y0, x1, y1);
    else strokeEdge(raster, stroke, false, y0, x0, y1, x1);
  }
}

/** Fills the sorted crossings of one line and returns how many there are. */
function crossEdges(points: Float32Array, count: number, y: number): number {
  let found = 0;
  for (let i = 0, j = count - 1; i < count; j = i, i += 1) {
    const y0 = points[2 * j + 1] as number;
    const y1 = points[2 * i + 1] as number;
    if (y0 <= y === y1 <= y || found === CROSSINGS_MAX) continue;
    const x0 = points[2 * j] as number;
    const x = x0 + ((y - y0) / (y1 - y0)) * ((points[2 * i] as number) - x0);
    let at = found;
    while (at > 0 && (crossings[at - 1] as number) > x) {
      crossings[at] = crossings[at - 1] as number;
      at -= 1;
    }
    crossings[at] = x;
    found += 1;
  }
  return found;
}

function fillSpan(raster: Raster, hatch: Hatch, y: number, from: number, to: number): void {
  const { base, stripes, stripe, period, phase } = hatch;
  const line = y * raster.width;
  if (stripe <= 0 || stripe >= period) {
    raster.pixels.fill(stripe <= 0 ? base : stripes, line + from, line + to);
    return;
  }
  let step = (from + y + phase) % period;
  if (step < 0) step += period;
  for (let x = from; x < to; x += 1) {
    raster.pixels[line + x] = step < stripe ? stripes : base;
    step = step + 1 === period ? 0 : step + 1;
  }
}

/**
 * Walks along the axis in which the edge is longer (x when it `isFlat`) and covers, across it, each pixel by the part
 * that the line takes. Plain arguments, since an object for each of some thousand edges is litter in every frame.
 */
function strokeEdge(
  raster: Raster,
  stroke: Stroke,
  isFlat: boolean,
  from: number,
  atFrom: number,
  to: number,
  atTo: number,
): void {
  const length = isFlat ? raster.width : raster.height;
  const breadth = isFlat ? raster.height : raster.width;
  const slope = to === from ? 0 : (atTo - atFrom) / (to - from);
  const half = (stroke.width * Math.sqrt(1 + slope * slope)) / 2;
  const last = Math.min(length - 1, Math.floor(Math.max(from, to)));
  for (let along = Math.max(0, Math.floor(Math.min(from, to))); along <= last; along += 1) {
    const low = atFrom + slope * (along + 0.5 - from) - half;
    const high = low + 2 * half;
    const end = Math.min(breadth - 1, Math.floor(high));
    for (let across = Math.max(0, Math.floor(low)); across <= end; across += 1) {
      const covered = Math.min(across + 1, high) - Math.max(across, low);
      const at = isFlat ? across * raster.width + along : along * raster.width + across;
      raster.pixels[at] = mixed(raster.pixels[at] as number, stroke.colour, (covered * 255) | 0);
    }
  }
}
