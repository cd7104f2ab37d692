/** POST /seat-maps/preview: what a map would look like, before a venue gets it. */
import type { catalog } from '@usher/contracts/catalog';
import { type Handler, Reply } from '@usher/kit/operations';
import { refused } from '@usher/kit/refusal';
import type { CatalogKit } from './catalog-kit.ts';
import { drawnMap } from './put-seat-map.ts';
import { toColumns } from './seat-map-columns.ts';
import { sizeOf } from './seat-map.ts';

/** The same faults as when it is put, and the same columns as an event's map has; its ids are gone afterwards. */
export function previewSeatMap(kit: CatalogKit): Handler<typeof catalog.operations.previewSeatMap> {
  return async (call) => {
    const map = drawnMap(kit, call.body);
    if (refused(map)) return map;
    const { seats, areaPlaces } = sizeOf(map);
    const preview = { version: 0, seatCount: seats, areaCapacity: areaPlaces, ...toColumns(map) };
    return new Reply(JSON.stringify(preview) as never);
  };
}
