/** PUT /venues/{id}/seat-map: a drawing, or a generator's, becomes the venue's newest map. */
import type { catalog } from '@usher/contracts/catalog';
import type { SeatMapInput, SeatMapRequest } from '@usher/contracts/seat-map';
import { sql, type Transaction } from '@usher/kit/database';
import type { Handler } from '@usher/kit/operations';
import { worksFor } from '@usher/kit/principal';
import { type Refusal, refuse, refused, refuseFields } from '@usher/kit/refusal';
import type { z } from 'zod';
import type { CatalogKit } from './catalog-kit.ts';
import { generateSeatMap } from './generate-seat-map.ts';
import { toColumns } from './seat-map-columns.ts';
import { type SeatMap, seatMapOf, sizeOf } from './seat-map.ts';
import { validateSeatMap } from './validate-seat-map.ts';
import { readVenue } from './venue-row.ts';

/** A map is never changed: each put makes the next version, and published events stay on theirs. */
export function putSeatMap(kit: CatalogKit): Handler<typeof catalog.operations.putSeatMap> {
  return async (call) => {
    const venue = await readVenue(kit.db, call.params.id);
    if (!venue || !worksFor(call.principal, venue.organization_id, ['organizer'])) return refuse('not_found');
    const map = drawnMap(kit, call.body);
    if (refused(map)) return map;
    const version = await kit.db.transaction((tx) => insertSeatMap(tx, venue.id, map));
    return { version, seatCount: sizeOf(map).seats };
  };
}

/** The map that is asked for, drawn or generated, with new ids; or all its faults. */
export function drawnMap(
  kit: Pick<CatalogKit, 'clock'>,
  { generator, sections = [], areas = [] }: z.output<typeof SeatMapRequest>,
): SeatMap | Refusal<'invalid_request'> {
  const input: SeatMapInput = generator ? generateSeatMap(generator) : { sections, areas };
  const faults = validateSeatMap(input);
  return faults.length > 0 ? refuseFields(faults) : seatMapOf(input, () => kit.clock.newId());
}

/** Stores a map as the next version of its venue; gives that version. */
export async function insertSeatMap(tx: Transaction, venueId: string, map: SeatMap): Promise<number> {
  const [next] = await tx.query<{ version: number }>(sql`
    update venue set seat_map_version = coalesce(seat_map_version, 0) + 1 where id = ${venueId} returning seat_map_version as version`);
  if (!next) throw new Error(`venue ${venueId} is gone`);
  const columns = toColumns(map);
  const { seats, areaPlaces } = sizeOf(map);
  const seating = seats === 0 ? 'areas' : areaPlaces === 0 ? 'seated' : 'mixed';
  const tierKeys = new Set([...columns.tierKeys, ...columns.areas.flatMap((area) => area.tierKey ?? [])]);
  await tx.send(sql`
    insert into seat_map (venue_id, version, columns, seat_count, area_capacity, seating, tier_keys, created_at)
    values (${venueId}, ${next.version}, ${JSON.stringify(columns)}::json, ${seats}, ${areaPlaces}, ${seating}, ${[...tierKeys]}::text[], usher_now())`);
  return next.version;
}
