/** The seats of an event that can still be chosen: a picture that a batch of choices uses up. */
import { FREE } from './claim.ts';
import type { Seating } from './seating.ts';

export interface FreeSeats {
  readonly seating: Seating;
  /** 1 where a seat is free. */
  readonly free: Uint8Array;
  readonly inRow: Uint16Array;
  readonly count: number;
  take(seats: readonly number[]): void;
  giveBack(seats: readonly number[]): void;
}

/** Near sell-out, single seats are all there is: below this part of the seats nobody minds leaving one. */
const NEARLY_SOLD_OUT = 0.1;

/** Opens a picture from the states of all places. It is a copy: what is taken here is not taken there. */
export function freeSeatsOf(seating: Seating, states: Uint8Array): FreeSeats {
  const free = new Uint8Array(seating.seatCount);
  const inRow = new Uint16Array(seating.rows.length);
  let count = 0;
  for (const [i, { from, to }] of seating.rows.entries()) {
    let here = 0;
    for (let seat = from; seat < to; seat += 1) {
      if (states[seat] !== FREE) continue;
      free[seat] = 1;
      here += 1;
    }
    inRow[i] = here;
    count += here;
  }
  const set = (seats: readonly number[], to: 0 | 1) => {
    for (const seat of seats) {
      if (seat >= seating.seatCount || free[seat] === to) continue;
      free[seat] = to;
      const row = seating.rowOf(seat);
      inRow[row] = (inRow[row] ?? 0) + (to === 1 ? 1 : -1);
      count += to === 1 ? 1 : -1;
    }
  };
  return {
    seating,
    free,
    inRow,
    get count() {
      return count;
    },
    take: (seats) => {
      set(seats, 0);
    },
    giveBack: (seats) => {
      set(seats, 1);
    },
  };
}

/** True while there is choice enough to ask that nobody leaves a single seat. */
export function mindsSingles({ count, seating }: FreeSeats): boolean {
  return count >= seating.seatCount * NEARLY_SOLD_OUT;
}

/** How many single seats would be left beside a block of neighbours: free, with nobody free next to them. */
export function singlesBeside({ free, seating: { joined } }: FreeSeats, start: number, size: number): number {
  const end = start + size;
  const before = joined[start - 1] === 1 && free[start - 1] === 1;
  const after = joined[end - 1] === 1 && free[end] === 1;
  const aloneBefore = before && !(joined[start - 2] === 1 && free[start - 2] === 1);
  const aloneAfter = after && !(joined[end] === 1 && free[end + 1] === 1);
  return (aloneBefore ? 1 : 0) + (aloneAfter ? 1 : 0);
}
