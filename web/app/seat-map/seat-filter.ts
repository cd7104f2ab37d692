/** Which seats the buyer wants to see; the others stay on the map, faint and not to be picked. */
import { isAccessible, type Plan } from './plan.ts';

export interface SeatFilter {
  /** Indexes in `plan.tiers`; null means every tier. */
  readonly tiers: ReadonlySet<number> | null;
  readonly accessibleOnly: boolean;
}

export const NO_FILTER: SeatFilter = { tiers: null, accessibleOnly: false };

/** Whether a seat is inside the filter, free or not. */
export function passes(plan: Plan, filter: SeatFilter, seat: number): boolean {
  if (filter.accessibleOnly && !isAccessible(plan, seat)) return false;
  return filter.tiers === null || filter.tiers.has(plan.tier[seat] ?? 0);
}

/** Whether an area is inside the filter: it has no wheelchair places of its own. */
export function areaPasses(plan: Plan, filter: SeatFilter, area: number): boolean {
  return !filter.accessibleOnly && (filter.tiers === null || filter.tiers.has(plan.areas[area]?.tier ?? 0));
}
