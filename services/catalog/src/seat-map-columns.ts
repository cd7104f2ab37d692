/**
 * Seat maps in columns: one array per property of a row, coordinates as integer steps from seat to seat,
 * a run of numbers as its first. A stadium of 60,000 seats fits in about 100 kB gzipped.
 */
import { seatIdAt } from '@usher/contracts/seat-ids';
import type { SeatMapAnswer, SeatMapColumns } from '@usher/contracts/seat-map';
import type { Row, Seat, SeatMap } from './seat-map.ts';
import { DECIMALS_MAX } from './seat-map.ts';

type RowColumns = SeatMapColumns['sections'][number]['rows'][number];

const NO_TIER = -1;

/** Writes a map in columns. Nothing is lost: `fromColumns` gives an equal map. */
export function toColumns(map: SeatMap): SeatMapColumns {
  const rows = map.sections.flatMap((section) => section.rows);
  const decimals = decimalsOf(rows);
  const tiers = new Map<string | null, number>([[null, NO_TIER]]);
  for (const row of rows) {
    for (const { tierKey } of row.seats) if (!tiers.has(tierKey)) tiers.set(tierKey, tiers.size - 1);
  }
  return {
    seatIdBase: map.seatIdBase,
    decimals,
    tierKeys: [...tiers.keys()].filter((key) => key !== null),
    sections: map.sections.map((section) => ({
      id: section.id,
      name: section.name,
      rows: section.rows.map((row) => rowColumns(row, decimals, tiers)),
    })),
    areas: map.areas.map((area) => ({ ...area })),
  };
}

/** Reads a map back from its columns. */
export function fromColumns(columns: SeatMapColumns): SeatMap {
  return {
    seatIdBase: columns.seatIdBase,
    sections: columns.sections.map((section) => ({
      id: section.id,
      name: section.name,
      rows: section.rows.map((row) => ({ id: row.id, name: row.name, seats: seatsOf(row, columns) })),
    })),
    areas: columns.areas.map((area) => ({ ...area })),
  };
}

/** The long form of a map, every seat with its id, as the API answers it. */
export function toAnswer(columns: SeatMapColumns, version: number): SeatMapAnswer {
  let index = 0;
  const map = fromColumns(columns);
  return {
    version,
    sections: map.sections.map((section) => ({
      id: section.id,
      name: section.name,
      rows: section.rows.map((row) => ({
        id: row.id,
        name: row.name,
        seats: row.seats.map(({ number, x, y, tierKey, accessible }) => {
          const id = seatIdAt(columns.seatIdBase, index++);
          return { id, number, x, y, tierKey, accessible };
        }),
      })),
    })),
    areas: columns.areas,
  };
}

/** The fewest decimals that write every coordinate exactly. */
function decimalsOf(rows: readonly Row[]): number {
  for (let decimals = 0; decimals < DECIMALS_MAX; decimals++) {
    const exact = (value: number) => Math.round(value * 10 ** decimals) / 10 ** decimals === value;
    if (rows.every((row) => row.seats.every((seat) => exact(seat.x) && exact(seat.y)))) return decimals;
  }
  return DECIMALS_MAX;
}

function rowColumns(row: Row, decimals: number, tiers: ReadonlyMap<string | null, number>): RowColumns {
  const { seats } = row;
  const steps = (values: number[]) => {
    const units = values.map((value) => Math.round(value * 10 ** decimals));
    return units.map((value, i) => value - (units[i - 1] ?? 0));
  };
  const tierOf = seats.map((seat) => tiers.get(seat.tierKey) ?? NO_TIER);
  const oneTier = new Set(tierOf).size <= 1;
  return {
    id: row.id,
    name: row.name,
    x: steps(seats.map((seat) => seat.x)),
    y: steps(seats.map((seat) => seat.y)),
    numbers: runStart(seats) ?? seats.map((seat) => seat.number),
    tiers: oneTier ? (tierOf[0] ?? NO_TIER) : tierOf,
    accessible: seats.flatMap((seat, i) => (seat.accessible ? [i] : [])),
  };
}

/** The first number when seats are numbered n, n+1, n+2 and so on, written plainly. */
function runStart(seats: readonly Seat[]): number | undefined {
  const first = Number(seats[0]?.number);
  return Number.isSafeInteger(first) && seats.every((seat, i) => seat.number === String(first + i)) ? first : undefined;
}

function seatsOf(row: RowColumns, { decimals, tierKeys }: SeatMapColumns): Seat[] {
  const { x: stepsX, y: stepsY, numbers, tiers } = row;
  const unit = 10 ** decimals;
  const accessible = new Set(row.accessible);
  let x = 0;
  let y = 0;
  return stepsX.map((stepX, i) => {
    x += stepX;
    y += stepsY[i] ?? 0;
    return {
      number: typeof numbers === 'number' ? String(numbers + i) : (numbers[i] ?? ''),
      x: x / unit,
      y: y / unit,
      tierKey: tierKeys[typeof tiers === 'number' ? tiers : (tiers[i] ?? NO_TIER)] ?? null,
      accessible: accessible.has(i),
    };
  });
}
