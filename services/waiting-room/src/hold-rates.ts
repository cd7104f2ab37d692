/** How often holds are made, event by event, over the last seconds: what closes an automatic door. */

export interface HoldRates {
  /** Counts holds; gives the events that are at half the closing rate or above it, and those above it. */
  count(holds: readonly { readonly eventId: string; readonly at: string }[]): { hot: string[]; rushed: string[] };
}

/** A rush is judged over so many seconds, by when holds were made, not by when they are heard of. */
const SECONDS = 5;
const EVENTS_MAX = 10_000;

/** Counts in memory; `closing` is in holds a second. */
export function openHoldRates(closing: number): HoldRates {
  const byEvent = new Map<string, Map<number, number>>();
  return {
    count(holds) {
      for (const { eventId, at } of holds) add(byEvent, eventId, Math.floor(Date.parse(at) / 1_000));
      if (byEvent.size > EVENTS_MAX) byEvent.clear();
      const events = [...new Set(holds.map((hold) => hold.eventId))];
      const rates = events.map((eventId) => ({ eventId, rate: rateOf(byEvent.get(eventId)) }));
      return {
        hot: rates.filter(({ rate }) => rate >= closing / 2).map(({ eventId }) => eventId),
        rushed: rates.filter(({ rate }) => rate > closing).map(({ eventId }) => eventId),
      };
    },
  };
}

function add(byEvent: Map<string, Map<number, number>>, eventId: string, second: number): void {
  let seconds = byEvent.get(eventId);
  if (!seconds) {
    seconds = new Map();
    byEvent.set(eventId, seconds);
  }
  seconds.set(second, (seconds.get(second) ?? 0) + 1);
  for (const old of seconds.keys()) if (old <= second - SECONDS) seconds.delete(old);
}

function rateOf(seconds: ReadonlyMap<number, number> = new Map()): number {
  return [...seconds.values()].reduce((sum, count) => sum + count, 0) / SECONDS;
}
