/** Holding seats: the hottest write there is. Many buyers' wishes are decided in one transaction. */
import type { HoldRequest, seats } from '@usher/contracts/seats';
import type { Transaction } from '@usher/kit/database';
import { type KeepingHandler, keepingAnswers } from '@usher/kit/operations';
import { type Refusal, refuse } from '@usher/kit/refusal';
import { continueTrace } from '@usher/kit/trace';
import type { z } from 'zod';
import { buyerKey, refuseBeyondLimit } from './buyer-limit.ts';
import { chooseSeats, openPictures, type Pictures } from './choose-seats.ts';
import { areaKey, claimKey, decide, type Decision, type LockedClaim } from './claim.ts';
import type { HoldAnswer, HoldCall, Outcome } from './hold-call.ts';
import { holdBest } from './hold-best.ts';
import { holdWhatIsLeft } from './hold-what-is-left.ts';
import { inTurn } from './in-turn.ts';
import type { Inventories, Inventory } from './inventory.ts';
import type { LiveMaps } from './live-map.ts';
import { lockAreas, lockFree, lockPlaces } from './lock-claims.ts';
import { refuseSingles } from './orphan-rule.ts';
import type { PassControl } from './pass.ts';
import type { SeatsKit } from './seats-kit.ts';
import { type HoldTeller, openHoldTeller } from './tell-holds.ts';
import { endOfHolds, type Grant, writeGrants } from './write-holds.ts';

type Request = z.output<typeof HoldRequest>;
type Named = Pick<HoldCall['wish'], 'places' | 'areas'>;

/** POST /holds: all the wished places, or none and why not. */
export function holdSeats(
  kit: SeatsKit,
  inventories: Inventories,
  maps: LiveMaps,
  passes: PassControl,
): KeepingHandler<typeof seats.operations.holdSeats> {
  const teller = openHoldTeller(kit, inventories);
  const inBatch = batchOfHolds(kit, maps, teller);
  const left = holdWhatIsLeft(kit, maps, teller);
  return keepingAnswers(async (call) => {
    const { eventId, bestAvailable, seatIds = [], areas = [] } = call.body;
    const inventory = await inventories.find(eventId);
    if (!inventory) return refuse('not_found');
    const count = bestAvailable?.quantity ?? seatIds.length + areas.reduce((sum, area) => sum + area.quantity, 0);
    const refusal = await inventories.refuseSale(inventory, count);
    if (refusal) return refusal;
    const shut = await passes.refuseWithoutPass({ eventId, ownerId: call.principal.id, pass: call.body.pass });
    if (shut) return shut;
    const named = placesNamed(inventory, call.body);
    if ('code' in named) return named;
    const wished: HoldCall = {
      wish: { holdId: call.madeId, eventId, ...named },
      inventory,
      rules: await inventories.rulesOf(inventory),
      ownerId: call.principal.id,
      requestId: call.requestId,
      isChoice: bestAvailable !== undefined,
      once: call.once,
    };
    // Everything that comes of this hold is told under its id.
    continueTrace(call.requestId, wished.wish.holdId);
    const answer = bestAvailable
      ? await holdBest({ inBatch, left, maps }, wished, bestAvailable)
      : await inTurn(inBatch, wished);
    if (typeof answer === 'string') throw new Error(`hold ${call.madeId} was left ${answer}`);
    return answer;
  });
}

function batchOfHolds(kit: SeatsKit, maps: LiveMaps, teller: HoldTeller): (call: HoldCall) => Promise<HoldAnswer> {
  return kit.batch<HoldCall, HoldAnswer>({
    name: 'hold-seats',
    lanes: 2,
    cap: 64,
    queueMax: 5_000,
    keys: (call) => [
      ...call.wish.places.map((place) => claimKey(call.wish.eventId, place)),
      ...call.wish.areas.map((area) => areaKey(call.wish.eventId, area.areaNo)),
      // Two lanes that choose from one picture would choose the same seats.
      ...(call.best ? [`best ${call.wish.eventId}`] : []),
      ...(call.rules.buyerMax === null ? [] : [buyerKey(call)]),
    ],
    run: async (calls) => {
      const pictures = await openPictures(maps, calls);
      return teller.decide(calls, {
        prepare: (tx) => prepareHolds(kit, tx, calls),
        decide: (tx, open, ready) => holdAll(kit, tx, open, { ...ready, pictures }),
      });
    },
    recall: teller.recall,
  });
}

/** The places a request names, or the ids that are none of the event's. */
function placesNamed(inventory: Inventory, { seatIds = [], areas = [] }: Request): Named | Refusal<'unknown_seat'> {
  const places = seatIds.map((id) => inventory.layout.placeOf(id));
  const unknown = seatIds.filter((_, i) => places[i] === undefined);
  const areaWishes = areas.map(({ areaId, quantity }) => ({ areaNo: inventory.areaNoOf(areaId), quantity, areaId }));
  const unknownAreas = areaWishes.filter((area) => area.areaNo === undefined).map((area) => area.areaId);
  if (unknown.length + unknownAreas.length > 0)
    return refuse('unknown_seat', { more: { seatIds: unknown, areaIds: unknownAreas } });
  return {
    places: places.filter((place) => place !== undefined),
    areas: areaWishes.flatMap(({ areaNo, quantity }) => (areaNo === undefined ? [] : [{ areaNo, quantity }])),
  };
}

/** What named places are, under their locks. */
interface Locked {
  readonly places: ReadonlyMap<string, LockedClaim>;
  /** Free places by area. */
  readonly pools: ReadonlyMap<string, readonly LockedClaim[]>;
}
interface Ready {
  /** When the holds of this transaction end. */
  readonly end: string;
  /** Undefined where a limit is to be asked first: buyers are locked before places. */
  readonly locked: Locked | undefined;
}

async function prepareHolds(kit: SeatsKit, tx: Transaction, calls: readonly HoldCall[]): Promise<Ready> {
  const isLimited = calls.some((call) => call.rules.buyerMax !== null);
  const [end, locked] = await Promise.all([endOfHolds(kit, tx), isLimited ? undefined : lockNamed(tx, calls)]);
  return { end, locked };
}

async function lockNamed(tx: Transaction, calls: readonly HoldCall[]): Promise<Locked> {
  const wishes = calls.filter((call) => !call.best).map((call) => call.wish);
  const inAreas = wishes.flatMap((wish) => wish.areas.map((area) => ({ eventId: wish.eventId, ...area })));
  await lockAreas(tx, inAreas);
  const named = wishes.flatMap((wish) => wish.places.map((place) => ({ eventId: wish.eventId, place })));
  const claims = await lockPlaces(tx, named);
  const places = new Map(claims.map((claim) => [claimKey(claim.eventId, claim.place), claim]));
  return { places, pools: await lockFree(tx, inAreas) };
}

async function holdAll(
  kit: SeatsKit,
  tx: Transaction,
  calls: readonly HoldCall[],
  { pictures, end, locked }: Ready & { readonly pictures: Pictures },
): Promise<Outcome[]> {
  const outcomes = await refuseBeyondLimit(tx, calls);
  for (const call of calls) {
    const free = pictures.get(call.wish.eventId);
    if (!free || call.best || call.rules.orphanRule === 'off' || outcomes.has(call)) continue;
    const singles = refuseSingles(call.inventory.layout, free, call.wish.places);
    if (singles) outcomes.set(call, singles);
  }
  const open = calls.filter((call) => !outcomes.has(call));
  const named = decideNamed(
    open.filter((call) => !call.best),
    locked ?? (await lockNamed(tx, open)),
  );
  for (const { call, claims } of named.grants)
    pictures.get(call.wish.eventId)?.take(claims.map((claim) => claim.place));
  // Chosen seats come last: their locks wait for nobody.
  const best = open.filter((call) => call.best);
  const chosen = await chooseSeats(tx, best, pictures);
  const held = await writeGrants(kit, tx, [...named.grants, ...chosen.grants], end);
  for (const { call } of [...named.grants, ...chosen.grants]) {
    const row = held.get(call.wish.holdId);
    if (row) outcomes.set(call, row);
  }
  const decided = new Map([...named.refused, ...chosen.undecided, ...outcomes]);
  return calls.map((call) => decided.get(call) as Outcome);
}

function decideNamed(
  calls: readonly HoldCall[],
  { places, pools }: Locked,
): { grants: Grant[]; refused: Map<HoldCall, Outcome> } {
  const wishes = calls.map((call) => call.wish);
  const decisions = decide(wishes, places, pools);
  const grants: Grant[] = [];
  const refused = new Map<HoldCall, Outcome>();
  for (const [i, call] of calls.entries()) {
    const decision = decisions[i];
    if (decision?.kind === 'granted') grants.push({ call, claims: decision.claims });
    else refused.set(call, refusalOf(call, decision));
  }
  return { grants, refused };
}

function refusalOf(call: HoldCall, decision: Decision | undefined): Refusal<'seats_taken' | 'not_enough_seats'> {
  if (decision?.kind !== 'taken') return refuse('not_enough_seats');
  return refuse('seats_taken', {
    more: { seatIds: decision.places.map((place) => call.inventory.layout.seatId(place)) },
  });
}
