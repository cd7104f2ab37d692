import { systemClock } from '@usher/kit/clock';
import { eventually, type TestHostOptions } from '@usher/kit/testing';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { openSeats, type SeatsHost } from './catalog-peer.ts';

const HALL = { rows: 2, seatsPerRow: 5, areas: [] };

describe('opening the inventory of an event', () => {
  const hosts: SeatsHost[] = [];
  const open = async (options: Partial<TestHostOptions> = {}) => {
    const host = await openSeats({ postgresUrl: inject('postgresUrl'), ...options });
    hosts.push(host);
    return host;
  };
  afterEach(async () => {
    for (const host of hosts.splice(0)) await host.close();
  });
  const hold = async (host: SeatsHost, eventId: string, seatIds: readonly string[]) =>
    host.call('POST /holds', {
      as: await host.tokenFor({ id: systemClock.newId(), role: 'guest' }),
      body: { eventId, seatIds },
    });

  it('keeps a cancellation that is told while the places are still being made', async () => {
    let asked = (): void => undefined;
    let letGo = (): void => undefined;
    const reached = new Promise<void>((resolve) => (asked = resolve));
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const host = await open({
      wrapTransport: (_peer, transport) => async (name, path, call) => {
        asked();
        await gate;
        return transport(name, path, call);
      },
    });
    const opening = host.putOnSale(HALL);
    await reached;
    await host.rows(
      'catalog',
      `insert into outbox (facts) select jsonb_build_array(fact || jsonb_build_object('id', gen_random_uuid(), 'name', 'event.cancelled',
         'aggregateVersion', 2, 'payload', fact->'payload' || '{"status": "cancelled"}'))
       from outbox, jsonb_array_elements(facts::jsonb) fact`,
    );
    await eventually(async () => {
      expect(await host.rows('seats', `select position::int from inbox where producer = 'catalog'`)).toEqual([
        { position: 2 },
      ]);
    });
    letGo();
    const event = await opening;
    expect((await hold(host, event.eventId, [event.seatId(0)])).json()).toMatchObject({ code: 'event_cancelled' });
  });

  it('lets every copy of the service know how many tickets an order may have now', async () => {
    const one = await open();
    const event = await one.putOnSale(HALL, { maxTicketsPerOrder: 4 });
    const two = await open({
      databases: { seats: one.databaseUrl('seats'), catalog: one.databaseUrl('catalog') },
    });
    for (const [i, copy] of [one, two].entries())
      expect((await hold(copy, event.eventId, [event.seatId(i)])).status).toBe(201);
    await event.update({ maxTicketsPerOrder: 1 });
    for (const copy of [one, two]) {
      await eventually(async () => {
        const seatIds = [event.seatId(4), event.seatId(5)];
        expect((await hold(copy, event.eventId, seatIds)).json()).toMatchObject({ code: 'too_many_tickets', max: 1 });
      }, 3_000);
    }
  });
});
