/** Fetches the seat map of an event in its compact form: a stadium of 60,000 seats is about 100 kB. */
import { type CompactSeatMap, type Plan, type PlanTier, readPlan } from './plan.ts';

const COMPACT_TYPE = 'application/vnd.usher.seat-map+json';

/** Throws when the map cannot be had: the page says so and offers to try again. */
export async function fetchPlan(eventId: string, tiers: readonly PlanTier[], signal?: AbortSignal): Promise<Plan> {
  const answer = await fetch(`/api/events/${eventId}/seat-map`, {
    headers: { accept: COMPACT_TYPE },
    ...(signal && { signal }),
  });
  if (!answer.ok) throw new Error(`seat map of event ${eventId}: the answer was ${answer.status}`);
  return readPlan((await answer.json()) as CompactSeatMap, tiers);
}
