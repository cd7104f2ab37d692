import { createHash } from 'node:crypto';
import { expect, inject, it, onTestFinished } from 'vitest';
import { zeroBits } from '../src/challenge.ts';
import { openWaitingRoom } from './waiting-host.ts';

interface Refused {
  readonly code: string;
  readonly challenge: string;
  readonly difficultyBits: number;
}

function solve(challenge: string, bits: number): { challenge: string; nonce: string } {
  for (let i = 0; ; i += 1) {
    const nonce = i.toString(36);
    if (zeroBits(createHash('sha256').update(`${challenge}.${nonce}`).digest()) >= bits) return { challenge, nonce };
  }
}

it('counts the zero bits that bytes begin with', () => {
  expect(
    [[0x80], [0x01], [0x00, 0xff], [0x00, 0x10], [0x00, 0x00]].map((bytes) => zeroBits(Uint8Array.from(bytes))),
  ).toEqual([0, 7, 8, 11, 16]);
});

it('a place costs work where the event says so: done by its own buyer, for this event, in time, once', async () => {
  const host = await openWaitingRoom({
    postgresUrl: inject('postgresUrl'),
    env: { WAITING_ROOM_CHALLENGE_BITS: '8' },
  });
  onTestFinished(() => host.close());
  const room = await host.openRoom({ waitingRoomChallenge: true });
  const other = await host.openRoom({ waitingRoomChallenge: true });
  const [ada, bo] = [await host.guest(), await host.guest()];
  const join = (as: string, solution?: object, { eventId } = room) =>
    host.call(`POST /events/${eventId}/queue`, { as, body: solution ? { solution } : {} });
  const refused = async (answer: ReturnType<typeof join>) => {
    const { status, json } = await answer;
    expect(status).toBe(403);
    const body = json<Refused>();
    expect(body.code).toBe('challenge_required');
    return body;
  };
  const { challenge, difficultyBits } = await refused(join(ada));
  expect(difficultyBits).toBe(8);
  const solution = solve(challenge, difficultyBits);
  await refused(join(bo, solution));
  await refused(join(ada, solution, other));
  await refused(join(ada, { challenge, nonce: 'lazy' }));
  const easier = `${Buffer.from(JSON.stringify([room.eventId, 'x', 9e9, 0])).toString('base64url')}~${challenge.split('~')[1]}`;
  for (const forged of [easier, `${challenge}x`, '', '~', 'a~b~c'])
    await refused(join(ada, { challenge: forged, nonce: '1' }));
  expect((await join(ada, solution)).status).toBe(200);
  expect((await join(ada)).status).toBe(200);
  expect((await room.queue()).challenge).toBe(true);

  const late = await refused(join(bo));
  await expect.poll(async () => (await room.entry(ada)).state, { timeout: 5_000 }).toBe('admitted');
  await host.moveTime(700);
  await expect.poll(async () => (await room.entry(ada)).state, { timeout: 5_000 }).toBe('lapsed');
  await refused(join(bo, solve(late.challenge, 8)));
});
