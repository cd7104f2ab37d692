/** GET /venues and /venues/{id}: anybody may look. */
import type { catalog } from '@usher/contracts/catalog';
import { decodeCursor, encodeCursor } from '@usher/kit/cursor';
import { sql } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { refuse, refuseFields } from '@usher/kit/refusal';
import type { CatalogKit } from './catalog-kit.ts';
import { searchQuery } from './search-text.ts';
import { readVenue, type VenueRow, venueOf } from './venue-row.ts';

/** Venues by name; `q` finds words of name and city. */
export function listVenues(kit: CatalogKit): Handler<typeof catalog.operations.listVenues> {
  return async (call) => {
    const { q, city, organizationId, limit, cursor } = call.query;
    const after = cursor === undefined ? [] : decodeCursor(cursor, 2);
    if (!after || (after[1] !== undefined && !/^[0-9a-f-]{36}$/.test(after[1])))
      return refuseFields([{ path: 'cursor', message: 'is not one of ours' }]);
    const query = searchQuery(q);
    const rows = await kit.db.query<VenueRow>(sql`
      select v.id, v.organization_id, v.name, v.address, v.city, v.country, v.time_zone, v.seat_map_version, m.seat_count, m.area_capacity, m.tier_keys
      from venue v left join seat_map m on m.venue_id = v.id and m.version = v.seat_map_version
      where (${query ?? null}::text is null or v.search @@ to_tsquery('simple', ${query ?? ''}))
        and (${city ?? null}::text is null or lower(v.city) = lower(${city ?? ''}))
        and (${organizationId ?? null}::uuid is null or v.organization_id = ${organizationId ?? null}::uuid)
        and (${after[0] ?? null}::text is null or (v.name, v.id) > (${after[0] ?? ''}, ${after[1] ?? null}::uuid))
      order by v.name, v.id limit ${limit + 1}`);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map(venueOf),
      nextCursor: rows.length > limit && last ? encodeCursor([last.name, last.id]) : null,
    };
  };
}

/** One venue. */
export function getVenue(kit: CatalogKit): Handler<typeof catalog.operations.getVenue> {
  return async (call) => {
    const row = await readVenue(kit.db, call.params.id);
    return row ? venueOf(row) : refuse('not_found');
  };
}
