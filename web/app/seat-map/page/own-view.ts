/**
 * The live state as this buyer should see it: seats of the buyer's own hold are free to them, and seats that a refusal
 * named are gone before the live stream has said so.
 */
import type { LiveChange, LiveSeats } from '../live-seats.ts';
import type { Plan } from '../plan.ts';
import { FREE, HELD } from '../seat-states.ts';

/** Places the buyer holds already. */
export interface OwnPlaces {
  readonly seats: ReadonlySet<number>;
  /** How many, by the index of the area. */
  readonly areas: ReadonlyMap<number, number>;
}

export const NO_PLACES: OwnPlaces = { seats: new Set(), areas: new Map() };

export interface OwnView extends LiveSeats {
  /** From now on these are the buyer's. */
  own(places: OwnPlaces): void;
  /** Somebody else has these: so it was said to the buyer. */
  tellTaken(seats: readonly number[]): void;
}

/** Lays the buyer's own view over the live state; neither is copied. */
export function ownViewOf(plan: Plan, live: LiveSeats): OwnView {
  let mine = NO_PLACES;
  const taken = new Set<number>();
  let changes = 0;
  const listeners = new Set<(change: LiveChange) => void>();

  const stateOf = (seat: number) => {
    if (mine.seats.has(seat)) return FREE;
    const state = live.stateOf(seat);
    return state === FREE && taken.has(seat) ? HELD : state;
  };
  /** Seats that look better to this buyer than to others, or worse, at a tier of a section. */
  const difference = (at: (seat: number) => boolean) => {
    let sum = 0;
    for (const seat of mine.seats) if (at(seat) && live.stateOf(seat) !== FREE) sum += 1;
    for (const seat of taken) if (at(seat) && live.isFree(seat) && !mine.seats.has(seat)) sum -= 1;
    return sum;
  };
  const ownInAreasAt = (tier: number) =>
    [...mine.areas].reduce((sum, [area, count]) => sum + (plan.areas[area]?.tier === tier ? count : 0), 0);
  const freeInSectionAt = (section: number, tier: number) =>
    live.freeInSectionAt(section, tier) +
    difference((seat) => plan.section[seat] === section && plan.tier[seat] === tier);
  function tell(seats: readonly number[]): void {
    changes += 1;
    for (const listener of listeners) listener({ seats });
  }

  return {
    get status() {
      return live.status;
    },
    get version() {
      return live.version;
    },
    get revision() {
      return live.revision + changes;
    },
    stateOf,
    isFree: (seat) => seat >= 0 && seat < plan.seatCount && stateOf(seat) === FREE,
    freeInArea: (area) => live.freeInArea(area) + (mine.areas.get(area) ?? 0),
    freeInSection: (section) => live.freeInSection(section) + difference((seat) => plan.section[seat] === section),
    freeInSectionAt,
    freeAt: (tier) => live.freeAt(tier) + difference((seat) => plan.tier[seat] === tier) + ownInAreasAt(tier),
    cheapestIn: (section) => cheapestOf(plan, (tier) => freeInSectionAt(section, tier) > 0),
    subscribe(listener) {
      listeners.add(listener);
      const stop = live.subscribe((change) => {
        // Once the stream has said so too, it is the stream that says when such a seat is free again.
        for (const seat of taken) if (!live.isFree(seat)) taken.delete(seat);
        listener(change);
      });
      return () => {
        listeners.delete(listener);
        stop();
      };
    },
    own(places) {
      const changed = [...mine.seats, ...places.seats];
      mine = places;
      tell(changed);
    },
    tellTaken(seats) {
      for (const seat of seats) if (live.isFree(seat)) taken.add(seat);
      tell(seats);
    },
  };
}

function cheapestOf(plan: Plan, isLeft: (tier: number) => boolean): number | undefined {
  const left = plan.tiers.map((_, tier) => tier).filter(isLeft);
  return left.sort((a, b) => priceAt(plan, a) - priceAt(plan, b))[0];
}

function priceAt(plan: Plan, tier: number): number {
  return plan.tiers[tier]?.price.amount ?? 0;
}
