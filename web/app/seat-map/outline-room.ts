/** Where there is room for letters in and around an outline (x, y, x, y and so on). Allocates nothing. */

/** How wide a text of this height may be, its middle at a place inside the outline; 0 or less: nothing fits. */
export function roomAround(outline: Float32Array, x: number, y: number, height: number): number {
  const upper = halfRoom(outline, x, y - height / 2);
  const lower = halfRoom(outline, x, y + height / 2);
  return 2 * Math.min(upper, lower, halfRoom(outline, x, y));
}

/** The distance to the nearer side along a horizontal line; 0 when the place is outside. */
function halfRoom(outline: Float32Array, x: number, y: number): number {
  let left = Number.NEGATIVE_INFINITY;
  let right = Number.POSITIVE_INFINITY;
  for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2) {
    const y0 = outline[j + 1] as number;
    const y1 = outline[i + 1] as number;
    if (y0 <= y === y1 <= y) continue;
    const x0 = outline[j] as number;
    const crossing = x0 + ((y - y0) / (y1 - y0)) * ((outline[i] as number) - x0);
    if (crossing <= x) left = Math.max(left, crossing);
    else right = Math.min(right, crossing);
  }
  return left === Number.NEGATIVE_INFINITY || right === Number.POSITIVE_INFINITY ? 0 : Math.min(x - left, right - x);
}

/** The highest y (the least) of the outline between two vertical lines, or `other` where it is not. */
export function highestBetween(outline: Float32Array, from: number, to: number, other: number): number {
  return extremeBetween(outline, from, to, 1, other);
}

/** The lowest y (the greatest) of the outline between two vertical lines, or `other` where it is not. */
export function lowestBetween(outline: Float32Array, from: number, to: number, other: number): number {
  return extremeBetween(outline, from, to, -1, other);
}

function extremeBetween(outline: Float32Array, from: number, to: number, sign: 1 | -1, other: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2) {
    const x0 = outline[j] as number;
    const y0 = outline[j + 1] as number;
    const x1 = outline[i] as number;
    const y1 = outline[i + 1] as number;
    if (x1 >= from && x1 <= to) least = Math.min(least, y1 * sign);
    if (x0 <= from !== x1 <= from) least = Math.min(least, (y0 + ((from - x0) / (x1 - x0)) * (y1 - y0)) * sign);
    if (x0 <= to !== x1 <= to) least = Math.min(least, (y0 + ((to - x0) / (x1 - x0)) * (y1 - y0)) * sign);
  }
  return least === Number.POSITIVE_INFINITY ? other : least * sign;
}
