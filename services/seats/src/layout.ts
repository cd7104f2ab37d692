/** The names of an event's seats by index, and their ids; what the catalog sent when the inventory was opened. */
import { seatIdAt, seatIndexOf } from '@usher/contracts/seat-ids';
import { EventInventory } from '@usher/contracts/catalog-shapes';
import type { z } from 'zod';
import { openSeating, type Seating } from './seating.ts';

export type SeatMap = z.infer<typeof EventInventory>['seatMap'];

export interface SeatDetail {
  readonly section: string;
  readonly row: string;
  readonly number: string;
  readonly tierKey: string;
}

export interface Layout {
  readonly seatCount: number;
  seatId(index: number): string;
  /** The index of a seat id, or undefined when the event has no such seat. */
  placeOf(seatId: string): number | undefined;
  describe(index: number): SeatDetail;
  readonly seating: Seating;
}

interface Row {
  readonly from: number;
  readonly section: string;
  readonly name: string;
  readonly numbers: readonly string[];
  readonly tiers: readonly number[];
}

/** Opens a stored seat map; `tierKeys` are the event's price tiers, by whose position a seat names its own. */
export function openLayout(stored: unknown, tierKeys: readonly string[]): Layout {
  const map = EventInventory.shape.seatMap.parse(stored);
  const rows: Row[] = [];
  let seatCount = 0;
  for (const section of map.sections) {
    for (const row of section.rows) {
      rows.push({ from: seatCount, section: section.name, name: row.name, numbers: row.numbers, tiers: row.tiers });
      seatCount += row.numbers.length;
    }
  }
  return {
    seatCount,
    seating: openSeating(map),
    seatId: (index) => seatIdAt(map.seatIdBase, index),
    placeOf(seatId) {
      const index = seatIndexOf(map.seatIdBase, seatId);
      return index !== undefined && index < seatCount ? index : undefined;
    },
    describe(index) {
      const row = rowAt(rows, index);
      const number = row?.numbers[index - row.from];
      const tierKey = tierKeys[row?.tiers[index - row.from] ?? -1];
      if (!row || number === undefined || tierKey === undefined) throw new Error(`the layout has no seat ${index}`);
      return { section: row.section, row: row.name, number, tierKey };
    },
  };
}

/** How many seats a stored map has. */
export function seatCountOf(map: SeatMap): number {
  return map.sections.reduce(
    (sum, section) => sum + section.rows.reduce((inSection, row) => inSection + row.numbers.length, 0),
    0,
  );
}

/** The last row that starts at or before the index, by halving. */
function rowAt(rows: readonly Row[], index: number): Row | undefined {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((rows[middle]?.from ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return rows[low];
}
