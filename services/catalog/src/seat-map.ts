/**
 * A seat map as the catalog thinks of it: what an organizer sent, with ids. Seats have no id of their own:
 * a seat's id is the map's base and the seat's index (see contracts/seat-ids).
 */
import { seatIdBaseOf } from '@usher/contracts/seat-ids';
import type { SeatMapInput } from '@usher/contracts/seat-map';

export interface Seat {
  readonly number: string;
  readonly x: number;
  readonly y: number;
  readonly tierKey: string | null;
  readonly accessible: boolean;
}

export interface Row {
  readonly id: string;
  readonly name: string;
  readonly seats: readonly Seat[];
}

export interface Section {
  readonly id: string;
  readonly name: string;
  readonly rows: readonly Row[];
}

export interface Area {
  readonly id: string;
  readonly name: string;
  readonly capacity: number;
  readonly x: number;
  readonly y: number;
  readonly tierKey: string | null;
}

export interface SeatMap {
  readonly seatIdBase: string;
  readonly sections: readonly Section[];
  readonly areas: readonly Area[];
}

/**
 * Coordinates are kept to the hundredth. Two seats are at the same place when they agree to the hundredth.
 */
export const DECIMALS_MAX = 2;

/** Gives every part of a valid input its id and rounds its coordinates. `newId` makes UUIDv7s. */
export function seatMapOf(input: SeatMapInput, newId: () => string): SeatMap {
  return {
    seatIdBase: seatIdBaseOf(newId()),
    sections: input.sections.map((section) => ({
      id: newId(),
      name: section.name,
      rows: section.rows.map((row) => ({ id: newId(), name: row.name, seats: row.seats.map(seatOf) })),
    })),
    areas: input.areas.map((area) => ({
      id: newId(),
      name: area.name,
      capacity: area.capacity,
      x: rounded(area.x),
      y: rounded(area.y),
      tierKey: area.tierKey ?? null,
    })),
  };
}

/** How many numbered seats, and how many places in areas. */
export function sizeOf(map: Pick<SeatMapInput, 'sections' | 'areas'> | SeatMap): { seats: number; areaPlaces: number } {
  let seats = 0;
  for (const section of map.sections) for (const row of section.rows) seats += row.seats.length;
  let areaPlaces = 0;
  for (const area of map.areas) areaPlaces += area.capacity;
  return { seats, areaPlaces };
}

/** A coordinate to the hundredth. */
export function rounded(coordinate: number): number {
  return Math.round(coordinate * 10 ** DECIMALS_MAX) / 10 ** DECIMALS_MAX;
}

function seatOf(seat: SeatMapInput['sections'][number]['rows'][number]['seats'][number]): Seat {
  return {
    number: seat.number,
    x: rounded(seat.x),
    y: rounded(seat.y),
    tierKey: seat.tierKey ?? null,
    accessible: seat.accessible ?? false,
  };
}
