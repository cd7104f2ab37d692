/** The waiting room with catalog and seats as far as it hears of them, on fresh databases. */
import { catalog } from '@usher/contracts/catalog';
import type { EventSnapshot } from '@usher/contracts/catalog-facts';
import { seats } from '@usher/contracts/seats';
import type { Queue, QueueEntry } from '@usher/contracts/waiting-room';
import { systemClock } from '@usher/kit/clock';
import { eventually, openTestHost, type TestHost, type TestHostOptions } from '@usher/kit/testing';
import { type ScriptedPeer, scriptedPeer } from '@usher/kit/testing-peer';
import { waitingRoomService } from '@usher/waiting-room/service';
import { expect } from 'vitest';
import type { z } from 'zod';

export type QueueBody = z.output<typeof Queue>;
export type EntryBody = z.output<typeof QueueEntry>;
type Snapshot = z.input<typeof EventSnapshot>;

export interface WaitingHost extends TestHost {
  /** Publishes an event on sale with `waitingRoom: 'on'`, or as asked, that has so many places. */
  openRoom(change?: Partial<Snapshot>, places?: number): Promise<OpenRoom>;
  /** A new guest. */
  guest(): Promise<string>;
}

export interface OpenRoom {
  readonly eventId: string;
  update(change: Partial<Snapshot>): Promise<void>;
  queue(): Promise<QueueBody>;
  join(as: string, body?: object): Promise<EntryBody>;
  /** The entry as it is polled. */
  entry(as: string): Promise<EntryBody>;
  /** Somebody held so many places; gives the hold. */
  held(count: number, ownerId?: string): Promise<string>;
  ended(holdId: string, how: 'seats.sold' | 'hold.expired', count: number): Promise<void>;
  soldOut(isSoldOut: boolean): Promise<void>;
  /** Waits until everything seats told was taken in. */
  heard(): Promise<void>;
}

export const hoursFromNow = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

interface Peers {
  readonly catalogPeer: ScriptedPeer<typeof catalog>;
  readonly seatsPeer: ScriptedPeer<typeof seats>;
}

/** Opens it; `databases` of an earlier host open the same data again. */
export async function openWaitingRoom(options: Omit<TestHostOptions, 'services'>): Promise<WaitingHost> {
  const unasked = () => Promise.reject(new Error('the waiting room asks nobody'));
  const internal = <Names extends object>(operations: Names) =>
    Object.fromEntries(Object.keys(operations).map((name) => [name, unasked]));
  const peers: Peers = {
    catalogPeer: scriptedPeer(catalog, internal(catalog.internal) as never),
    seatsPeer: scriptedPeer(seats, internal(seats.internal) as never),
  };
  const host = await openTestHost({
    ...options,
    services: [peers.catalogPeer.definition, peers.seatsPeer.definition, waitingRoomService],
  });
  return {
    ...host,
    guest: () => host.tokenFor({ id: systemClock.newId(), role: 'guest' }),
    async openRoom(change = {}, places = 1_000) {
      const snapshot = snapshotOf(change);
      const { eventId, organizationId } = snapshot;
      await peers.catalogPeer.publish({
        name: 'event.published',
        aggregateId: eventId,
        aggregateVersion: 1,
        payload: snapshot,
      });
      await peers.seatsPeer.publish({
        name: 'inventory.opened',
        aggregateId: eventId,
        aggregateVersion: 1,
        payload: { eventId, organizationId, seats: places, places },
      });
      const room = roomOf(host, peers, snapshot);
      await room.heard();
      await eventually(async () => {
        expect((await host.call(`GET /events/${eventId}/queue`)).status).toBe(200);
      });
      return room;
    },
  };
}

function snapshotOf(change: Partial<Snapshot>): Snapshot {
  const [sample] = catalog.facts['event.published'].samples;
  if (!sample) throw new Error('event.published has no sample');
  return {
    ...sample,
    eventId: systemClock.newId(),
    organizationId: systemClock.newId(),
    salesOpenAt: hoursFromNow(-1),
    salesCloseAt: hoursFromNow(1_000),
    startsAt: hoursFromNow(1_000),
    waitingRoom: 'on',
    ...change,
  };
}

function roomOf(host: TestHost, { catalogPeer, seatsPeer }: Peers, snapshot: Snapshot): OpenRoom {
  const { eventId, organizationId } = snapshot;
  const inEvent = { eventId, organizationId };
  let version = 1;
  let soldOutVersion = 0;
  const heard = () => untilHeard(host);
  return {
    eventId,
    heard,
    async update(change) {
      version += 1;
      await catalogPeer.publish({
        name: 'event.updated',
        aggregateId: eventId,
        aggregateVersion: version,
        payload: { ...snapshot, ...change },
      });
      await eventually(async () => {
        const [row] = await host.rows<{ v: number }>(
          'waiting-room',
          'select event_version::int as v from room where event_id = $1',
          [eventId],
        );
        expect(row?.v).toBe(version);
      });
    },
    queue: async () => (await host.call(`GET /events/${eventId}/queue`)).json<QueueBody>(),
    async join(as, body = {}) {
      const answer = await host.call(`POST /events/${eventId}/queue`, { as, body });
      expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
      return answer.json<EntryBody>();
    },
    entry: async (as) => (await host.call(`GET /events/${eventId}/queue/entry`, { as })).json<EntryBody>(),
    async held(count, ownerId = systemClock.newId()) {
      const holdId = systemClock.newId();
      const places = Array.from({ length: count }, (_, i) => i);
      await seatsPeer.publish({
        name: 'seats.held',
        aggregateId: holdId,
        aggregateVersion: 1,
        payload: { ...inEvent, holdId, places, ownerId, expiresAt: hoursFromNow(1) },
      });
      return holdId;
    },
    async ended(holdId, how, count) {
      const places = Array.from({ length: count }, (_, i) => i);
      const payload = { ...inEvent, holdId, places };
      await seatsPeer.publish(
        how === 'seats.sold'
          ? {
              name: how,
              aggregateId: holdId,
              aggregateVersion: 2,
              payload: { ...payload, orderId: systemClock.newId() },
            }
          : { name: how, aggregateId: holdId, aggregateVersion: 2, payload },
      );
    },
    async soldOut(isSoldOut) {
      soldOutVersion += 1;
      await seatsPeer.publish({
        name: 'event.availability_changed',
        aggregateId: eventId,
        aggregateVersion: soldOutVersion,
        payload: { ...inEvent, soldOut: isSoldOut },
      });
      await heard();
    },
  };
}

function untilHeard(host: TestHost): Promise<void> {
  return eventually(async () => {
    const text = `select producer, position::int from inbox where producer in ('catalog', 'seats') order by producer`;
    const heads = await Promise.all(
      ['catalog', 'seats'].map((name) => host.rows<{ number: number }>(name, 'select number::int from outbox_head')),
    );
    const told = heads.map(([head]) => head?.number);
    const rows = await host.rows<{ position: number }>('waiting-room', text);
    expect(rows.map((row) => row.position)).toEqual(told);
    expect(await host.rows('waiting-room', 'select fact, error from parked_fact')).toEqual([]);
    for (const name of ['catalog', 'seats'])
      expect(await host.rows(name, 'select 1 from outbox where number is null')).toEqual([]);
  });
}
