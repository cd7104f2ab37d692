/** A hall for tests: two sections of rows of ten in front of a stage, and a floor. */
import type { CompactSeatMap, Plan, PlanTier } from '../../app/seat-map/plan.ts';
import { readPlan } from '../../app/seat-map/plan.ts';

export const BASE = '0190a000-0000-7000-8000-123456700000';

export const tiers: PlanTier[] = [
  { key: 'gold', name: 'Gold', price: { amount: 9000, currency: 'EUR' } },
  { key: 'standard', name: 'Standard', price: { amount: 4500, currency: 'EUR' } },
];

/** Rows run along x, a pitch of 50; the first row is nearest to the top, where the stage is. */
function row(name: string, from: { x: number; y: number }, about: { tiers: number; accessible?: number[] }) {
  return {
    id: `row-${name}-${from.x}`,
    name,
    x: [from.x, ...Array.from({ length: 9 }, () => 50)],
    y: [from.y, ...Array.from({ length: 9 }, () => 0)],
    numbers: 1,
    tiers: about.tiers,
    accessible: about.accessible ?? [],
  };
}

export function smallMap(): CompactSeatMap {
  return {
    version: 7,
    seatIdBase: BASE,
    decimals: 0,
    tierKeys: ['standard', 'gold'],
    sections: [
      {
        id: 'left',
        name: 'Stalls Left',
        rows: [
          row('A', { x: 500, y: 1000 }, { tiers: 1 }),
          row('B', { x: 500, y: 1090 }, { tiers: 0, accessible: [0] }),
        ],
      },
      {
        id: 'right',
        name: 'Stalls Right',
        rows: [row('A', { x: 1200, y: 1000 }, { tiers: 1 }), row('B', { x: 1200, y: 1090 }, { tiers: 0 })],
      },
    ],
    areas: [{ id: 'floor', name: 'Floor', capacity: 100, tierKey: null, x: 1100, y: 2000 }],
  };
}

export function smallPlan(): Plan {
  return readPlan(smallMap(), tiers);
}

/** The base64 of an availability in which these seats have these states and all others are free. */
export function bitsOf(plan: Plan, states: Readonly<Record<number, number>> = {}): string {
  const bytes = new Uint8Array((plan.seatCount + 3) >> 2);
  for (const [seat, state] of Object.entries(states)) {
    const i = Number(seat);
    bytes[i >> 2] = (bytes[i >> 2] ?? 0) | (state << (2 * (i & 3)));
  }
  return btoa(String.fromCharCode(...bytes));
}
