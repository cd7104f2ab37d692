import { systemClock } from '@usher/kit/clock';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openSeats, type OnSale, type SeatsHost } from './catalog-peer.ts';
import { listenFor, watch } from './viewer.ts';

interface Body {
  version: number;
  seats: string;
  areas: { id: string; free: number; capacity: number }[];
}
const stateAt = (bytes: Buffer, i: number) => ((bytes[i >> 2] ?? 0) >> (2 * (i & 3))) & 3;

describe('availability', () => {
  let host: SeatsHost;
  let event: OnSale;
  let guest: string;
  beforeAll(async () => {
    host = await openSeats({ postgresUrl: inject('postgresUrl'), env: { STREAM_DELTA_MS: '20' } });
    guest = await host.tokenFor({ id: systemClock.newId(), role: 'guest' });
  });
  afterAll(async () => {
    await host.close();
  });
  beforeAll(async () => {
    event = await host.putOnSale({
      rows: 3,
      seatsPerRow: 7,
      areas: [
        { name: 'Floor', capacity: 20 },
        { name: 'Balcony', capacity: 5 },
      ],
    });
  });

  const read = (headers: Record<string, string> = {}) =>
    host.call(`GET /events/${event.eventId}/availability`, { headers });
  const hold = (...seats: number[]) =>
    host.call('POST /holds', {
      as: guest,
      body: { eventId: event.eventId, seatIds: seats.map((i) => event.seatId(i)) },
    });

  it('shows what was just acknowledged, as JSON and as the same bits in bytes', async () => {
    await hold(5, 6);
    const answer = await read();
    const body = answer.json<Body>();
    const bytes = Buffer.from(body.seats, 'base64');
    expect(bytes).toHaveLength(6);
    expect(Array.from({ length: 21 }, (_, i) => stateAt(bytes, i))).toEqual(
      Array.from({ length: 21 }, (_, i) => (i === 5 || i === 6 ? 1 : 0)),
    );
    expect(body.areas).toEqual([
      { id: event.areaId(0), free: 20, capacity: 20 },
      { id: event.areaId(1), free: 5, capacity: 5 },
    ]);
    const binary = await read({ accept: 'application/octet-stream' });
    expect(binary.headers['content-type']).toBe('application/octet-stream');
    expect(binary.bytes).toEqual(bytes);
  });

  it('waits for an event that was published this moment, and knows nothing of one that never was', async () => {
    const fresh = await host.putOnSale({ rows: 200, seatsPerRow: 100, areas: [] });
    const answer = await host.call(`GET /events/${fresh.eventId}/availability`);
    expect(answer.status).toBe(200);
    expect(Buffer.from(answer.json<Body>().seats, 'base64')).toHaveLength(5_000);
    expect((await host.call(`GET /events/${systemClock.newId()}/availability`)).status).toBe(404);
  });

  it('answers 304 to its own tag until something changes', async () => {
    const etag = String((await read()).headers['etag']);
    expect((await read({ 'if-none-match': etag })).status).toBe(304);
    await hold(0);
    const changed = await read({ 'if-none-match': etag });
    expect(changed.status).toBe(200);
    expect(changed.headers['etag']).not.toBe(etag);
  });

  it('comes packed for those who take it so, under a tag of its own', async () => {
    const hall = await host.putOnSale({ rows: 100, seatsPerRow: 60, areas: [] });
    const of = (headers: Record<string, string>) => host.call(`GET /events/${hall.eventId}/availability`, { headers });
    const plain = await of({});
    const packed = await of({ 'accept-encoding': 'br, gzip' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.bytes)).toEqual(plain.bytes);
    expect(packed.headers['etag']).not.toBe(plain.headers['etag']);
    expect(packed.headers['vary']).toContain('Accept-Encoding');
    const tag = { 'if-none-match': `W/${String(packed.headers['etag'])}` };
    expect((await of({ ...tag, 'accept-encoding': 'gzip' })).status).toBe(304);
    expect((await of({ ...tag, 'accept-encoding': 'gzip;q=0' })).headers['content-encoding']).toBeUndefined();
  });

  it('changes the capacity of an area in mid-sale, never below what is claimed', async () => {
    const organizer = await host.tokenFor({
      id: systemClock.newId(),
      organizations: { [event.organizationId]: 'organizer' },
    });
    const stranger = await host.tokenFor({
      id: systemClock.newId(),
      organizations: { [systemClock.newId()]: 'organizer' },
    });
    const resize = (capacity: number, as = organizer) =>
      host.call(`PATCH /events/${event.eventId}/areas/${event.areaId(1)}`, { as, body: { capacity } });
    await host.call('POST /holds', {
      as: guest,
      body: { eventId: event.eventId, areas: [{ areaId: event.areaId(1), quantity: 4 }] },
    });
    expect((await resize(3)).json()).toMatchObject({ status: 409, code: 'capacity_below_claimed', claimed: 4 });
    expect((await resize(4)).json()).toMatchObject({ capacity: 4, free: 0 });
    expect((await read()).json<Body>().areas[1]).toEqual({ id: event.areaId(1), free: 0, capacity: 4 });
    expect((await resize(5, stranger)).status).toBe(404);
    expect((await resize(5, guest)).status).toBe(403);
    expect((await resize(7)).json()).toMatchObject({ capacity: 7, free: 3 });
    expect((await read()).json<Body>().areas[1]).toEqual({ id: event.areaId(1), free: 3, capacity: 7 });
    expect(
      (
        await host.call('POST /holds', {
          as: guest,
          body: { eventId: event.eventId, areas: [{ areaId: event.areaId(1), quantity: 4 }] },
        })
      ).json(),
    ).toMatchObject({ code: 'not_enough_seats' });
    expect(
      (
        await host.call('POST /holds', {
          as: guest,
          body: { eventId: event.eventId, areas: [{ areaId: event.areaId(1), quantity: 3 }] },
        })
      ).status,
    ).toBe(201);
  });

  it('streams a snapshot, then what changed, and resumes where a viewer stopped', async () => {
    const url = `${await listenFor(host.app)}/api/events/${event.eventId}/availability/stream`;
    const first = await watch(url);
    const [snapshot] = await first.messages(1);
    expect(snapshot?.event).toBe('snapshot');
    await hold(10);
    const [, delta] = await first.messages(2);
    expect(delta).toMatchObject({ event: 'delta', data: { seats: [[10, 1]], areas: [] } });
    await host.call('POST /holds', {
      as: guest,
      body: { eventId: event.eventId, areas: [{ areaId: event.areaId(0), quantity: 2 }] },
    });
    const [, , standing] = await first.messages(3);
    expect(standing?.data).toMatchObject({
      areas: expect.arrayContaining([{ id: event.areaId(0), free: 18, capacity: 20 }]) as unknown,
    });
    first.close();
    const second = await watch(url, standing?.id);
    await hold(11);
    const [resumed] = await second.messages(1);
    expect(resumed).toMatchObject({ event: 'delta', data: { seats: [[11, 1]] } });
    second.close();
    const connections = () => promisify(host.app.server.getConnections.bind(host.app.server))();
    await expect.poll(connections, { timeout: 5_000 }).toBe(0);
    await hold(12);
    const third = await watch(url, resumed?.id);
    const [missed] = await third.messages(1);
    expect(missed).toMatchObject({ event: 'delta', data: { seats: [[12, 1]] } });
    third.close();
  });

  it('answers HEAD of the stream with its headers and ends', async () => {
    const answer = await host.app.inject({ method: 'HEAD', url: `/api/events/${event.eventId}/availability/stream` });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/event-stream');
    expect(answer.body).toBe('');
  });
});
