/** A venue as the database keeps it, and as it is shown. */
import type { Venue } from '@usher/contracts/catalog-shapes';
import { type Queryable, sql } from '@usher/kit/database';
import type { z } from 'zod';

export interface VenueRow {
  readonly id: string;
  readonly organization_id: string;
  readonly name: string;
  readonly address: string;
  readonly city: string;
  readonly country: string;
  readonly time_zone: string;
  readonly seat_map_version: number | null;
  readonly seat_count: number | null;
  readonly area_capacity: number | null;
  readonly tier_keys: readonly string[] | null;
}

/** Reads a venue; anybody may see one. */
export async function readVenue(db: Queryable, id: string): Promise<VenueRow | undefined> {
  const [row] = await db.query<VenueRow>(sql`
    select v.id, v.organization_id, v.name, v.address, v.city, v.country, v.time_zone, v.seat_map_version, m.seat_count, m.area_capacity, m.tier_keys
    from venue v left join seat_map m on m.venue_id = v.id and m.version = v.seat_map_version
    where v.id = ${id}`);
  return row;
}

/** A venue as the API shows it. */
export function venueOf(row: VenueRow): z.input<typeof Venue> {
  const { id, name, address, city, country } = row;
  const seatMap =
    row.seat_map_version === null
      ? null
      : {
          version: row.seat_map_version,
          seatCount: row.seat_count ?? 0,
          areaCapacity: row.area_capacity ?? 0,
          tierKeys: [...(row.tier_keys ?? [])],
        };
  return { id, organizationId: row.organization_id, name, address, city, country, timeZone: row.time_zone, seatMap };
}
