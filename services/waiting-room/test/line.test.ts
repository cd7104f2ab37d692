import { systemClock } from '@usher/kit/clock';
import { eventually } from '@usher/kit/testing';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { hoursFromNow, openWaitingRoom, type OpenRoom, type WaitingHost } from './waiting-host.ts';

const postgresUrl = inject('postgresUrl');

describe('a line', () => {
  let host: WaitingHost;
  beforeAll(async () => {
    host = await openWaitingRoom({
      postgresUrl,
      env: { WAITING_ROOM_INSIDE_MIN: '2', WAITING_ROOM_INSIDE_MAX: '2', WAITING_ROOM_AUTO_HOLDS_PER_SECOND: '2' },
    });
  });
  afterAll(() => host.close());

  const guests = (count: number) => Promise.all(Array.from({ length: count }, () => host.guest()));
  const admitted = (room: OpenRoom, as: string) =>
    eventually(async () => {
      const entry = await room.entry(as);
      expect(entry.state).toBe('admitted');
      return entry;
    });
  const doors = async ({ eventId }: OpenRoom) =>
    (
      await host.rows<{ required: boolean }>(
        'waiting-room',
        `select (fact->'payload'->>'passRequired')::boolean as required from outbox, json_array_elements(facts) fact
         where fact->>'name' = 'queue.changed' and fact->>'aggregateId' = $1 order by id`,
        [eventId],
      )
    ).map((fact) => fact.required);

  it('lets in at once who finds nobody waiting, with one pass that is the same at every look', async () => {
    const room = await host.openRoom();
    await eventually(async () =>
      expect(
        await host.rows('waiting-room', 'select 1 from room where spare > 0 and event_id = $1', [room.eventId]),
      ).toHaveLength(1),
    );
    const id = systemClock.newId();
    const buyer = await host.tokenFor({ id, role: 'guest' });
    const joined = await room.join(buyer);
    expect(joined).toMatchObject({ state: 'admitted', place: null });
    expect(await room.join(buyer)).toMatchObject({ id: joined.id, pass: joined.pass });
    expect((await room.entry(buyer)).pass).toBe(joined.pass);
    expect(decodeJwt(joined.pass ?? '')).toMatchObject({ sub: id, event: room.eventId, entry: joined.id });
    expect(Date.parse(joined.passExpiresAt ?? '') / 1_000).toBe(decodeJwt(joined.pass ?? '').exp);
    expect(await doors(room)).toEqual([true]);
    expect(await room.queue()).toMatchObject({ state: 'line', draw: null, waiting: 0 });
  });

  it('is first in, first out, as far as there is room inside; holds that end make more', async () => {
    const room = await host.openRoom();
    const people: { id: string; token: string }[] = [];
    for (let i = 0; i < 5; i += 1) {
      const id = systemClock.newId();
      const token = await host.tokenFor({ id, role: 'guest' });
      people.push({ id, token });
      await room.join(token);
    }
    const passes = async () =>
      (await Promise.all(people.map(({ token }) => room.entry(token)))).map((entry) => entry.state);
    await eventually(async () => {
      expect(await passes()).toEqual(['admitted', 'admitted', ...Array<string>(3).fill('waiting')]);
    });
    expect(await room.entry(people[2]!.token)).toMatchObject({ place: 1, waiting: 3, pass: null });
    const before = (await room.entry(people[4]!.token)).place;
    const holdId = await room.held(1, people[0]!.id);
    await room.ended(holdId, 'seats.sold', 1);
    await admitted(room, people[2]!.token);
    expect((await room.entry(people[4]!.token)).place).toBeLessThan(before ?? 0);
  });

  it('gives a place to each account once, and a new one at the end to who comes back', async () => {
    const room = await host.openRoom({}, 0);
    const [ada = '', bo = '', cy = ''] = await guests(3);
    const first = await Promise.all(Array.from({ length: 20 }, () => room.join(ada)));
    expect(new Set(first.map((entry) => `${entry.id} ${entry.place}`)).size).toBe(1);
    await room.join(bo);
    expect(await room.join(cy)).toMatchObject({ state: 'waiting', place: 3, soldOut: true });
    expect((await host.call(`DELETE /events/${room.eventId}/queue/entry`, { as: ada })).status).toBe(204);
    expect((await room.queue()).waiting).toBe(2);
    expect(await room.join(ada)).toMatchObject({ id: first[0]?.id, place: 4 });
    expect((await room.queue()).waiting).toBe(3);
  });

  it('gives no more passes than there are places, and none while everything is sold', async () => {
    const room = await host.openRoom({}, 1);
    const [ada = '', bo = ''] = await guests(2);
    await room.join(ada);
    await room.join(bo);
    await admitted(room, ada);
    const holdId = await room.held(1);
    await room.heard();
    await eventually(async () => {
      expect(await room.entry(bo)).toMatchObject({ state: 'waiting', soldOut: true, estimate: null });
    });
    await room.soldOut(true);
    await room.ended(holdId, 'hold.expired', 1);
    await room.heard();
    expect((await room.entry(bo)).state).toBe('waiting');
    await room.soldOut(false);
    // One place, and one pass that is out for it; when that is used and given back, it is the next one's.
    const [row] = await host.rows<{ owner_id: string }>(
      'waiting-room',
      'select owner_id from entry where event_id = $1 and position = 1',
      [room.eventId],
    );
    await room.ended(await room.held(1, row?.owner_id), 'hold.expired', 1);
    await admitted(room, bo);
  });

  it('asks for no pass while an automatic room is calm, and for one in a rush until that is over', async () => {
    const room = await host.openRoom({ waitingRoom: 'auto' });
    expect(await room.queue()).toMatchObject({ state: 'open', mode: 'auto' });
    const [ada = ''] = await guests(1);
    expect(await room.join(ada)).toMatchObject({ state: 'admitted' });
    expect(await doors(room)).toEqual([]);
    const holds = await Promise.all(Array.from({ length: 12 }, () => room.held(1)));
    await room.heard();
    await eventually(async () => {
      expect((await room.queue()).state).toBe('line');
    });
    expect(await doors(room)).toEqual([true]);
    for (const holdId of holds) await room.ended(holdId, 'seats.sold', 1);
    await room.heard();
    await host.moveTime(90);
    await eventually(async () => {
      expect((await room.queue()).state).toBe('open');
    });
    expect(await doors(room)).toEqual([true, false]);
    await host.moveTime(0);
  });

  it('follows its event: on and off again, closed and cancelled', async () => {
    const room = await host.openRoom({ waitingRoom: 'off' });
    const [ada = '', bo = ''] = await guests(2);
    const join = (as: string) => host.call(`POST /events/${room.eventId}/queue`, { as, body: {} });
    expect((await join(ada)).json()).toMatchObject({ status: 409, code: 'queue_off' });
    await room.soldOut(true);
    await room.update({ waitingRoom: 'on' });
    await eventually(async () => expect((await room.queue()).mode).toBe('on'));
    expect(await room.join(ada)).toMatchObject({ state: 'waiting', place: 1 });
    await room.update({ waitingRoom: 'off' });
    expect((await admitted(room, ada)).pass).not.toBeNull();
    expect(await doors(room)).toEqual([true, false]);
    await room.update({ waitingRoom: 'on', salesCloseAt: hoursFromNow(-0.1) });
    await eventually(async () => expect((await join(bo)).json()).toMatchObject({ code: 'sales_closed' }));
    await room.update({ status: 'cancelled' });
    await eventually(async () => expect((await join(bo)).json()).toMatchObject({ code: 'event_cancelled' }));
  });

  it('takes a pass back when its time is over; joining again is at the end', async () => {
    const room = await host.openRoom();
    const [ada = ''] = await guests(1);
    const { id } = await room.join(ada);
    await admitted(room, ada);
    await host.moveTime(601);
    await eventually(async () => {
      expect(await room.entry(ada)).toMatchObject({ id, state: 'lapsed', pass: null, place: null });
    });
    expect((await room.join(ada)).id).toBe(id);
    await admitted(room, ada);
    expect(await host.rows('waiting-room', 'select position from entry where event_id = $1', [room.eventId])).toEqual([
      { position: 2 },
    ]);
    await host.moveTime(0);
  });

  it('knows nothing of events nobody published, and says no to bad requests', async () => {
    const [ada = ''] = await guests(1);
    const room = await host.openRoom();
    for (const id of [systemClock.newId(), 'x']) {
      expect((await host.call(`GET /events/${id}/queue`)).status).toBe(404);
      expect((await host.call(`POST /events/${id}/queue`, { as: ada, body: {} })).status).toBe(404);
      expect((await host.call(`GET /events/${id}/queue/entry`, { as: ada })).status).toBe(404);
    }
    expect((await host.call(`GET /events/${room.eventId}/queue/entry`, { as: ada })).status).toBe(404);
    expect((await host.call(`GET /events/${room.eventId}/queue/draw`)).status).toBe(404);
    expect((await host.call(`POST /events/${room.eventId}/queue`, { body: {} })).status).toBe(401);
    expect((await host.call(`POST /events/${room.eventId}/queue`, { as: ada, body: { place: 1 } })).status).toBe(400);
  });
});

describe('two copies of the waiting room', () => {
  it('give one place to each buyer between them, and both show who left, came back and was let in', async () => {
    const one = await openWaitingRoom({ postgresUrl });
    const room = await one.openRoom({}, 0);
    const two = await openWaitingRoom({
      postgresUrl,
      databases: { 'waiting-room': one.databaseUrl('waiting-room') },
    });
    const buyers = await Promise.all(Array.from({ length: 40 }, () => one.guest()));
    const tokens = new Map<string, string>();
    await Promise.all(
      buyers.flatMap((as) =>
        [one, two].map(async (host) => {
          const id = JSON.parse(Buffer.from(as.split('.')[1] ?? '', 'base64url').toString()).sub as string;
          const token = host === one ? as : await two.tokenFor({ id, role: 'guest' });
          if (host === two) tokens.set(as, token);
          expect((await host.call(`POST /events/${room.eventId}/queue`, { as: token, body: {} })).status).toBe(200);
        }),
      ),
    );
    const rows = await one.rows<{ position: number }>(
      'waiting-room',
      'select position from entry where event_id = $1 order by position',
      [room.eventId],
    );
    expect(rows.map((row) => row.position)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    const [ada = ''] = buyers;
    const route = `/events/${room.eventId}/queue/entry`;
    const seenByTwo = () => two.call(`GET ${route}`, { as: tokens.get(ada) ?? '' });
    expect((await one.call(`DELETE ${route}`, { as: ada })).status).toBe(204);
    await eventually(async () => expect((await seenByTwo()).status).toBe(404));
    const again = await room.join(ada);
    expect((await seenByTwo()).json()).toMatchObject({ id: again.id, place: again.place });
    await two.close();
    await one.close();
  });
});
