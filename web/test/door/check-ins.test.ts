import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Answered, Ask, Refusal } from '../../app/api/ask.ts';
import { createCheckIns } from '../../app/door/check-ins.ts';
import type { CheckIn, Sound } from '../../app/door/verdict.ts';

const unreachable: Refusal = {
  code: 'unreachable',
  status: 0,
  detail: undefined,
  errors: [],
  more: {},
  retryAfterSeconds: undefined,
  requestId: undefined,
};
const ticket = {
  id: '0198c0de-0000-7000-8000-000000000071',
  seat: { section: 'Stalls', row: 'F', number: '12' },
  area: null,
  tier: 'Standard',
  holder: { firstName: 'Sam', lastName: 'Lee' },
};

interface Sent {
  readonly code: string;
  readonly nonce: string;
  readonly holderLastName?: string;
}

/** A door whose server gives these answers, one after the other; `undefined` is an answer that got lost. */
function openDoor(...results: (CheckIn | undefined)[]) {
  const sent: Sent[] = [];
  const sounds: Sound[] = [];
  const ask = ((_name: string, { body }: { body: Sent }) => {
    const result = results[sent.length];
    sent.push(body);
    const answer: Answered<CheckIn> = result
      ? { ok: true, status: 200, data: result, headers: new Headers() }
      : { ok: false, refusal: unreachable };
    return Promise.resolve(answer);
  }) as unknown as Ask;
  const door = createCheckIns({
    eventId: 'event',
    timeZone: 'Europe/Berlin',
    deviceId: 'phone',
    gate: 'North',
    ask,
    play: (sound) => sounds.push(sound),
  });
  const word = () => door.read().shown?.verdict.word;
  return { door, sent, sounds, word };
}

/** A phone that is held under the camera: fifteen sightings a second. */
async function holdUp(door: ReturnType<typeof openDoor>['door'], code: string, seconds: number): Promise<void> {
  for (let look = 0; look < seconds * 15; look += 1) {
    door.sighted(code);
    await vi.advanceTimersByTimeAsync(1000 / 15);
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a code held before the camera is asked about once, and a yes goes by itself', async () => {
  const { door, sent, sounds, word } = openDoor({ result: 'admitted', ticket }, { result: 'already_admitted', ticket });
  await holdUp(door, 'A', 0.2);
  expect(word()).toBe('Come in');
  await holdUp(door, 'A', 8);
  expect(word()).toBeUndefined();
  expect(sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(3_100);
  await holdUp(door, 'A', 0.2);
  expect(word()).toBe('Already in');
  expect(sounds).toEqual(['admitted', 'refused']);
});

test('a no stays until the next code', async () => {
  const { door, word } = openDoor({ result: 'unknown_code' }, { result: 'admitted', ticket });
  await holdUp(door, 'A', 0.1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(word()).toBe('Not a ticket');
  await holdUp(door, 'B', 0.1);
  expect(word()).toBe('Come in');
});

test('a scan whose answer got lost says so and is tried again under its own nonce', async () => {
  const { door, sent, word } = openDoor(undefined, { result: 'admitted', ticket });
  await holdUp(door, 'A', 0.1);
  expect(word()).toBe('Not checked');
  expect(door.read().shown?.verdict.line).toBe('No connection: this ticket was not checked. Scan it again.');
  await holdUp(door, 'A', 3.1);
  expect(sent).toHaveLength(2);
  expect(sent[1]?.nonce).toBe(sent[0]?.nonce);
  expect(door.read().last?.verdict.word).toBe('Come in');
});

test('while a name is asked for no other code is, and the guest let in by name is not asked about again', async () => {
  const { door, sent, word } = openDoor(
    { result: 'holder_mismatch', ticket },
    { result: 'holder_mismatch', ticket },
    { result: 'admitted', ticket },
  );
  await holdUp(door, 'A', 5);
  await holdUp(door, 'B', 1);
  expect(sent).toHaveLength(1);
  door.named('Leigh');
  await vi.advanceTimersByTimeAsync(1);
  expect(door.read().shown?.wrongName).toBe('Leigh');
  door.named(' Lee ');
  await vi.advanceTimersByTimeAsync(1);
  expect(word()).toBe('Come in');
  await holdUp(door, 'A', 5);
  expect(sent.map(({ code, holderLastName }) => [code, holderLastName])).toEqual([
    ['A', undefined],
    ['A', 'Leigh'],
    ['A', 'Lee'],
  ]);
  expect(new Set(sent.map(({ nonce }) => nonce)).size).toBe(3);
});

test('somebody turned away by name is not asked about again while they step aside', async () => {
  const { door, sent } = openDoor({ result: 'holder_mismatch', ticket });
  await holdUp(door, 'A', 5);
  door.dismiss();
  await holdUp(door, 'A', 5);
  expect(sent).toHaveLength(1);
});
