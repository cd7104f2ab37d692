/** Upright rectangles in map coordinates. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Holds nothing; the union with it is the other box. */
export const EMPTY_BOX: Box = {
  left: Number.POSITIVE_INFINITY,
  top: Number.POSITIVE_INFINITY,
  right: Number.NEGATIVE_INFINITY,
  bottom: Number.NEGATIVE_INFINITY,
};

/** The smallest box around seats `from` to `to`, the last one excluded. */
export function boxOfSeats(x: Float32Array, y: Float32Array, from: number, to: number): Box {
  let { left, top, right, bottom } = EMPTY_BOX;
  for (let i = from; i < to; i += 1) {
    const atX = x[i] as number;
    const atY = y[i] as number;
    if (atX < left) left = atX;
    if (atX > right) right = atX;
    if (atY < top) top = atY;
    if (atY > bottom) bottom = atY;
  }
  return { left, top, right, bottom };
}

/** The smallest box around both. */
export function unionOf(a: Box, b: Box): Box {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

/** The box with so much more on each side. */
export function grownBox({ left, top, right, bottom }: Box, by: number): Box {
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}
