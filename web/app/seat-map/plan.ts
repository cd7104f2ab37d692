/**
 * A seat map as the browser holds it: one typed array per property, so that 60,000 seats are a handful of arrays.
 * Seat `i` everywhere in this folder is the seat's index in the map, which is also its index in the availability.
 */
import type { Money } from '@usher/contracts/money';
import { seatIdAt } from '@usher/contracts/seat-ids';
import type { SeatMapColumns } from '@usher/contracts/seat-map';
import { type AreaPlace, placeAreas } from './area-places.ts';
import { type Box, boxOfSeats, grownBox, unionOf } from './box.ts';
import { outlineOf } from './outline.ts';
import { type Stage, stageOf } from './stage.ts';

/** What `GET /api/events/{id}/seat-map` answers for `Accept: application/vnd.usher.seat-map+json`. */
export type CompactSeatMap = SeatMapColumns & { readonly version: number };

/** A price tier of the event, in the event's order: its place in that order is its colour and shape. */
export interface PlanTier {
  readonly key: string;
  readonly name: string;
  readonly price: Money;
}

export interface PlanSection {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly firstSeat: number;
  readonly seatCount: number;
  readonly firstRow: number;
  readonly rowCount: number;
  readonly box: Box;
  /** Corners of the drawn shape: x, y, x, y and so on. */
  readonly outline: Float32Array;
  /** Where the name is written. */
  readonly labelX: number;
  readonly labelY: number;
}

export interface PlanRow {
  readonly section: number;
  readonly name: string;
  readonly firstSeat: number;
  readonly seatCount: number;
  /** Every number, or the first of a run that counts up by one. */
  readonly numbers: number | readonly string[];
}

export interface PlanArea extends AreaPlace {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly capacity: number;
  readonly tier: number;
}

export interface Plan {
  readonly version: number;
  readonly seatIdBase: string;
  readonly seatCount: number;
  /** Centimetres from the top left corner. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Index in `tiers`. */
  readonly tier: Uint8Array;
  /** Index in `sections`. */
  readonly section: Uint16Array;
  /** Index in `rows`. */
  readonly row: Uint32Array;
  readonly flags: Uint8Array;
  readonly tiers: readonly PlanTier[];
  readonly sections: readonly PlanSection[];
  readonly rows: readonly PlanRow[];
  readonly areas: readonly PlanArea[];
  /** From the middle of a seat to the middle of its neighbour, for most seats. */
  readonly pitch: number;
  readonly stage: Stage;
  /** Everything that is drawn. */
  readonly box: Box;
}

export const ACCESSIBLE = 1;

/** Between seats when a map has none to measure. */
const USUAL_PITCH = 50;
const MARGIN_IN_PITCHES = 2;

/** Reads the compact seat map. A place whose tier the event does not know gets the first, at which it sells. */
export function readPlan(map: CompactSeatMap, tiers: readonly PlanTier[]): Plan {
  const seats = readSeats(map, tiers);
  const pitch = pitchOf(seats.rows, seats.x, seats.y);
  const sections = seats.sections.map((section) => shaped(section, seats, pitch));
  const seatBox = boxOfSeats(seats.x, seats.y, 0, seats.seatCount);
  const places = placeAreas(map.areas, seats.x, seats.y, pitch);
  const areas = map.areas.map((area, index) => ({
    index,
    id: area.id,
    name: area.name,
    capacity: area.capacity,
    tier: tierIndex(tiers, area.tierKey),
    ...(places[index] as AreaPlace),
  }));
  const drawn = areas.reduce((box, area) => unionOf(box, area.box), seatBox);
  const stage = stageOf({ ...seats, sections, areas, box: drawn, pitch });
  const box = grownBox(unionOf(drawn, stage), pitch * MARGIN_IN_PITCHES);
  const { version, seatIdBase } = map;
  return { ...seats, version, seatIdBase, tiers, sections, areas, pitch, stage, box };
}

/** The id by which the API knows a seat. */
export function seatIdOf(plan: Plan, seat: number): string {
  return seatIdAt(plan.seatIdBase, seat);
}

/** What is written on the seat. */
export function seatNumberOf(plan: Plan, seat: number): string {
  const row = plan.rows[plan.row[seat] ?? -1];
  if (!row) return '';
  const place = seat - row.firstSeat;
  return typeof row.numbers === 'number' ? String(row.numbers + place) : (row.numbers[place] ?? '');
}

/** How people call a seat. */
export function seatNameOf(plan: Plan, seat: number): { section: string; row: string; number: string } {
  return {
    section: plan.sections[plan.section[seat] ?? -1]?.name ?? '',
    row: plan.rows[plan.row[seat] ?? -1]?.name ?? '',
    number: seatNumberOf(plan, seat),
  };
}

/** Whether a seat is for a wheelchair or the person beside it. */
export function isAccessible(plan: Plan, seat: number): boolean {
  return ((plan.flags[seat] ?? 0) & ACCESSIBLE) !== 0;
}

/** The tier a seat sells at. */
export function tierOf(plan: Plan, seat: number): PlanTier | undefined {
  return plan.tiers[plan.tier[seat] ?? 0];
}

type Seats = Pick<Plan, 'seatCount' | 'x' | 'y' | 'tier' | 'section' | 'row' | 'flags' | 'rows'> & {
  sections: Omit<PlanSection, 'box' | 'outline' | 'labelX' | 'labelY'>[];
};

function readSeats(map: CompactSeatMap, tiers: readonly PlanTier[]): Seats {
  const seatCount = map.sections.reduce((n, { rows }) => n + rows.reduce((m, row) => m + row.x.length, 0), 0);
  const tierOfKey = map.tierKeys.map((key) => tierIndex(tiers, key));
  const seats = {
    seatCount,
    x: new Float32Array(seatCount),
    y: new Float32Array(seatCount),
    tier: new Uint8Array(seatCount),
    section: new Uint16Array(seatCount),
    row: new Uint32Array(seatCount),
    flags: new Uint8Array(seatCount),
  };
  const rows: PlanRow[] = [];
  const sections: Seats['sections'] = [];
  let seat = 0;
  for (const [index, { id, name, rows: columns }] of map.sections.entries()) {
    const [firstSeat, firstRow] = [seat, rows.length];
    for (const row of columns) {
      seats.section.fill(index, seat, seat + row.x.length);
      seats.row.fill(rows.length, seat, seat + row.x.length);
      rows.push({ section: index, name: row.name, firstSeat: seat, seatCount: row.x.length, numbers: row.numbers });
      readRow(seats, row, { from: seat, unit: 10 ** map.decimals, tierOfKey });
      seat += row.x.length;
    }
    sections.push({ index, id, name, firstSeat, seatCount: seat - firstSeat, firstRow, rowCount: columns.length });
  }
  return { ...seats, rows, sections };
}

function readRow(
  seats: Pick<Seats, 'x' | 'y' | 'tier' | 'flags'>,
  row: CompactSeatMap['sections'][number]['rows'][number],
  { from, unit, tierOfKey }: { from: number; unit: number; tierOfKey: readonly number[] },
): void {
  let [x, y] = [0, 0];
  for (let i = 0; i < row.x.length; i += 1) {
    x += row.x[i] ?? 0;
    y += row.y[i] ?? 0;
    seats.x[from + i] = x / unit;
    seats.y[from + i] = y / unit;
    seats.tier[from + i] = tierOfKey[typeof row.tiers === 'number' ? row.tiers : (row.tiers[i] ?? -1)] ?? 0;
  }
  for (const i of row.accessible) seats.flags[from + i] = ACCESSIBLE;
}

function tierIndex(tiers: readonly PlanTier[], key: string | null): number {
  return Math.max(
    0,
    tiers.findIndex((tier) => tier.key === key),
  );
}

/** The median distance between the first two seats of a row. */
function pitchOf(rows: readonly PlanRow[], x: Float32Array, y: Float32Array): number {
  const steps = rows
    .filter((row) => row.seatCount > 1)
    .map(({ firstSeat: a }) => Math.hypot((x[a + 1] ?? 0) - (x[a] ?? 0), (y[a + 1] ?? 0) - (y[a] ?? 0)))
    .sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? USUAL_PITCH;
}

function shaped(section: Seats['sections'][number], seats: Seats, pitch: number): PlanSection {
  const { firstSeat, seatCount, firstRow, rowCount } = section;
  const box = boxOfSeats(seats.x, seats.y, firstSeat, firstSeat + seatCount);
  const outline = outlineOf(seats.rows.slice(firstRow, firstRow + rowCount), seats.x, seats.y, pitch * 0.8);
  let [sumX, sumY] = [0, 0];
  for (let i = firstSeat; i < firstSeat + seatCount; i += 1) {
    sumX += seats.x[i] ?? 0;
    sumY += seats.y[i] ?? 0;
  }
  const count = Math.max(1, seatCount);
  return { ...section, box: grownBox(box, pitch), outline, labelX: sumX / count, labelY: sumY / count };
}
