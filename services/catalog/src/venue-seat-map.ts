/** GET /venues/{id}/seat-map: the map an organizer draws events on, as it is now. */
import type { catalog } from '@usher/contracts/catalog';
import type { SeatMapColumns } from '@usher/contracts/seat-map';
import { sql } from '@usher/kit/database';
import { type Handler, Reply } from '@usher/kit/operations';
import { worksFor } from '@usher/kit/principal';
import { refuse } from '@usher/kit/refusal';
import type { CatalogKit } from './catalog-kit.ts';
import { readVenue } from './venue-row.ts';

/** In the form of the preview: a tier nobody named stays unnamed, since prices belong to events. */
export function getVenueSeatMap(kit: CatalogKit): Handler<typeof catalog.operations.getVenueSeatMap> {
  return async (call) => {
    const venue = await readVenue(kit.db, call.params.id);
    if (!venue || !worksFor(call.principal, venue.organization_id, ['organizer'])) return refuse('not_found');
    const { seat_map_version: version, seat_count: seatCount, area_capacity: areaCapacity } = venue;
    if (version === null) return refuse('not_found');
    const [map] = await kit.db.query<{ columns: SeatMapColumns }>(
      sql`select columns from seat_map where venue_id = ${venue.id} and version = ${version}`,
    );
    if (!map) throw new Error(`venue ${venue.id} is on a seat map that is not there`);
    return new Reply(JSON.stringify({ version, seatCount, areaCapacity, ...map.columns }) as never);
  };
}
