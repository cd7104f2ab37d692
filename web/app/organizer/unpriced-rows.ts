/** The parts of a seat map that an event has no price for, as rows of its form. */
import { TIERS_MAX, type TierValues } from './event-form.ts';
import { keysOfRows, nameOfKey } from './tier-keys.ts';

/** One row without a price for each tier of the map that no row prices, as many as the form can take. */
export function unpricedRows(mapKeys: readonly string[], rows: readonly TierValues[]): TierValues[] {
  const priced = keysOfRows(rows);
  return mapKeys
    .filter((key) => !priced.includes(key))
    .slice(0, Math.max(0, TIERS_MAX - rows.length))
    .map((key) => ({ key, name: nameOfKey(key), price: '' }));
}
