/** A small house for tests: two sections of three rows of six seats side by side, and an area behind them. */
import { type LiveSeatsStore, openLiveSeats } from '../../app/seat-map/live-seats.ts';
import { type CompactSeatMap, type Plan, type PlanTier, readPlan } from '../../app/seat-map/plan.ts';

export const tiers: PlanTier[] = [
  { key: 'gold', name: 'Gold', price: { amount: 9000, currency: 'EUR' } },
  { key: 'silver', name: 'Silver', price: { amount: 6000, currency: 'EUR' } },
  { key: 'floor', name: 'Floor', price: { amount: 3000, currency: 'EUR' } },
];

const SEATS = 6;
const idOf = (n: number) => `01900000-0000-7000-8000-0000000${String(n).padStart(5, '0')}`;

/** Seats 0 to 17 are Left (rows A, B, C from the stage), 18 to 35 Right; row C is silver, seat 12 is for wheelchairs. */
export function smallHouse(): Plan {
  const section = (name: string, left: number): CompactSeatMap['sections'][number] => ({
    id: idOf(left),
    name,
    rows: ['A', 'B', 'C'].map((row, i) => ({
      id: idOf(left + i + 1),
      name: row,
      x: [left, ...Array.from({ length: SEATS - 1 }, () => 50)],
      y: [500 + i * 90, ...Array.from({ length: SEATS - 1 }, () => 0)],
      numbers: 1,
      tiers: row === 'C' ? 1 : 0,
      accessible: row === 'C' && name === 'Left' ? [0] : [],
    })),
  });
  const map: CompactSeatMap = {
    version: 3,
    seatIdBase: idOf(0),
    decimals: 0,
    tierKeys: ['gold', 'silver'],
    sections: [section('Left', 100), section('Right', 410)],
    areas: [{ id: idOf(999), name: 'Floor', capacity: 100, tierKey: 'floor', x: 380, y: 1200 }],
  };
  return readPlan(map, tiers);
}

/** The live state of the house: all free but `taken`. */
export function liveHouse(plan: Plan, taken: readonly number[] = []): LiveSeatsStore {
  const live = openLiveSeats(plan);
  live.applySnapshot({
    version: 1,
    seats: btoa(String.fromCharCode(...new Uint8Array((plan.seatCount + 3) >> 2))),
    areas: plan.areas.map(({ id, capacity }) => ({ id, free: capacity })),
  });
  live.applyDelta({ from: 1, version: 2, seats: taken.map((seat) => [seat, 2]), areas: [] });
  return live;
}
