/** GET /events/{id}/seat-map: the map of an event, in full or in columns, compressed once per version. */
import type { catalog } from '@usher/contracts/catalog';
import type { SeatMapColumns } from '@usher/contracts/seat-map';
import { sql } from '@usher/kit/database';
import { type Call, type Handler, Reply } from '@usher/kit/operations';
import { worksFor } from '@usher/kit/principal';
import { refuse } from '@usher/kit/refusal';
import { isFresh } from '@usher/kit/written';
import type { CatalogKit } from './catalog-kit.ts';
import { readEvent } from './event-row.ts';
import { toAnswer } from './seat-map-columns.ts';
import { type Encoding, openSeatMapMemory } from './seat-map-memory.ts';

const COLUMNS_TYPE = 'application/vnd.usher.seat-map+json';
const MEGABYTE = 1024 * 1024;

/** A place whose map names no tier shows the event's first, at which it sells. */
export function getEventSeatMap(kit: CatalogKit): Handler<typeof catalog.operations.getEventSeatMap> {
  const memory = openSeatMapMemory(kit.config.SEAT_MAP_MEMORY_MEGABYTES * MEGABYTE);
  return async (call) => {
    const event = await readEvent(kit.db, call.params.id);
    const isDraft = event?.state === 'draft';
    if (!event || event.seat_map_version === null) return refuse('not_found');
    if (isDraft && !(call.visitor && worksFor(call.visitor, event.organization_id, ['organizer', 'operator'])))
      return refuse('not_found');
    const inColumns = (call.header('accept') ?? '').includes(COLUMNS_TYPE);
    const [firstTier] = event.price_tiers;
    const version = event.seat_map_version;
    const map = await memory.read([event.venue_id, version, firstTier?.key, inColumns].join(' '), async () => {
      const [stored] = await kit.db.query<{ columns: SeatMapColumns }>(sql`
        select columns from seat_map where venue_id = ${event.venue_id} and version = ${version}`);
      if (!stored) throw new Error(`event ${event.id} is on a seat map that is not there`);
      const columns = withFirstTier(stored.columns, firstTier?.key ?? '');
      return JSON.stringify(inColumns ? { version, ...columns } : toAnswer(columns, version));
    });
    const encoding = encodingFor(call);
    const etag = `"${map.hash}${encoding === 'identity' ? '' : `-${encoding}`}"`;
    const headers = {
      etag,
      vary: 'Accept, Accept-Encoding, Origin',
      'cache-control': isDraft ? 'private, no-cache' : 'public, max-age=60',
      'content-type': inColumns ? COLUMNS_TYPE : 'application/json; charset=utf-8',
    };
    if (isFresh(call.header('if-none-match'), etag)) return new Reply(undefined as never, { status: 304, headers });
    const body = await map.bytes(encoding);
    return new Reply(body as never, {
      headers: encoding === 'identity' ? headers : { ...headers, 'content-encoding': encoding },
    });
  };
}

/** Writes the event's first tier where the map names none. */
function withFirstTier(columns: SeatMapColumns, key: string): SeatMapColumns {
  const known = columns.tierKeys.indexOf(key);
  const first = known < 0 ? columns.tierKeys.length : known;
  const filled = (tier: number) => (tier < 0 ? first : tier);
  return {
    ...columns,
    tierKeys: known < 0 ? [...columns.tierKeys, key] : columns.tierKeys,
    sections: columns.sections.map((section) => ({
      ...section,
      rows: section.rows.map((row) => ({
        ...row,
        tiers: typeof row.tiers === 'number' ? filled(row.tiers) : row.tiers.map(filled),
      })),
    })),
    areas: columns.areas.map((area) => ({ ...area, tierKey: area.tierKey ?? key })),
  };
}

/** The smallest form the reader takes; `q=0` is a no (RFC 9110, section 12.5.3). */
function encodingFor(call: Pick<Call, 'header'>): Encoding {
  const taken = (call.header('accept-encoding') ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]?.trim());
  return taken.includes('br') ? 'br' : taken.includes('gzip') ? 'gzip' : 'identity';
}
