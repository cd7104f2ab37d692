/** Finds what is wrong between the parts of a seat map; the shape of each part is the contract's business. */
import type { SeatMapInput } from '@usher/contracts/seat-map';
import { SEATS_MAX } from '@usher/contracts/seat-map';
import { DECIMALS_MAX, rounded, sizeOf } from './seat-map.ts';

export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** More faults than this are not listed: whoever draws a map mends these first. */
const FAULTS_MAX = 100;

/** Every fault with its path, e.g. `sections.0.rows.3.seats.7.number`; none means the map is good. */
export function validateSeatMap(input: SeatMapInput): Fault[] {
  const { seats } = sizeOf(input);
  if (seats > SEATS_MAX) return [{ path: 'sections', message: `must have at most ${SEATS_MAX} seats, not ${seats}` }];
  if (input.sections.length + input.areas.length === 0) {
    return [{ path: 'sections', message: 'must have at least one seat, or an area' }];
  }
  const faults: Fault[] = [];
  for (const fault of faultsOf(input)) {
    faults.push(fault);
    if (faults.length === FAULTS_MAX) break;
  }
  return faults;
}

function* faultsOf(input: SeatMapInput): Generator<Fault> {
  // Areas and sections share their names: a ticket says "Balcony" and must mean one place.
  const placeNames = new Map<string, string>();
  const places = new Map<number, string>();
  for (const [s, section] of input.sections.entries()) {
    const at = `sections.${s}`;
    yield* repeated(placeNames, section.name, `${at}.name`);
    if (section.rows.length === 0) yield { path: `${at}.rows`, message: 'must have at least one row' };
    yield* rowFaults(section, at, places);
  }
  for (const [a, area] of input.areas.entries()) yield* repeated(placeNames, area.name, `areas.${a}.name`);
}

function* rowFaults(
  section: SeatMapInput['sections'][number],
  at: string,
  places: Map<number, string>,
): Generator<Fault> {
  const rowNames = new Map<string, string>();
  for (const [r, row] of section.rows.entries()) {
    const rowAt = `${at}.rows.${r}`;
    yield* repeated(rowNames, row.name, `${rowAt}.name`);
    if (row.seats.length === 0) yield { path: `${rowAt}.seats`, message: 'must have at least one seat' };
    const numbers = new Map<string, string>();
    for (const [i, seat] of row.seats.entries()) {
      const seatAt = `${rowAt}.seats.${i}`;
      yield* repeated(numbers, seat.number, `${seatAt}.number`);
      const place = placeOf(seat);
      const there = places.get(place);
      if (there !== undefined) yield { path: seatAt, message: `is at the same place as ${there}` };
      else places.set(place, seatAt);
    }
  }
}

/** Names are the same to people when they differ only in case or in spaces around them. */
function* repeated(seen: Map<string, string>, name: string, path: string): Generator<Fault> {
  const key = name.trim().toLowerCase();
  const first = seen.get(key);
  if (first !== undefined) yield { path, message: `must not repeat the name at ${first}` };
  else seen.set(key, path);
}

/** One number per place to the hundredth; exact below 2^53 for every coordinate the contract allows. */
function placeOf({ x, y }: { x: number; y: number }): number {
  const unit = 10 ** DECIMALS_MAX;
  return Math.round(rounded(x) * unit) * 2 ** 26 + Math.round(rounded(y) * unit);
}
