/** Places chosen for a buyer: the best seats, or where an event has none of them, places of an area. */
import type { HoldRequest } from '@usher/contracts/seats';
import { refuse } from '@usher/kit/refusal';
import type { z } from 'zod';
import { FREE } from './claim.ts';
import type { HoldAnswer, HoldCall } from './hold-call.ts';
import type { WhatIsLeft } from './hold-what-is-left.ts';
import { inTurn } from './in-turn.ts';
import type { Inventory } from './inventory.ts';
import type { LiveMaps } from './live-map.ts';

type BestAvailable = NonNullable<z.output<typeof HoldRequest>['bestAvailable']>;

export interface Deciders {
  inBatch(call: HoldCall): Promise<HoldAnswer>;
  readonly left: WhatIsLeft;
  readonly maps: LiveMaps;
}

/** Areas that looked full and are asked all the same: a hold in them may just have run out. */
const FULL_AREAS_TRIED_MAX = 4;

/** Seats first, and areas where those are not enough: all places from one area. */
export async function holdBest(deciders: Deciders, call: HoldCall, asked: BestAvailable): Promise<HoldAnswer> {
  const { quantity, tierKey, accessible = false } = asked;
  const tier = tierKey === undefined ? undefined : call.inventory.tierNoOf(tierKey);
  if (tierKey !== undefined && tier === undefined) return refuse('not_enough_seats');
  if (call.inventory.seatCount > 0) {
    const answer = await chooseSeats(deciders, { ...call, best: { quantity, tier, accessible } });
    if (answer !== 'too_few') return answer;
  }
  if (!accessible) {
    for (const areaNo of await areasWorthTrying(deciders.maps, call.inventory, asked)) {
      const wish = { ...call.wish, areas: [{ areaNo, quantity }] };
      const answer = await inTurn(deciders.inBatch, { ...call, wish });
      if (answer !== 'too_few') return answer;
    }
  }
  return refuse('not_enough_seats');
}

async function chooseSeats({ inBatch, left }: Deciders, call: HoldCall): Promise<HoldAnswer> {
  const answer = await inTurn(inBatch, call);
  if (answer === 'short' && left.wasShort(call.wish.eventId)) return 'too_few';
  return answer === 'short' || answer === 'contended' ? inTurn(left.hold, call) : answer;
}

/** Areas of the tier that look as if they had room, in the organizer's order, then some that do not. */
async function areasWorthTrying(
  maps: LiveMaps,
  inventory: Inventory,
  { quantity, tierKey }: BestAvailable,
): Promise<number[]> {
  const areas = inventory.areas.filter((area) => tierKey === undefined || area.tierKey === tierKey);
  if (areas.length === 0) return [];
  const map = await maps.read(inventory.eventId);
  const free = new Map<string, number>();
  for (let place = inventory.seatCount; map && place < map.states.length; place += 1) {
    if (map.states[place] !== FREE) continue;
    const areaId = map.areaIdAt(place) ?? '';
    free.set(areaId, (free.get(areaId) ?? 0) + 1);
  }
  const hasRoom = (area: { id: string }) => (free.get(area.id) ?? 0) >= quantity;
  const full = areas.filter((area) => !hasRoom(area)).slice(0, FULL_AREAS_TRIED_MAX);
  return [...areas.filter(hasRoom), ...full].map((area) => area.areaNo);
}
