import { systemClock } from '@usher/kit/clock';
import fc from 'fast-check';
import { expect, inject, it, onTestFinished } from 'vitest';
import { openSeats, type SeatsHost } from './catalog-peer.ts';
import { listenFor, replay, type Viewer, watch } from './viewer.ts';

const SEATS = 30;

async function open(env: Record<string, string>, like?: SeatsHost): Promise<SeatsHost> {
  const databases = like && { seats: like.databaseUrl('seats') };
  const host = await openSeats({ postgresUrl: inject('postgresUrl'), env, ...(databases ? { databases } : {}) });
  onTestFinished(() => host.close());
  return host;
}

const streamOf = async (host: SeatsHost, eventId: string) =>
  `${await listenFor(host.app)}/api/events/${eventId}/availability/stream`;
const guestOf = (host: SeatsHost) => host.tokenFor({ id: systemClock.newId(), role: 'guest' });

async function claimsOf(host: SeatsHost, eventId: string): Promise<string> {
  const text = 'select state from claim where event_id = $1 order by place';
  const rows = await host.rows<{ state: number }>('seats', text, [eventId]);
  return rows.map(({ state }) => state).join('');
}

type Deed =
  | { do: 'hold'; seats: number[] }
  | { do: 'release'; nth: number }
  | { do: 'leave and come back' }
  | { do: 'join' };
const deeds: fc.Arbitrary<Deed[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('hold' as const),
        seats: fc.uniqueArray(fc.nat(SEATS - 1), { minLength: 1, maxLength: 4 }),
      }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('release' as const), nth: fc.nat(20) }) },
    { weight: 2, arbitrary: fc.constant({ do: 'leave and come back' as const }) },
    { weight: 1, arbitrary: fc.constant({ do: 'join' as const }) },
  ),
  { minLength: 20, maxLength: 40 },
);

it('whoever replays a stream of any copy, from whenever and with breaks, ends with what the database holds', async () => {
  const one = await open({ STREAM_DELTA_MS: '10' });
  const other = await open({ STREAM_DELTA_MS: '15' }, one);
  const guest = await guestOf(one);
  await fc.assert(
    fc.asyncProperty(deeds, async (plan) => {
      const event = await one.putOnSale({ rows: 3, seatsPerRow: SEATS / 3, areas: [] });
      const urls = [await streamOf(one, event.eventId), await streamOf(other, event.eventId)];
      const viewers: Viewer[] = await Promise.all(urls.map((url) => watch(url)));
      // Leaves, and comes back to the other copy.
      let heard: ReturnType<Viewer['seen']> = [];
      let wanderer = await watch(urls[0] ?? '');
      let turns = 0;
      const holds: string[] = [];
      for (const deed of plan) {
        if (deed.do === 'hold') {
          const body = { eventId: event.eventId, seatIds: deed.seats.map((seat) => event.seatId(seat)) };
          const held = await one.call('POST /holds', { as: guest, body });
          if (held.status === 201) holds.push(held.json<{ id: string }>().id);
        } else if (deed.do === 'release') {
          const [hold] = holds.splice(deed.nth % Math.max(1, holds.length), 1);
          if (hold !== undefined) await other.call(`DELETE /holds/${hold}`, { as: guest });
        } else if (deed.do === 'join') viewers.push(await watch(urls[holds.length % 2] ?? ''));
        else {
          heard = heard.concat(wanderer.seen());
          wanderer.close();
          wanderer = await watch(urls[(turns += 1) % 2] ?? '', heard.at(-1)?.id);
        }
      }
      const truth = await claimsOf(one, event.eventId);
      for (const viewer of viewers)
        await expect.poll(() => replay(viewer.seen(), SEATS), { timeout: 5_000 }).toBe(truth);
      const wandered = () => replay(heard.concat(wanderer.seen()), SEATS);
      await expect.poll(wandered, { timeout: 5_000 }).toBe(truth);
      for (const viewer of [...viewers, wanderer]) viewer.close();
    }),
    // A shorter story of the same fault would take minutes to find.
    { numRuns: 12, endOnFailure: true },
  );
}, 120_000);

it('a viewer who missed more than is kept begins anew with a snapshot', async () => {
  const host = await open({ STREAM_DELTA_MS: '10' });
  const areas = Array.from({ length: 100 }, (_, i) => ({ name: `Block ${i}`, capacity: 20 }));
  const event = await host.putOnSale({ rows: 90, seatsPerRow: 100, areas });
  const guest = await guestOf(host);
  const url = await streamOf(host, event.eventId);
  const staying = await watch(url);
  const [before] = await staying.messages(1);
  for (let told = 2; told <= 8; told += 1) {
    const body = { eventId: event.eventId, areas: [{ areaId: event.areaId(told), quantity: 1 }] };
    expect((await host.call('POST /holds', { as: guest, body })).status).toBe(201);
    await staying.messages(told);
  }
  const seen = staying.seen();
  expect(seen.map((message) => message.event)).toEqual(['snapshot', ...Array<string>(7).fill('delta')]);
  const late = await watch(url, before?.id);
  expect((await late.messages(1))[0]).toMatchObject({ event: 'snapshot', id: seen.at(-1)?.id });
  const soon = await watch(url, seen.at(-3)?.id);
  expect((await soon.messages(2)).map(({ id }) => id)).toEqual([seen.at(-2)?.id, seen.at(-1)?.id]);
  for (const viewer of [staying, late, soon]) viewer.close();
});

it('many changes at once are told as one picture where that is shorter', async () => {
  const host = await open({ STREAM_DELTA_MS: '300' });
  const event = await host.putOnSale({ rows: 60, seatsPerRow: 100, areas: [] });
  const guest = await guestOf(host);
  const viewer = await watch(await streamOf(host, event.eventId));
  await viewer.messages(1);
  const holds = Array.from({ length: 100 }, (_, i) => ({
    eventId: event.eventId,
    seatIds: Array.from({ length: 8 }, (__, j) => event.seatId(i * 8 + j)),
  }));
  for (const answer of await Promise.all(holds.map((body) => host.call('POST /holds', { as: guest, body }))))
    expect(answer.status).toBe(201);
  const truth = await claimsOf(host, event.eventId);
  await expect.poll(() => replay(viewer.seen(), 6_000), { timeout: 5_000 }).toBe(truth);
  const longest = Math.max(...viewer.seen().map(({ data }) => JSON.stringify(data).length));
  expect(longest).toBeLessThan(4 * 1024);
  viewer.close();
});

it('no more streams are opened than the process may have, and one that ends makes room', async () => {
  const host = await open({ STREAMS_MAX: '2' });
  const event = await host.putOnSale({ rows: 1, seatsPerRow: 2, areas: [] });
  const url = await streamOf(host, event.eventId);
  const first = await watch(url);
  const second = await watch(url);
  const refused = await fetch(url);
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: 'overloaded' });
  expect(refused.headers.get('retry-after')).toBe('5');
  first.close();
  await expect.poll(async () => (await fetch(url, { method: 'HEAD' })).status, { timeout: 5_000 }).toBe(200);
  const third = await watch(url);
  await third.messages(1);
  second.close();
  third.close();
});

it('every stream ends in order when the process drains, and none is opened after that', async () => {
  const host = await open({});
  const event = await host.putOnSale({ rows: 1, seatsPerRow: 2, areas: [] });
  const url = await streamOf(host, event.eventId);
  const viewers = await Promise.all(Array.from({ length: 50 }, () => watch(url)));
  await Promise.all(viewers.map((viewer) => viewer.messages(1)));
  host.host.drain();
  await Promise.all(viewers.map((viewer) => viewer.ended));
  expect((await fetch(url)).status).toBe(503);
});
