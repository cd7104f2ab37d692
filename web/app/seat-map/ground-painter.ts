/** Draws everything that lies still: stage, areas, sections, seats and their names. */
import { freeInAreas } from './labels.ts';
import { shareOf } from './level.ts';
import type { LiveSeats } from './live-seats.ts';
import { openNamePainter } from './name-painter.ts';
import type { Plan } from './plan.ts';
import { clear, mixed } from './raster.ts';
import { ROW_NAMES_FROM } from './row-names.ts';
import type { SeatFilter } from './seat-filter.ts';
import type { SeatGrid } from './seat-grid.ts';
import { openSeatPainter } from './seat-painter.ts';
import { figuresOf, type SectionFigure } from './section-figures.ts';
import { openShapePainter, roundedRing } from './shape-painter.ts';
import { isSeen, type Sheet } from './sheet.ts';

export interface GroundPainter {
  paint(sheet: Sheet, filter: SeatFilter): void;
}

/** Parts of 255 of the text's colour. */
const STAGE_TINT = 24;
const CORNER_IN_PITCHES = 1.2;
/** A pitch is much larger than a stage, and so are its corners. */
const PITCH_CORNER = 10;

/** Prepares to draw a plan. `priceOf` writes a tier's price. */
export function openGroundPainter(
  plan: Plan,
  live: LiveSeats,
  { grid, priceOf }: { grid: SeatGrid; priceOf: (tier: number) => string },
): GroundPainter {
  const seats = openSeatPainter(plan, live, grid);
  const names = openNamePainter(plan, priceOf);
  const shapes = openShapePainter();
  const radius = plan.pitch * CORNER_IN_PITCHES;
  const stageRing = roundedRing(plan.stage, plan.stage.name === 'Pitch' ? radius * PITCH_CORNER : radius);
  const areaRings = plan.areas.map((area) => roundedRing(area.box, radius));
  let figures: readonly SectionFigure[] = [];
  let areaFree: readonly number[] = [];
  let countedFor: { revision: number; filter: SeatFilter } | undefined;

  function count(filter: SeatFilter): void {
    if (countedFor?.revision === live.revision && countedFor.filter === filter) return;
    countedFor = { revision: live.revision, filter };
    const isKnown = live.version >= 0;
    figures = isKnown ? figuresOf(plan, live, filter) : [];
    areaFree = isKnown ? freeInAreas(plan, filter, (area) => live.freeInArea(area)) : [];
    names.write(figures, areaFree);
  }

  function paintStage(sheet: Sheet): void {
    if (!isSeen(sheet, plan.stage)) return;
    const { ground, text, control } = sheet.theme;
    shapes.fill(sheet, stageRing, mixed(ground.pixel, text.pixel, STAGE_TINT));
    shapes.outline(sheet, stageRing, control.pixel, 1);
    names.paintStage(sheet, stageRing);
  }

  function paintSections(sheet: Sheet): void {
    // Where rows have names, the names stand where the outline would be.
    if (sheet.pitch >= ROW_NAMES_FROM) return;
    for (const section of plan.sections) {
      if (!isSeen(sheet, section.box)) continue;
      const figure = figures[section.index];
      if (sheet.level > 0 || !figure) shapes.outline(sheet, section.outline, sheet.theme.line.pixel, 1);
      else shapes.share(sheet, section.outline, figure.main, shareOf(figure.free, figure.count));
    }
  }

  function paintAreas(sheet: Sheet): void {
    for (const area of plan.areas) {
      const ring = areaRings[area.index];
      if (!ring || !isSeen(sheet, area.box)) continue;
      const share = shareOf(areaFree[area.index] ?? 0, area.capacity);
      shapes.share(sheet, ring, area.tier, share);
      names.paintArea(sheet, area.index, ring);
    }
  }

  return {
    paint(sheet, filter) {
      count(filter);
      clear(sheet.raster, sheet.theme.ground.pixel);
      paintStage(sheet);
      paintSections(sheet);
      paintAreas(sheet);
      seats.paint(sheet, filter);
      names.paintSections(sheet);
    },
  };
}
