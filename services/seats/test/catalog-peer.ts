/** The catalog as far as seats speaks with it: a service of the real contract that publishes events and tells their places. */
import { catalog } from '@usher/contracts/catalog';
import type { EventSnapshot } from '@usher/contracts/catalog-facts';
import type { EventInventory } from '@usher/contracts/catalog-shapes';
import { orders } from '@usher/contracts/orders';
import { seats } from '@usher/contracts/seats';
import { seatIdAt, seatIdBaseOf } from '@usher/contracts/seat-ids';
import { waitingRoom } from '@usher/contracts/waiting-room';
import { systemClock } from '@usher/kit/clock';
import { refuse } from '@usher/kit/refusal';
import { eventually, openTestHost, type TestHost, type TestHostOptions } from '@usher/kit/testing';
import { callerOf, type ScriptedPeer, scriptedPeer } from '@usher/kit/testing-peer';
import { seatsService } from '@usher/seats/service';
import { expect } from 'vitest';
import type { z } from 'zod';

export interface Hall {
  readonly rows: number;
  readonly seatsPerRow: number;
  readonly areas: readonly { readonly name: string; readonly capacity: number }[];
}
export interface OnSale {
  readonly eventId: string;
  readonly organizationId: string;
  seatId(index: number): string;
  areaId(index: number): string;
  /** Publishes a change of the event. */
  update(change: Partial<z.input<typeof EventSnapshot>>): Promise<void>;
}
export interface SeatsHost extends TestHost {
  /** The waiting room as far as seats hears of it. */
  readonly queue: ScriptedPeer<typeof waitingRoom>;
  putOnSale(hall: Hall, change?: Partial<z.input<typeof EventSnapshot>>): Promise<OnSale>;
}

type Inventory = z.input<typeof EventInventory>;
type Snapshot = z.input<typeof EventSnapshot>;

/** Of all hosts: whichever copy of seats opens an event asks a catalog that knows it. */
const inventories = new Map<string, Inventory>();

/** Seats with its peer, on fresh databases. */
export async function openSeats(options: Omit<TestHostOptions, 'services'>): Promise<SeatsHost> {
  const peer = scriptedPeer(catalog, {
    getEventInventory: async (call) => inventories.get(call.params.id) ?? refuse('not_found'),
  });
  const queue = scriptedPeer(waitingRoom, {});
  const host = await openTestHost({
    ...options,
    services: [peer.definition, queue.definition, seatsService],
    callers: [callerOf(orders, { seats })],
  });
  return {
    ...host,
    queue,
    async putOnSale(hall, change = {}) {
      const event = describeHall(hall, change);
      inventories.set(event.inventory.eventId, event.inventory);
      await publish(peer, 'event.published', 1, event.snapshot);
      // Asked at once: seats waits for the event that is being opened.
      expect((await host.call(`GET /events/${event.inventory.eventId}/availability`)).status).toBe(200);
      return onSale(host, peer, event);
    },
  };
}

type Peer = ScriptedPeer<typeof catalog>;

function publish(peer: Peer, name: 'event.published' | 'event.updated', version: number, payload: Snapshot) {
  return peer.publish({ name, aggregateId: payload.eventId, aggregateVersion: version, payload });
}

function onSale(host: TestHost, peer: Peer, event: { inventory: Inventory; snapshot: Snapshot }): OnSale {
  const { eventId, organizationId, seatMap, areas } = event.inventory;
  let version = 1;
  return {
    eventId,
    organizationId,
    seatId: (index) => seatIdAt(seatMap.seatIdBase, index),
    areaId: (index) => areas[index]?.id ?? '',
    async update(next) {
      version += 1;
      await publish(peer, 'event.updated', version, { ...event.snapshot, ...next });
      await eventually(async () => {
        const text = 'select event_version from inventory where event_id = $1';
        const [row] = await host.rows<{ event_version: string }>('seats', text, [eventId]);
        expect(Number(row?.event_version)).toBe(version);
      });
    },
  };
}

function describeHall(
  hall: Hall,
  change: Partial<z.input<typeof EventSnapshot>>,
): { inventory: Inventory; snapshot: z.input<typeof EventSnapshot> } {
  const eventId = systemClock.newId();
  const organizationId = systemClock.newId();
  const [sample] = catalog.facts['event.published'].samples;
  if (!sample) throw new Error('event.published has no sample');
  const numbers = Array.from({ length: hall.seatsPerRow }, (_, i) => String(i + 1));
  const rows = Array.from({ length: hall.rows }, (_, i) => ({
    name: String(i + 1),
    numbers,
    tiers: numbers.map(() => 0),
  }));
  const priceTiers = [{ key: 'standard', name: 'Standard', price: { amount: 4500, currency: 'EUR' as const } }];
  return {
    inventory: {
      eventId,
      organizationId,
      priceTiers,
      seatMap: { version: 1, seatIdBase: seatIdBaseOf(systemClock.newId()), sections: [{ name: 'Stalls', rows }] },
      areas: hall.areas.map((area) => ({ ...area, id: systemClock.newId(), tierKey: 'standard' })),
    },
    snapshot: {
      ...sample,
      eventId,
      organizationId,
      salesOpenAt: '2020-01-01T00:00:00.000Z',
      startsAt: '2099-01-01T20:00:00.000Z',
      salesCloseAt: '2099-01-01T20:00:00.000Z',
      ...change,
    },
  };
}
