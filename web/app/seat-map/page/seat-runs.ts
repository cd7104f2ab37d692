/** Seats beside each other that are for sale together: what the list offers and what "best seats" chooses from. */
import { joined } from '../adjacent.ts';
import type { Plan } from '../plan.ts';

export interface Run {
  readonly first: number;
  readonly count: number;
}

/** The runs of accepted seats of one row, none across an aisle or a change of price. */
export function runsOf(plan: Plan, row: number, accept: (seat: number) => boolean): Run[] {
  const { firstSeat = 0, seatCount = 0 } = plan.rows[row] ?? {};
  const runs: Run[] = [];
  let [first, count] = [firstSeat, 0];
  for (let seat = firstSeat; seat < firstSeat + seatCount; seat += 1) {
    const goesOn = count > 0 && joined(plan, seat - 1, seat) && plan.tier[seat - 1] === plan.tier[seat];
    if (count > 0 && (!goesOn || !accept(seat))) {
      runs.push({ first, count });
      count = 0;
    }
    if (!accept(seat)) continue;
    if (count === 0) first = seat;
    count += 1;
  }
  if (count > 0) runs.push({ first, count });
  return runs;
}

/** The seats of a run, or its first `count`. */
export function seatsOf(run: Run, count = run.count): number[] {
  return Array.from({ length: Math.min(count, run.count) }, (_, i) => run.first + i);
}
