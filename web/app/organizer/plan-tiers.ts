/** Tiers for a map that is only looked at: a venue has no prices, its events have. */
import type { PlanTier } from '../seat-map/plan.ts';
import { nameOfKey } from './tier-keys.ts';

/** One tier per key, in the map's order; a map without tiers sells at one price. */
export function planTiers(keys: readonly string[], names: ReadonlyMap<string, string> = new Map()): PlanTier[] {
  const price = { amount: 0, currency: 'EUR' as const };
  if (keys.length === 0) return [{ key: '', name: 'One price', price }];
  return keys.map((key) => ({ key, name: names.get(key) ?? nameOfKey(key), price }));
}
