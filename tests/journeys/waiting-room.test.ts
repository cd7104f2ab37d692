import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { verifyDraw } from '../../tools/verify-draw.ts';
import { type Caller, eventually, guest, organizer } from '../callers.ts';
import type { Hold, Queue, QueueEntry } from '../shapes.ts';
import { openStage, type Stage } from '../stage.ts';

const queueOf = async ({ event }: Stage) =>
  (await guest()).get(`/events/${event.id}/queue`).then((a) => a.is<Queue>(200));
const join = async (who: Caller, { event }: Stage, body: object = {}) =>
  (await who.post(`/events/${event.id}/queue`, body)).is<QueueEntry>(200);
const entryOf = async (who: Caller, { event }: Stage) =>
  (await who.get(`/events/${event.id}/queue/entry`)).is<QueueEntry>(200);
const letIn = (who: Caller, stage: Stage) =>
  eventually('a pass', async () => {
    const entry = await entryOf(who, stage);
    return entry.state === 'admitted' && entry.pass !== null ? { ...entry, pass: entry.pass } : undefined;
  });
/** Services learn of an event, and of its door, by facts. */
const roomKnown = (stage: Stage) =>
  eventually('the waiting room of a new event', async () => {
    const answer = await (await guest()).get(`/events/${stage.event.id}/queue`);
    return answer.status === 200 || undefined;
  });

test('Where an event has a waiting room, who joins is let in and holds with their pass, and nobody without one', async () => {
  const stage = await openStage({ waitingRoom: 'on' });
  await roomKnown(stage);
  const [ada, bo] = [await guest(), await guest()];
  const wish = { eventId: stage.event.id, seatIds: stage.takeSeats(1) };
  (await ada.post('/holds', wish)).refuses(403, 'queue_required');
  const joined = await join(ada, stage);
  expect(await join(ada, stage)).toMatchObject({ id: joined.id });
  const { pass, passExpiresAt } = await letIn(ada, stage);
  expect(Date.parse(passExpiresAt ?? '')).toBeGreaterThan(Date.now() + 500_000);
  (await bo.post('/holds', { ...wish, pass })).refuses(403, 'queue_required');
  await eventually('the door to know the key of passes', async () => {
    const answer = await ada.post('/holds', { ...wish, pass });
    return answer.status === 201 ? answer.is<Hold>(201) : undefined;
  });
  expect(await queueOf(stage)).toMatchObject({ mode: 'on', state: 'line', draw: null, soldOut: false });
});

test('Who comes before sales open takes part in a draw that anybody can check, and then stands in line', async () => {
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  const stage = await openStage({ waitingRoom: 'on', salesOpenAt: inAnHour });
  await roomKnown(stage);
  const people = await Promise.all(Array.from({ length: 6 }, () => guest()));
  const before = await queueOf(stage);
  expect(before).toMatchObject({ state: 'pool', draw: { entries: null, seed: null } });
  for (const who of people) expect(await join(who, stage)).toMatchObject({ state: 'pooled', place: null, pass: null });
  (await people[0]!.get(`/events/${stage.event.id}/queue/draw`)).refuses(404, 'not_found');
  const salesOpenAt = new Date(Date.now() - 1_000).toISOString();
  (await (await organizer()).patch(`/events/${stage.event.id}`, { body: { salesOpenAt } })).is(200);
  const draw = await eventually('the draw', async () => {
    const queue = await queueOf(stage);
    return queue.state === 'line' && queue.draw?.seed != null ? queue.draw : undefined;
  });
  expect(draw).toMatchObject({ entries: 6, seedHash: before.draw?.seedHash });
  const list = (await people[0]!.get(`/events/${stage.event.id}/queue/draw`)).text;
  expect(verifyDraw(list, draw)).toEqual([]);
  const ids = (await Promise.all(people.map((who) => letIn(who, stage)))).map((entry) => entry.id);
  expect(list.trim().split('\n').slice(3).sort()).toEqual(ids.sort());
});

test('A place may be given up, and where the event asks for work it is had for work only', async () => {
  const stage = await openStage({ waitingRoom: 'on', waitingRoomChallenge: true });
  await roomKnown(stage);
  const ada = await guest();
  const asked = (await ada.post(`/events/${stage.event.id}/queue`, {})).refuses(403, 'challenge_required');
  const solution = solve(String(asked['challenge']), Number(asked['difficultyBits']));
  await join(ada, stage, { solution });
  (await ada.delete(`/events/${stage.event.id}/queue/entry`)).is(204);
  (await ada.delete(`/events/${stage.event.id}/queue/entry`)).is(204);
  await eventually('the place to be gone', async () => {
    const answer = await ada.get(`/events/${stage.event.id}/queue/entry`);
    return answer.status === 404 || undefined;
  });
});

test('An event without a waiting room has nothing to join', async () => {
  const stage = await openStage();
  await roomKnown(stage);
  const ada = await guest();
  (await ada.post(`/events/${stage.event.id}/queue`, {})).refuses(409, 'queue_off');
  expect(await queueOf(stage)).toMatchObject({ mode: 'off', state: 'open', draw: null });
});

function solve(challenge: string, bits: number): { challenge: string; nonce: string } {
  for (let i = 0; ; i += 1) {
    const nonce = i.toString(36);
    const digest = createHash('sha256').update(`${challenge}.${nonce}`).digest();
    if (digest.readUInt32BE() >>> (32 - bits) === 0) return { challenge, nonce };
  }
}
