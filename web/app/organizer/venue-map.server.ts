/** Which event shows a venue's newest seat map: maps are read through the events that sell them. */
import type { RouterContextProvider } from 'react-router';
import type { Ask, Data } from '../api/ask.ts';
import type { PlanTier } from '../seat-map/plan.ts';
import { eventMapOf } from './event-map.server.ts';
import { planTiers } from './plan-tiers.ts';

const LISTED_MAX = 100;
/** Events looked into before giving up: an older one may have been published with an older map. */
const TRIED_MAX = 3;

export interface ShownMap {
  readonly eventId: string;
  readonly tiers: readonly PlanTier[];
}

/** Null when no event takes place on the newest map yet. */
export async function shownMapOf(
  context: Readonly<RouterContextProvider>,
  ask: Ask,
  venue: Data<'getVenue'>,
): Promise<ShownMap | null> {
  if (venue.seatMap === null) return null;
  const listed = await ask('listOrganizationEvents', {
    params: { id: venue.organizationId },
    query: { limit: LISTED_MAX },
  });
  const here = (listed.ok ? listed.data.items : []).filter((event) => event.venue.id === venue.id);
  // A draft is always on the newest map.
  const tried = here
    .toSorted((a, b) => Number(b.status === 'draft') - Number(a.status === 'draft'))
    .slice(0, TRIED_MAX);
  for (const { id } of tried) {
    const map = await eventMapOf(context, id);
    if (map?.version !== venue.seatMap.version) continue;
    const event = await ask('getEvent', { params: { idOrSlug: id } });
    if (event.ok) return { eventId: id, tiers: tiersOf(Object.keys(map.placesByTier), event.data) };
  }
  return null;
}

/** The map's own tiers, called and ordered as the event does where it knows them. */
function tiersOf(keys: readonly string[], { priceTiers }: Data<'getEvent'>): PlanTier[] {
  const named = priceTiers.filter(({ key }) => keys.includes(key));
  const others = keys.filter((key) => !named.some((tier) => tier.key === key));
  return [
    ...named.map(({ key, name, price }) => ({ key, name, price })),
    ...(others.length > 0 ? planTiers(others) : []),
  ];
}
