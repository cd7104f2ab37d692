/**
 * How large an area is drawn. The map knows only where its middle is and how many people it holds, so each gets the
 * room that so many people need, and all shrink together until none covers a seat or another area.
 */
import type { Box } from './box.ts';

export interface AreaPlace {
  readonly x: number;
  readonly y: number;
  readonly box: Box;
}

/** Floor for one standing person, in square centimetres. */
const ROOM_PER_PERSON = 5_000;
/** How much wider than deep. */
const ASPECT = 1.6;
/** Left free between neighbours. */
const GAP = 0.92;
const HALF_MIN_IN_PITCHES = 3;

/** Places the areas of a map, in their order. */
export function placeAreas(
  areas: readonly { readonly x: number; readonly y: number; readonly capacity: number }[],
  seatX: Float32Array,
  seatY: Float32Array,
  pitch: number,
): AreaPlace[] {
  const halves = areas.map(({ x, y, capacity }) => {
    const halfY = Math.sqrt((capacity * ROOM_PER_PERSON) / ASPECT) / 2;
    return { x, y, halfX: halfY * ASPECT, halfY };
  });
  let scale = 1;
  for (const [i, a] of halves.entries()) {
    for (let seat = 0; seat < seatX.length; seat += 1) {
      const away = Math.max(
        (Math.abs((seatX[seat] ?? 0) - a.x) - pitch) / a.halfX,
        (Math.abs((seatY[seat] ?? 0) - a.y) - pitch) / a.halfY,
      );
      if (away < scale) scale = away;
    }
    for (const b of halves.slice(i + 1)) {
      const away = Math.max(Math.abs(a.x - b.x) / (a.halfX + b.halfX), Math.abs(a.y - b.y) / (a.halfY + b.halfY));
      if (away < scale) scale = away;
    }
  }
  const least = pitch * HALF_MIN_IN_PITCHES;
  return halves.map(({ x, y, halfX, halfY }) => {
    const [w, h] = [Math.max(least, halfX * scale * GAP), Math.max(least / ASPECT, halfY * scale * GAP)];
    return { x, y, box: { left: x - w, top: y - h, right: x + w, bottom: y + h } };
  });
}
