/** Reading holds: by their owner, and by orders. */
import type { seats } from '@usher/contracts/seats';
import type { Handler } from '@usher/kit/operations';
import { readTogether } from '@usher/kit/read-together';
import { refuse } from '@usher/kit/refusal';
import { answerHold, type HoldRow, readHolds, shownState } from './hold.ts';
import type { Inventories } from './inventory.ts';
import type { SeatsKit } from './seats-kit.ts';

/** GET /holds/{id}: what another person holds is not found. */
export function getHold(kit: SeatsKit, inventories: Inventories): Handler<typeof seats.operations.getHold> {
  const read = holdReader(kit);
  return async (call) => {
    const hold = await read(call.params.id);
    const inventory =
      hold && hold.owner_id === call.principal.id ? await inventories.find(hold.event_id, hold.places) : undefined;
    return hold && inventory ? answerHold(hold, inventory, kit.config.HOLD_SECONDS) : refuse('not_found');
  };
}

/** The hold with everything an order needs. */
export function readHold(kit: SeatsKit, inventories: Inventories): Handler<typeof seats.internal.readHold> {
  const read = holdReader(kit);
  return async (call) => {
    const hold = await read(call.params.id);
    const inventory = hold && (await inventories.find(hold.event_id, hold.places));
    if (!hold || !inventory) return refuse('not_found');
    return {
      id: hold.id,
      eventId: hold.event_id,
      organizationId: hold.organization_id,
      ownerId: hold.owner_id,
      state: shownState(hold),
      expiresAt: hold.expires_at,
      items: hold.places.map((place) => inventory.describe(place)),
      total: inventory.totalOf(hold.places),
    };
  };
}

const holdReader = (kit: SeatsKit) =>
  readTogether<HoldRow>(kit, { name: 'read-hold', read: (ids) => readHolds(kit.db, ids) });
