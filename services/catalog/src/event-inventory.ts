/** What seats needs to open an event for sale: its places in order, and what each costs. */
import type { catalog } from '@usher/contracts/catalog';
import type { SeatMapColumns } from '@usher/contracts/seat-map';
import { sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { refuse } from '@usher/kit/refusal';
import type { CatalogKit } from './catalog-kit.ts';
import { type PriceTierRow, readEvent } from './event-row.ts';

type RowColumns = SeatMapColumns['sections'][number]['rows'][number];

/** A place whose map names no tier sells at the event's first. */
export function getEventInventory(kit: CatalogKit): Handler<typeof catalog.internal.getEventInventory> {
  return async (call) => {
    const event = await readEvent(kit.db, call.params.id);
    if (!event || event.state === 'draft' || event.seat_map_version === null) return refuse('not_found');
    const [map] = await kit.db.query<{ columns: SeatMapColumns }>(sql`
      select columns from seat_map where venue_id = ${event.venue_id} and version = ${event.seat_map_version}`);
    if (!map) throw new Error(`event ${event.id} is on a seat map that is not there`);
    const { columns } = map;
    const tierOf = tierIndexes(columns.tierKeys, event.price_tiers);
    return {
      eventId: event.id,
      organizationId: event.organization_id,
      seatMap: {
        version: event.seat_map_version,
        seatIdBase: columns.seatIdBase,
        decimals: columns.decimals,
        sections: columns.sections.map((section) => ({
          name: section.name,
          rows: section.rows.map((row) => ({
            name: row.name,
            numbers: numbersOf(row),
            tiers: tiersOf(row, tierOf),
            x: row.x,
            y: row.y,
            accessible: row.accessible,
          })),
        })),
      },
      areas: columns.areas.map(({ id, name, capacity, tierKey }) => ({
        id,
        name,
        capacity,
        tierKey: tierKey ?? firstKey(event.price_tiers),
      })),
      priceTiers: event.price_tiers.map(({ key, name, price }) => ({ key, name, price })),
    };
  };
}

/** From the map's tier index (-1: none) to the event's. */
function tierIndexes(tierKeys: readonly string[], tiers: readonly PriceTierRow[]): (index: number) => number {
  const indexes = tierKeys.map((key) => tiers.findIndex((tier) => tier.key === key));
  return (index) => {
    const found = index < 0 ? 0 : indexes[index];
    if (found === undefined || found < 0)
      throw new Error(`an event was published without a price for ${tierKeys[index] ?? index}`);
    return found;
  };
}

function numbersOf({ numbers, x }: RowColumns): string[] {
  return typeof numbers === 'number' ? x.map((_, i) => String(numbers + i)) : [...numbers];
}

function tiersOf({ tiers, x }: RowColumns, tierOf: (index: number) => number): number[] {
  if (typeof tiers !== 'number') return tiers.map(tierOf);
  const tier = tierOf(tiers);
  return x.map(() => tier);
}

function firstKey(tiers: readonly PriceTierRow[]): string {
  const [first] = tiers;
  if (!first) throw new Error('an event has no price');
  return first.key;
}
