/** The ways the camera goes when somebody asks for a place: a section, a box, a seat, a step, the whole. */
import type { Box } from './box.ts';
import { type Camera, fitted, panBy, screenX, screenY, showing, zoomAt } from './camera.ts';
import { pickScale } from './pick.ts';
import type { Plan } from './plan.ts';
import type { Stand, Travel } from './travel.ts';

export interface MapMoves {
  fit(): void;
  /** Zooms around a place on the screen; around its middle when none is given. */
  zoomBy(factor: number, px?: number, py?: number): void;
  /** Moves by parts of the screen. */
  stepBy(partX: number, partY: number): void;
  /** Shows this box whole; `near`: but no nearer than picking needs. */
  showBox(box: Box, near?: boolean): void;
  /** The section as a whole; when it is seen whole already, as near as picking needs, around the tap. */
  enter(section: number, px: number, py: number, coarse: boolean): void;
  /** Brings a seat into view, near enough to see it. */
  reveal(seat: number): void;
}

const PADDING = 28;
/** A little more than picking needs, so that the answer of a tap never depends on rounding. */
const NEAR_ENOUGH = 1.02;
/** A camera this near to the one a tap leads to is already there. */
const THERE = 0.9;
/** A seat in the outer sixth of the screen is brought to the middle. */
const MARGIN = 1 / 6;

/** `moved` is called when the camera is about to move. */
export function openMoves(
  plan: Plan,
  { stand, travel }: { stand: Stand; travel: Travel },
  { isCoarse, moved }: { isCoarse: () => boolean; moved: () => void },
): MapMoves {
  const { camera, viewport } = stand;

  function go(target: Camera): void {
    travel.to(target);
    moved();
  }
  function zoomTo(scale: number, px: number, py: number): void {
    const goal = { ...camera };
    zoomAt(goal, { px, py, factor: scale / camera.scale }, viewport, stand.limits);
    go(goal);
  }
  const nearScale = (coarse: boolean) => pickScale(plan, coarse) * NEAR_ENOUGH;

  return {
    fit: () => go(fitted(stand.limits)),
    zoomBy: (factor, px = viewport.width / 2, py = viewport.height / 2) => zoomTo(camera.scale * factor, px, py),
    stepBy(partX, partY) {
      const goal = { ...camera };
      panBy(goal, -partX * viewport.width, -partY * viewport.height, viewport, stand.limits);
      go(goal);
    },
    showBox(box, near = false) {
      const target = showing(box, viewport, stand.limits, PADDING);
      go(near ? { ...target, scale: Math.min(target.scale, nearScale(isCoarse())) } : target);
    },
    enter(section, px, py, coarse) {
      const box = plan.sections[section]?.box;
      if (!box) return;
      const whole = showing(box, viewport, stand.limits, PADDING);
      const near = nearScale(coarse);
      if (camera.scale < whole.scale * THERE) go({ ...whole, scale: Math.min(whole.scale, near) });
      else zoomTo(near, px, py);
    },
    reveal(seat) {
      const [x, y] = [plan.x[seat] ?? 0, plan.y[seat] ?? 0];
      const [px, py] = [screenX(camera, viewport, x), screenY(camera, viewport, y)];
      const margin = Math.min(viewport.width, viewport.height) * MARGIN;
      const isInside = px > margin && py > margin && px < viewport.width - margin && py < viewport.height - margin;
      const near = Math.min(stand.limits.maxScale, nearScale(false));
      if (!isInside || camera.scale < near * THERE) go({ x, y, scale: Math.max(camera.scale, near) });
    },
  };
}
