/** Writes the names of stage, sections and areas: with price and share on the overview, above the seats when nearer. */
import { areaLabel, type LabelVersion, type PlaceLabel, plainLabel, sectionLabel, shortName } from './labels.ts';
import { highestBetween, lowestBetween, roomAround } from './outline-room.ts';
import type { Plan, PlanSection } from './plan.ts';
import { blit, fillRect, isBare, paintMask } from './raster.ts';
import type { SectionFigure } from './section-figures.ts';
import { rimOn } from './share-hatch.ts';
import { isSeen, type Sheet } from './sheet.ts';

export interface NamePainter {
  /** Prepares the labels for these figures; none are given while nothing is known. */
  write(figures: readonly SectionFigure[], areaFree: readonly number[]): void;
  paintStage(sheet: Sheet, outline: Float32Array): void;
  paintSections(sheet: Sheet): void;
  paintArea(sheet: Sheet, area: number, outline: Float32Array): void;
}

/** Between lines, from the edge of the screen and around a text, in CSS pixels. */
const LINE = 16;
const FROM_EDGE = 16;
const PADDING = 3;
/** The mark of a tier where there is no room for a price. */
const MARK = 14;
/** In the corner of an area that is at least this wide. */
const MARKED_FROM = 90;
const MARK_INSET = 6;
/** A name above its section may be this much wider than it. */
const OVERHANG = 1.1;
/** From the outline to the middle of the name beside it. */
const BESIDE = 9;

/** Prepares to write on a plan. */
export function openNamePainter(plan: Plan, priceOf: (tier: number) => string): NamePainter {
  const shorts = plan.sections.map(({ name }) => shortName(name));
  const stageLabel = plainLabel(plan.stage.name);
  let sections: PlaceLabel[] = [];
  let areas: PlaceLabel[] = [];

  /** Above its first row, or below its last where others are in the way; out of sight, at the edge of the screen. */
  function paintBeside(sheet: Sheet, section: PlanSection): void {
    const { box, outline } = section;
    const isTitle = sheet.level > 1;
    const style = isTitle ? sheet.styles.title : sheet.styles.small;
    const width = (box.right - box.left) * sheet.k * OVERHANG;
    const isLong = sheet.texts.at(section.name, style).width > width;
    const text = isLong ? (shorts[section.index] ?? '') : section.name;
    const mask = sheet.texts.at(text, style);
    if (mask.width > width) return;
    const half = mask.width / 2;
    const edge = half + PADDING * sheet.ratio;
    const least = Math.max(edge, box.left * sheet.k + sheet.left + edge);
    const most = Math.min(sheet.raster.width - edge, box.right * sheet.k + sheet.left - edge);
    const natural = section.labelX * sheet.k + sheet.left;
    const x = least > most ? natural : Math.min(most, Math.max(least, natural));
    const [from, to] = [(x - half - sheet.left) / sheet.k, (x + half - sheet.left) / sheet.k];
    const above = highestBetween(outline, from, to, box.top) * sheet.k + sheet.top - BESIDE * sheet.ratio;
    const stuck = FROM_EDGE * sheet.ratio;
    const letters = (LINE / 2) * sheet.ratio;
    const isBareAt = (y: number) =>
      isBare(sheet.raster, sheet.theme.ground.pixel, x - half, y - letters, x + half, y + letters);
    let y = Math.max(stuck, above);
    if (above > stuck && !isBareAt(above)) {
      const below = lowestBetween(outline, from, to, box.bottom) * sheet.k + sheet.top + BESIDE * sheet.ratio;
      if (isBareAt(below)) y = below;
      else if (!isTitle) return;
    } else if (above <= stuck) {
      if (y > box.bottom * sheet.k + sheet.top - stuck) return;
      paintPlate(sheet, x, y, half, letters);
    }
    paintText(sheet, text, isTitle, x, y, sheet.theme.ground.pixel);
  }

  return {
    write(figures, areaFree) {
      sections = plan.sections.map(({ index, name }) => sectionLabel(name, figures[index], priceOf));
      areas = plan.areas.map((area) => areaLabel(area, areaFree[area.index], priceOf));
    },
    paintStage(sheet, outline) {
      const { left, top, right, bottom } = plan.stage;
      paintLabel(sheet, stageLabel, outline, (left + right) / 2, (top + bottom) / 2);
    },
    paintSections(sheet) {
      for (const section of plan.sections) {
        if (!isSeen(sheet, section.box)) continue;
        if (sheet.level > 0) paintBeside(sheet, section);
        else paintLabel(sheet, sections[section.index], section.outline, section.labelX, section.labelY);
      }
    },
    paintArea(sheet, area, outline) {
      const { x = 0, y = 0, box, tier = 0 } = plan.areas[area] ?? {};
      paintLabel(sheet, areas[area], outline, x, y);
      const mark = markOf(sheet, tier);
      if (!box || (box.right - box.left) * sheet.k < MARKED_FROM * sheet.ratio) return;
      const inset = MARK_INSET * sheet.ratio;
      const [left, top] = [box.left * sheet.k + sheet.left, box.top * sheet.k + sheet.top];
      blit(sheet.raster, mark, Math.round(left + inset), Math.round(top + inset));
    },
  };
}

/** An even ground for a name that stands on seats. */
function paintPlate(sheet: Sheet, x: number, y: number, halfWidth: number, halfHeight: number): void {
  const width = Math.round(halfWidth + PADDING * sheet.ratio);
  const [left, top] = [Math.round(x) - width, Math.round(y - halfHeight)];
  fillRect(sheet.raster, sheet.theme.ground.pixel, left, top, left + 2 * width, top + Math.round(2 * halfHeight));
}

/** Writes the first version that fits inside the outline, around a place of the map. */
function paintLabel(sheet: Sheet, label: PlaceLabel | undefined, outline: Float32Array, x: number, y: number): void {
  if (!label) return;
  const { theme, k, left, top } = sheet;
  const line = LINE * sheet.ratio;
  const rim = rimOn(theme, label.tier, label.share);
  for (const version of label.versions) {
    const { lines, titleLines } = version;
    const room = roomAround(outline, x, y, (lines.length * line) / k) * k - PADDING * sheet.ratio;
    if (widest(sheet, version) > room) continue;
    const first = y * k + top - ((lines.length - 1) * line) / 2;
    for (let i = 0; i < lines.length; i += 1)
      paintText(sheet, lines[i] ?? '', i < titleLines, x * k + left, first + i * line, rim);
    return;
  }
  paintSmall(sheet, label, outline, x, y);
}

/** The price in small letters; else the name and the shape of the tier, since its colour alone would not tell. */
function paintSmall(sheet: Sheet, label: PlaceLabel, outline: Float32Array, x: number, y: number): void {
  const { texts, styles, k, left, top, ratio, theme } = sheet;
  const { price, short, tier } = label;
  const rim = rimOn(theme, tier, label.share);
  const line = LINE * ratio;
  const oneLine = roomAround(outline, x, y, line / k) * k;
  const [px, py] = [x * k + left, y * k + top];
  if (price !== undefined && texts.at(price, styles.small).width <= oneLine) {
    paintText(sheet, price, false, px, py, rim);
    return;
  }
  const { width } = texts.at(short, styles.small);
  const mark = tier === undefined ? undefined : markOf(sheet, tier);
  if (mark && width <= roomAround(outline, x, y, (2 * line) / k) * k) {
    paintText(sheet, short, false, px, py - line / 2, rim);
    blit(sheet.raster, mark, Math.round(px - mark.width / 2), Math.round(py + line / 2 - mark.height / 2));
  } else if (mark && mark.width <= oneLine) {
    blit(sheet.raster, mark, Math.round(px - mark.width / 2), Math.round(py - mark.height / 2));
  } else if (width <= oneLine) paintText(sheet, short, false, px, py, rim);
}

/** The shape of a tier as it is drawn on seats. */
function markOf(sheet: Sheet, tier: number) {
  return sheet.sprites.at(MARK * sheet.ratio, false).of('free', tier);
}

function widest(sheet: Sheet, { lines, titleLines }: LabelVersion): number {
  let width = 0;
  for (let i = 0; i < lines.length; i += 1) {
    const mask = sheet.texts.at(lines[i] ?? '', i < titleLines ? sheet.styles.title : sheet.styles.small);
    if (mask.width > width) width = mask.width;
  }
  return width;
}

/** One line; with a rim, so that it reads on stripes and between seats. */
function paintText(sheet: Sheet, text: string, isTitle: boolean, x: number, y: number, rim: number | undefined): void {
  const { theme, styles, texts, raster } = sheet;
  if (rim !== undefined) {
    const around = texts.at(text, isTitle ? styles.titleRim : styles.smallRim);
    paintMask(raster, around, Math.round(x - around.width / 2), Math.round(y - around.height / 2), rim);
  }
  const letters = texts.at(text, isTitle ? styles.title : styles.small);
  paintMask(raster, letters, Math.round(x - letters.width / 2), Math.round(y - letters.height / 2), theme.text.pixel);
}
