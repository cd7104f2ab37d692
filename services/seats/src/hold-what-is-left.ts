/**
 * The last word on best available. Where the picture in memory shows too few free seats, the rows are asked: all that
 * are free are locked in their order, waiting for whoever is about to take them or lets them go, and chosen from. So
 * nobody hears that there are not enough seats while there are. Only near sell-out, and so cheap: by then few are free.
 */
import type { Transaction } from '@usher/kit/database';
import { refuse } from '@usher/kit/refusal';
import { refuseBeyondLimit } from './buyer-limit.ts';
import { choose, type Pictures } from './choose-seats.ts';
import { BLOCKED, claimKey, FREE, SOLD } from './claim.ts';
import { freeSeatsOf } from './free-seats.ts';
import type { HoldAnswer, HoldCall, Outcome } from './hold-call.ts';
import type { LiveMaps } from './live-map.ts';
import { lockAllFree, type PlaceName } from './lock-claims.ts';
import type { SeatsKit } from './seats-kit.ts';
import type { HoldTeller } from './tell-holds.ts';
import { endOfHolds, type Grant, writeGrants } from './write-holds.ts';

/** Where the rows had too few, they are not asked again for so long: what is freed since shows in the picture. */
const BELIEVED_MS = 1_000;

export interface WhatIsLeft {
  hold(call: HoldCall): Promise<HoldAnswer>;
  /** True when the rows were asked a moment ago and had too few: then the picture can be believed. */
  wasShort(eventId: string): boolean;
}

/** Opens the last word, one batch at a time. */
export function holdWhatIsLeft(kit: SeatsKit, maps: LiveMaps, teller: HoldTeller): WhatIsLeft {
  const shortUntil = new Map<string, number>();
  const hold = kit.batch<HoldCall, HoldAnswer>({
    name: 'hold-what-is-left',
    lanes: 1,
    cap: 64,
    queueMax: 1_000,
    run: async (calls) => {
      const places = await placesWorthAsking(maps, calls);
      const answers = await teller.decide(calls, {
        prepare: (tx) => endOfHolds(kit, tx),
        decide: (tx, open, end) => decideAll(kit, tx, open, { places, end }),
      });
      for (const [i, { wish }] of calls.entries())
        if (answers[i] === 'too_few') shortUntil.set(wish.eventId, kit.clock.monotonic() + BELIEVED_MS);
      return answers;
    },
    recall: teller.recall,
  });
  return {
    hold,
    wasShort(eventId) {
      const until = shortUntil.get(eventId);
      if (until !== undefined && until < kit.clock.monotonic()) shortUntil.delete(eventId);
      return until !== undefined && shortUntil.has(eventId);
    },
  };
}

/** Seats that could be free, of tiers somebody asks for: a hold may have run out since the picture was drawn, a sold seat is sold. */
async function placesWorthAsking(maps: LiveMaps, calls: readonly HoldCall[]): Promise<PlaceName[]> {
  const names = new Map<string, PlaceName>();
  for (const { wish, best, inventory } of calls) {
    const { eventId } = wish;
    const states = (await maps.read(eventId))?.states;
    const { seatCount, tiers } = inventory.layout.seating;
    for (let place = 0; place < seatCount; place += 1) {
      if (states && (states[place] === SOLD || states[place] === BLOCKED)) continue;
      if (best?.tier !== undefined && tiers[place] !== best.tier) continue;
      names.set(claimKey(eventId, place), { eventId, place });
    }
  }
  return [...names.values()];
}

async function decideAll(
  kit: SeatsKit,
  tx: Transaction,
  calls: readonly HoldCall[],
  { places, end }: { readonly places: readonly PlaceName[]; readonly end: string },
): Promise<Outcome[]> {
  const outcomes = await refuseBeyondLimit(tx, calls);
  const locked = new Map((await lockAllFree(tx, places)).map((claim) => [claimKey(claim.eventId, claim.place), claim]));
  const pictures = picturesOf(
    calls,
    [...locked.values()].map(({ eventId, place }) => ({ eventId, place })),
  );
  const grants: Grant[] = [];
  for (const call of calls) {
    if (outcomes.has(call)) continue;
    const claims = (choose(call, pictures) ?? [])
      .map((place) => locked.get(claimKey(call.wish.eventId, place)))
      .filter((claim) => claim !== undefined);
    if (claims.length > 0) grants.push({ call, claims });
    else outcomes.set(call, refuse('not_enough_seats'));
  }
  const held = await writeGrants(kit, tx, grants, end);
  return calls.map((call) => held.get(call.wish.holdId) ?? outcomes.get(call) ?? refuse('not_enough_seats'));
}

/** Pictures in which nothing is free but what is locked. */
function picturesOf(calls: readonly HoldCall[], free: readonly PlaceName[]): Pictures {
  const pictures = new Map<string, ReturnType<typeof freeSeatsOf>>();
  for (const { wish, inventory } of calls) {
    if (pictures.has(wish.eventId)) continue;
    const states = new Uint8Array(inventory.seatCount).fill(SOLD);
    for (const { eventId, place } of free) if (eventId === wish.eventId) states[place] = FREE;
    pictures.set(wish.eventId, freeSeatsOf(inventory.layout.seating, states));
  }
  return pictures;
}
