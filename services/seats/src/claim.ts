/**
 * The rules of claims and holds: pure, and the one table of legal moves. Nobody else compares a
 * state; the SQL of each verb carries out what is decided here.
 */

/** What a place can be, as stored and as sent in the availability bitmap. */
export const FREE = 0;
export const HELD = 1;
export const SOLD = 2;
export const BLOCKED = 3;
export type PlaceState = typeof FREE | typeof HELD | typeof SOLD | typeof BLOCKED;

export type HoldState = 'held' | 'paying' | 'sold' | 'released' | 'expired';

/** Legal moves of a hold. `sold -> released` is giving back what could not be charged. */
export const holdMoves: Readonly<Record<HoldState, readonly HoldState[]>> = {
  held: ['paying', 'sold', 'released', 'expired'],
  paying: ['held', 'sold', 'released', 'expired'],
  // A payment that comes late sells the same places again if they are still free.
  expired: ['sold'],
  released: ['sold'],
  sold: ['released'],
};

/** True when a hold may go from one state to the other. */
export function mayMove(from: HoldState, to: HoldState): boolean {
  return holdMoves[from].includes(to);
}

/** A place as read under its row lock. */
export interface LockedClaim {
  readonly eventId: string;
  readonly place: number;
  readonly state: PlaceState;
  readonly fence: number;
  readonly holdId: string | undefined;
  /** Held, but its time has passed by the database's clock: free for whoever comes. */
  readonly lapsed: boolean;
}

/** True when the place can be claimed by anybody. */
export function isFree(claim: Pick<LockedClaim, 'state' | 'lapsed'>): boolean {
  return claim.state === FREE || (claim.state === HELD && claim.lapsed);
}

/** What one buyer asks for: named places, and so many anywhere in an area. */
export interface Wish {
  readonly holdId: string;
  readonly eventId: string;
  readonly places: readonly number[];
  readonly areas: readonly { readonly areaNo: number; readonly quantity: number }[];
}

export type Decision =
  | { readonly kind: 'granted'; readonly claims: readonly LockedClaim[] }
  | { readonly kind: 'taken'; readonly places: readonly number[] }
  | { readonly kind: 'short' };

export const claimKey = (eventId: string, place: number): string => `${eventId} ${place}`;
export const areaKey = (eventId: string, areaNo: number): string => `${eventId} area ${areaNo}`;

/**
 * Decides wishes in arrival order, all or nothing each. `locked` has every named place;
 * `pools` the free places found in each area, which are handed out from the front.
 */
export function decide(
  wishes: readonly Wish[],
  locked: ReadonlyMap<string, LockedClaim>,
  pools: ReadonlyMap<string, readonly LockedClaim[]>,
): Decision[] {
  const given = new Set<string>();
  const nextInPool = new Map<string, number>();
  return wishes.map((wish) => {
    const named = wish.places.map((place) => locked.get(claimKey(wish.eventId, place)));
    const taken = wish.places.filter((place, i) => {
      const claim = named[i];
      return !claim || !isFree(claim) || given.has(claimKey(wish.eventId, place));
    });
    if (taken.length > 0) return { kind: 'taken', places: taken };
    const standing: LockedClaim[] = [];
    for (const { areaNo, quantity } of wish.areas) {
      const key = areaKey(wish.eventId, areaNo);
      const from = nextInPool.get(key) ?? 0;
      const chosen = (pools.get(key) ?? []).slice(from, from + quantity);
      if (chosen.length < quantity) return { kind: 'short' };
      standing.push(...chosen);
    }
    for (const { areaNo, quantity } of wish.areas) {
      const key = areaKey(wish.eventId, areaNo);
      nextInPool.set(key, (nextInPool.get(key) ?? 0) + quantity);
    }
    const claims = [...named.filter((claim) => claim !== undefined), ...standing];
    for (const claim of claims) given.add(claimKey(claim.eventId, claim.place));
    return { kind: 'granted', claims };
  });
}
