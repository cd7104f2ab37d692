/**
 * Best available within a batch: chosen in memory, claimed under row locks. The picture may be a little old and another
 * copy of the service may be choosing from the same one, so what turns out to be taken is chosen again, each time
 * knowing more. Nobody is waited for here: a row another transaction has locked counts as taken, so that two copies
 * that choose alike move apart at once and never wait for each other in a circle.
 */
import type { Transaction } from '@usher/kit/database';
import { chooseBest } from './best-available.ts';
import { claimKey, isFree, type LockedClaim } from './claim.ts';
import { type FreeSeats, freeSeatsOf } from './free-seats.ts';
import type { HoldCall, Outcome } from './hold-call.ts';
import type { LiveMaps } from './live-map.ts';
import { lockUncontended } from './lock-claims.ts';
import type { Grant } from './write-holds.ts';

/** Free seats by event. */
export type Pictures = ReadonlyMap<string, FreeSeats>;

/** Each time most calls find their seats; whoever does not in so many is decided under locks of all that is left. */
const ROUNDS_MAX = 8;

/** Pictures of the events in which seats are to be chosen or choices judged, as fresh as this process can know. */
export async function openPictures(maps: LiveMaps, calls: readonly HoldCall[]): Promise<Pictures> {
  const pictures = new Map<string, FreeSeats>();
  for (const { best, rules, wish, inventory } of calls) {
    const needed = best !== undefined || (rules.orphanRule === 'on' && wish.places.length > 0);
    if (!needed || pictures.has(wish.eventId)) continue;
    const map = await maps.read(wish.eventId);
    if (map) pictures.set(wish.eventId, freeSeatsOf(inventory.layout.seating, map.states));
  }
  return pictures;
}

/** Chooses for each call in its turn and locks what it chose. Takes what was granted out of the pictures. */
export async function chooseSeats(
  tx: Transaction,
  calls: readonly HoldCall[],
  pictures: Pictures,
): Promise<{ grants: Grant[]; undecided: Map<HoldCall, Outcome> }> {
  const grants: Grant[] = [];
  const undecided = new Map<HoldCall, Outcome>();
  const contended = new Set<string>();
  let open: readonly HoldCall[] = calls;
  for (let round = 0; open.length > 0 && round < ROUNDS_MAX; round += 1) {
    const chosen = open.map((call) => ({ call, places: choose(call, pictures) }));
    const named = chosen.flatMap(({ call, places = [] }) =>
      places.map((place) => ({ eventId: call.wish.eventId, place })),
    );
    const locked = new Map(
      (await lockUncontended(tx, named)).map((claim) => [claimKey(claim.eventId, claim.place), claim]),
    );
    const again: HoldCall[] = [];
    for (const { call, places } of chosen) {
      const { eventId } = call.wish;
      if (!places) {
        undecided.set(call, 'short');
        continue;
      }
      const claims = places.map((place) => locked.get(claimKey(eventId, place))).filter(isObtainable);
      if (claims.length === places.length) grants.push({ call, claims });
      else {
        // What it chose and did get is there for others again; what it did not get stays out of the picture.
        pictures.get(eventId)?.giveBack(claims.map((claim) => claim.place));
        contended.add(eventId);
        again.push(call);
      }
    }
    open = again;
  }
  for (const call of open) undecided.set(call, 'contended');
  for (const call of undecided.keys()) if (contended.has(call.wish.eventId)) undecided.set(call, 'contended');
  return { grants, undecided };
}

/** The best seats in the picture, taken out of it. */
export function choose({ wish, best }: HoldCall, pictures: Pictures): readonly number[] | undefined {
  const free = pictures.get(wish.eventId);
  const seats = free && best && chooseBest(free, best)?.seats;
  if (seats) free.take(seats);
  return seats;
}

function isObtainable(claim: LockedClaim | undefined): claim is LockedClaim {
  return claim !== undefined && isFree(claim);
}
