/**
 * The shape of each price tier: the second channel beside its colour. One geometry for all who draw: SVG takes the path,
 * the canvas makes a `Path2D` of it. Each path lies within a circle of radius 1 around 0,0, with y downwards.
 */

/** How many tiers have a colour and shape of their own; further ones repeat them with a dot inside. */
export const TIER_STYLES = 8;

export interface TierShape {
  readonly name: string;
  readonly path: string;
}

const tierShapes: readonly TierShape[] = [
  { name: 'circle', path: 'M-.9 0a.9.9 0 1 0 1.8 0a.9.9 0 1 0-1.8 0z' },
  { name: 'square', path: 'M-.78-.78h1.56v1.56h-1.56z' },
  {
    name: 'triangle',
    path: polygon([
      [0, -0.95],
      [0.95, 0.75],
      [-0.95, 0.75],
    ]),
  },
  {
    name: 'diamond',
    path: polygon([
      [0, -1],
      [0.95, 0],
      [0, 1],
      [-0.95, 0],
    ]),
  },
  { name: 'hexagon', path: regular(6, 0.95, 0) },
  { name: 'pentagon', path: regular(5, 0.98, -90) },
  { name: 'plus', path: 'M-.34-.92h.68v.58h.58v.68h-.58v.58h-.68v-.58h-.58v-.68h.58z' },
  { name: 'star', path: star(4, 1, 0.44) },
];

/** How the n-th tier of an event (from 0) is drawn. */
export interface TierStyle {
  /** 1 to 8: the number in `--color-tier-n`. */
  readonly number: number;
  readonly shape: TierShape;
  /** A second tier of this colour and shape: a dot in the glyph's colour sets it apart. */
  readonly dotted: boolean;
}

/** The style of the n-th tier, from 0, in the order the event lists its price tiers. */
export function tierStyle(index: number): TierStyle {
  const at = index % TIER_STYLES;
  const shape = tierShapes[at];
  if (!shape) throw new Error(`tier ${index} has no shape`);
  return { number: at + 1, shape, dotted: index >= TIER_STYLES };
}

type Point = readonly [x: number, y: number];

function polygon(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}z`;
}

function regular(corners: number, radius: number, turnedDegrees: number): string {
  return polygon(
    Array.from({ length: corners }, (_, corner) => onCircle((corner * 360) / corners + turnedDegrees, radius)),
  );
}

function star(points: number, outer: number, inner: number): string {
  return polygon(
    Array.from({ length: points * 2 }, (_, corner) =>
      onCircle((corner * 180) / points - 90, corner % 2 === 0 ? outer : inner),
    ),
  );
}

function onCircle(degrees: number, radius: number): Point {
  const turn = (degrees * Math.PI) / 180;
  return [Math.cos(turn) * radius, Math.sin(turn) * radius];
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
