/** What an event's form can choose from. */
import type { Ask } from '../api/ask.ts';
import { currencyOf, tierValues } from './event-values.server.ts';
import type { VenueChoice } from './place-fields.tsx';
import { unpricedRows } from './unpriced-rows.ts';

const LISTED_MAX = 100;
/** Venues whose last prices are looked up: beyond so many, a form starts empty. */
const PRICED_MAX = 12;
const usual = ['concert', 'theatre', 'comedy', 'sports', 'festival', 'conference', 'family'];

/** The organization's venues, each with what an event there would ask prices for. */
export async function venueChoices(ask: Ask, organizationId: string): Promise<VenueChoice[]> {
  const [venues, events] = await Promise.all([
    ask('listVenues', { query: { organizationId, limit: LISTED_MAX } }),
    ask('listOrganizationEvents', { params: { id: organizationId }, query: { limit: LISTED_MAX } }),
  ]);
  if (!venues.ok) return [];
  const latest = new Map<string, string>();
  for (const { id, venue } of events.ok ? events.data.items : [])
    if (!latest.has(venue.id) && latest.size < PRICED_MAX) latest.set(venue.id, id);
  return Promise.all(
    venues.data.items.map(async ({ id, name, city, timeZone, seatMap }) => {
      const tierKeys = seatMap?.tierKeys ?? [];
      return {
        ...{ id, name, city, timeZone, tierKeys },
        places: seatMap && seatMap.seatCount + seatMap.areaCapacity,
        prices: suggested(await lastPrices(ask, latest.get(id)), tierKeys),
      };
    }),
  );
}

/** Categories in use, with some usual ones. */
export async function categoryChoices(ask: Ask): Promise<string[]> {
  const facets = await ask('getEventFacets', {});
  const used = facets.ok ? facets.data.categories.map(({ name }) => name) : [];
  return [...new Set([...used, ...usual])].sort();
}

/** As last time, with an empty price for each part of the seat map that had none. */
function suggested(last: VenueChoice['prices'], tierKeys: readonly string[]): VenueChoice['prices'] {
  const tiers = last?.tiers ?? [];
  const rows = [...tiers, ...unpricedRows(tierKeys, tiers)];
  return rows.length === 0 ? null : { currency: last?.currency ?? null, tiers: rows };
}

async function lastPrices(ask: Ask, eventId: string | undefined): Promise<VenueChoice['prices']> {
  if (eventId === undefined) return null;
  const event = await ask('getEvent', { params: { idOrSlug: eventId } });
  return event.ok ? { currency: currencyOf(event.data), tiers: tierValues(event.data) } : null;
}
