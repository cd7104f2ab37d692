import { createHash } from 'node:crypto';
import { eventually, rewriteStatements } from '@usher/kit/testing';
import { expect, inject, it, onTestFinished } from 'vitest';
import { hoursFromNow, openWaitingRoom, type OpenRoom, type WaitingHost } from './waiting-host.ts';

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

/** The list's order, which must be the one its hash and the seed give. */
function recomputed(list: string, draw: { seed: string | null; entriesHash: string | null }): string[] {
  const [, entriesHash = '', seed = '', ...ids] = list.trim().split('\n');
  expect([entriesHash, seed]).toEqual([draw.entriesHash, draw.seed]);
  expect(sha256([...ids].sort().join('\n'))).toBe(entriesHash);
  const key = (id: string) => sha256(Buffer.concat([Buffer.from(seed + entriesHash, 'hex'), Buffer.from(id)]));
  expect(ids.toSorted((one, other) => (key(one) < key(other) ? -1 : 1))).toEqual(ids);
  return ids;
}

/** Puts so many into a pool as joining would, in the order of their arrival. */
async function fill(host: WaitingHost, { eventId }: OpenRoom, count: number): Promise<void> {
  await host.rows(
    'waiting-room',
    `insert into entry (id, event_id, owner_id, joined_at)
     select gen_random_uuid(), $1, gen_random_uuid(), usher_now() + i * interval '1 millisecond' from generate_series(1, $2::int) i`,
    [eventId, count],
  );
  await host.rows('waiting-room', 'update room set waiting = waiting + $2 where event_id = $1', [eventId, count]);
}

async function drawn({ queue }: OpenRoom) {
  return eventually(async () => {
    const { draw, state } = await queue();
    expect(state).toBe('line');
    if (draw?.seed == null) throw new Error('not drawn yet');
    return { ...draw, seed: draw.seed };
  }, 20_000);
}

it('anybody can recompute the order, which has nothing to do with the order of coming', async () => {
  const host = await openWaitingRoom({ postgresUrl: inject('postgresUrl') });
  onTestFinished(() => host.close());
  const room = await host.openRoom({ salesOpenAt: hoursFromNow(1) });
  const before = await room.queue();
  expect(before).toMatchObject({
    state: 'pool',
    draw: { seed: null, entries: null, entriesHash: null, drawnAt: null },
  });
  const me = await host.guest();
  expect(await room.join(me)).toMatchObject({ state: 'pooled', place: null, pass: null });
  await fill(host, room, 9_999);
  expect((await host.call(`GET /events/${room.eventId}/queue/draw`)).status).toBe(404);
  await host.moveTime(3_700);
  const draw = await drawn(room);

  expect(draw.seedHash).toBe(before.draw?.seedHash);
  expect(sha256(Buffer.from(draw.seed, 'hex'))).toBe(draw.seedHash);
  expect(draw.entries).toBe(10_000);
  const list = (await host.call(`GET /events/${room.eventId}/queue/draw`)).text;
  const ids = recomputed(list, draw);

  const mine = await room.entry(me);
  expect(ids).toContain(mine.id);
  const arrived = await host.rows<{ id: string; position: number }>(
    'waiting-room',
    'select id, position from entry where event_id = $1 order by joined_at',
    [room.eventId],
  );
  expect(arrived.map(({ id, position }) => ids[position - 1] === id)).not.toContain(false);
  expect(Math.abs(spearman(arrived.map((row) => row.position)))).toBeLessThan(0.05);
  const told = await host.rows<{ payload: object }>(
    'waiting-room',
    `select fact->'payload' as payload from outbox, json_array_elements(facts) fact where fact->>'name' = 'queue.drawn'`,
  );
  expect(told.map((fact) => fact.payload)).toMatchObject([{ entries: 10_000, entriesHash: draw.entriesHash }]);
}, 60_000);

/** Rank correlation of positions with the order they are given in; no two are equal. */
function spearman(positions: readonly number[]): number {
  const n = positions.length;
  const squares = positions.reduce((sum, position, i) => sum + (position - (i + 1)) ** 2, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}

it('a process that dies between freezing the list and drawing loses nobody, and the list stays as it was', async () => {
  const postgresUrl = inject('postgresUrl');
  const first = await openWaitingRoom({
    postgresUrl,
    wrapDatabase: (_service, db) =>
      rewriteStatements(db, (text) => text.replace('set drawn = place', 'set drawn = 1 / 0')),
  });
  const room = await first.openRoom({ salesOpenAt: hoursFromNow(1) });
  const early = await first.guest();
  await room.join(early);
  await fill(first, room, 50);
  await first.moveTime(3_700);
  const frozen = await eventually(async () => {
    const queue = await room.queue();
    expect(queue.draw?.entriesHash).not.toBeNull();
    return queue;
  });
  expect(frozen).toMatchObject({ state: 'pool', draw: { entries: 51, seed: null } });
  const late = await first.guest();
  expect(await room.join(late)).toMatchObject({ state: 'waiting', place: 52 });
  const leave = await first.call(`DELETE /events/${room.eventId}/queue/entry`, { as: early });
  expect([leave.status, leave.headers['retry-after']]).toEqual([503, '1']);
  const databases = { 'waiting-room': first.databaseUrl('waiting-room') };
  await first.close();

  const second = await openWaitingRoom({ postgresUrl, databases });
  onTestFinished(() => second.close());
  const route = `/events/${room.eventId}/queue`;
  const draw = await eventually(async () => {
    const queue = (await second.call(`GET ${route}`)).json<{ draw: { seed: string | null; entriesHash: string } }>();
    expect(queue.draw.seed).not.toBeNull();
    return queue.draw;
  });
  expect(draw.entriesHash).toBe(frozen.draw?.entriesHash);
  const list = (await second.call(`GET ${route}/draw`)).text;
  recomputed(list, draw);
  const rows = await second.rows<{ position: number }>(
    'waiting-room',
    'select position from entry where event_id = $1 order by position',
    [room.eventId],
  );
  expect(rows.map((row) => row.position)).toEqual(Array.from({ length: 52 }, (_, i) => i + 1));
});

it('who left the pool is not in the draw, and who leaves the line keeps their place in the list that was drawn', async () => {
  const host = await openWaitingRoom({ postgresUrl: inject('postgresUrl') });
  onTestFinished(() => host.close());
  const room = await host.openRoom({ salesOpenAt: hoursFromNow(1) });
  const [stays, leaves, left] = [await host.guest(), await host.guest(), await host.guest()];
  for (const one of [stays, leaves, left]) await room.join(one);
  const leave = (as: string) => host.call(`DELETE /events/${room.eventId}/queue/entry`, { as });
  expect((await leave(left)).status).toBe(204);
  expect((await leave(left)).status).toBe(204);
  expect((await room.queue()).waiting).toBe(2);
  await host.moveTime(3_700);
  const draw = await drawn(room);
  expect(draw.entries).toBe(2);
  expect((await leave(leaves)).status).toBe(204);
  expect((await host.call(`GET /events/${room.eventId}/queue/entry`, { as: leaves })).status).toBe(404);
  expect(recomputed((await host.call(`GET /events/${room.eventId}/queue/draw`)).text, draw)).toHaveLength(2);
  expect((await room.join(leaves)).id).toMatch(/^[0-9a-f-]{36}$/);
});
