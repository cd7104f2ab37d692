/** The seats service: its table of contents. */
import { seats } from '@usher/contracts/seats';
import type { FactHandler } from '@usher/kit/inbox';
import { migrationsOf } from '@usher/kit/migrate';
import { service } from '@usher/kit/service';
import { getAvailability } from './availability.ts';
import { config } from './config.ts';
import { openDoors } from './door.ts';
import { expireHolds } from './expire-holds.ts';
import { extendHold } from './extend-hold.ts';
import { holdSeats } from './hold-seats.ts';
import { openInventories } from './inventory.ts';
import { openLiveMaps } from './live-map.ts';
import { eventChanged, eventPublished, openInventory } from './open-inventory.ts';
import { openPassControl } from './pass.ts';
import { beginPaying, endPaying } from './pay-hold.ts';
import { getHold, readHold } from './read-hold.ts';
import { dropHold, releaseHold } from './release-hold.ts';
import { needs } from './seats-kit.ts';
import { giveBack, sellHold } from './sell-hold.ts';
import { tellSoldOut } from './sold-out.ts';
import { streamAvailability } from './stream-availability.ts';
import { transferHold } from './transfer-hold.ts';
import { updateArea } from './update-area.ts';

export const seatsService = service({
  contract: seats,
  needs,
  follows: {
    catalog: ['event.published', 'event.updated', 'event.cancelled'],
    'waiting-room': ['queue.changed'],
  },
  config,
  migrations: migrationsOf('@usher/seats'),
  open: async (kit) => {
    const inventories = openInventories(kit);
    const maps = openLiveMaps(kit, inventories);
    const doors = openDoors(kit);
    return {
      operations: {
        getAvailability: getAvailability(maps),
        streamAvailability: streamAvailability(kit, maps),
        updateArea: updateArea(kit, inventories),
        holdSeats: holdSeats(kit, inventories, maps, openPassControl(doors)),
        getHold: getHold(kit, inventories),
        releaseHold: releaseHold(kit),
        extendHold: extendHold(kit, inventories),
      },
      internal: {
        readHold: readHold(kit, inventories),
        beginPaying: beginPaying(kit),
        endPaying: endPaying(kit),
        transferHold: transferHold(kit),
        sellHold: sellHold(kit),
        giveBack: giveBack(kit),
        dropHold: dropHold(kit),
      },
      follows: {
        catalog: {
          'event.published': eachOf(doors.eventTold, eventPublished),
          'event.updated': eachOf(doors.eventTold, eventChanged(inventories)),
          'event.cancelled': eachOf(doors.eventTold, eventChanged(inventories)),
        },
        'waiting-room': { 'queue.changed': doors.queueTold },
      },
      work: { 'open-inventory': openInventory(kit, inventories) },
      every: [
        { name: 'expire holds', seconds: 1, run: () => expireHolds(kit) },
        { name: 'tell sold out', seconds: 2, run: tellSoldOut(kit) },
      ],
    };
  },
});

function eachOf(...handlers: readonly FactHandler[]): FactHandler {
  return async (tx, facts) => {
    for (const handler of handlers) await handler(tx, facts);
  };
}
