/** G1: any JSON body. The table runs against an operation of each service that takes one. */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Problem } from '../answer.ts';
import { caller, GOOD_PASSWORD, newAddress, organizer, type Person } from '../callers.ts';
import { isRefused, MADE_UP, sendAsIs } from './requests.ts';

interface Target {
  readonly path: string;
  /** A body that is valid in shape. */
  readonly good: Record<string, unknown>;
}

const targets: Target[] = [
  { path: '/auth/register', good: { email: newAddress(), password: GOOD_PASSWORD, firstName: 'A', lastName: 'B' } },
  {
    path: '/events',
    good: {
      name: 'E',
      category: 'c',
      venueId: MADE_UP,
      startsAtLocal: '2027-05-01T20:00',
      priceTiers: [{ key: 'a', name: 'A', price: { amount: 1, currency: 'EUR' } }],
    },
  },
  { path: '/holds', good: { eventId: MADE_UP, seatIds: [MADE_UP] } },
  { path: '/orders', good: { holdId: MADE_UP, buyer: { email: 'a@example.com', firstName: 'A', lastName: 'B' } } },
  { path: '/payments', good: { orderId: MADE_UP, method: { type: 'card', token: 'tok_ok' } } },
  {
    path: '/check-ins',
    good: { eventId: MADE_UP, code: 'x', deviceId: 'd', nonce: 'n', scannedAt: '2027-05-01T20:00:00Z' },
  },
];

let olu: Person;
beforeAll(async () => {
  olu = await organizer();
});

const JSON_TYPE = { 'content-type': 'application/json' };
const send = (path: string, body: Buffer | string, headers: Record<string, string> = JSON_TYPE): Promise<Answer> =>
  sendAsIs('POST', `/api${path}`, {
    body,
    headers: {
      authorization: `Bearer ${olu.token ?? ''}`,
      'idempotency-key': randomUUID(),
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
    },
  });

/** Compared, hashed or deciphered, so any character will do. */
const neverStored = ['password', 'code'];

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const deep = (count: number) => `${'{"a":'.repeat(count)}1${'}'.repeat(count)}`;

/** What is no JSON object of the right shape, whatever the operation. */
const bodies: [id: string, what: string, make: (good: string) => Buffer | string, statuses: number[]][] = [
  ['G1-01', 'an empty body', () => '', [400]],
  ['G1-01', 'a body of spaces', () => '   ', [400]],
  ['G1-03', 'an array', (good) => `[${good}]`, [400]],
  ['G1-03', 'null, a number, a string', () => 'null', [400]],
  ['G1-05', 'JSON that ends early', (good) => good.slice(0, -1), [400]],
  ['G1-05', 'JSON with something behind it', (good) => `${good}}`, [400]],
  ['G1-07', 'a comment', (good) => `/* please */${good}`, [400]],
  ['G1-07', 'a trailing comma', (good) => `${good.slice(0, -1)},}`, [400]],
  ['G1-09', 'a number beyond all numbers', (good) => `${good.slice(0, -1)},"limit":1e400}`, [400]],
  ['G1-13', 'UTF-16', (good) => utf16(good), [400]],
  ['G1-13', 'bytes that are no UTF-8', () => Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), [400]],
  ['G1-17', 'ten thousand objects inside each other', () => deep(10_000), [400]],
  ['G1-19', 'fifty thousand items', () => `[${'1,'.repeat(50_000)}1]`, [413]],
  ['G1-21', 'a prototype', (good) => `${good.slice(0, -1)},"__proto__":{"admin":true}}`, [400]],
  [
    'G1-21',
    'a constructor with a prototype',
    (good) => `${good.slice(0, -1)},"constructor":{"prototype":{"admin":true}}}`,
    [400],
  ],
  ['G1-23', 'a field named toString', (good) => `${good.slice(0, -1)},"toString":{"a":1}}`, [400]],
  ['G1-23', 'a field nobody knows', (good) => `${good.slice(0, -1)},"role":"admin"}`, [400]],
];

describe.each(targets)('POST $path', ({ path, good }) => {
  test.each(bodies)('%s: refuses %s', async (_id, _what, make, statuses) => {
    isRefused(await send(path, make(JSON.stringify(good))), statuses);
  });

  test('G1-11: a byte order mark before the JSON is refused like any other word there, or passed over', async () => {
    const answer = await send(path, `\ufeff${JSON.stringify(good)}`);
    const plain = await send(path, JSON.stringify(good));
    // Registering succeeds once; whichever of the two came first.
    const same = [201, 409].includes(plain.status) ? [201, 409] : [plain.status];
    expect([400, ...same]).toContain(answer.status);
  });

  test('G1-15: refuses NUL, and half a character, in every text', async () => {
    for (const [key, value] of Object.entries(good)) {
      if (typeof value !== 'string' || neverStored.includes(key)) continue;
      for (const bad of ['\u0000', '\ud800'])
        isRefused(await send(path, JSON.stringify({ ...good, [key]: `${value}${bad}` })), [400]);
    }
  });

  test('G1-25: refuses a field of another type, and names it', async () => {
    for (const key of Object.keys(good)) {
      for (const wrong of [7, true, null, {}, [], [[]]]) {
        // A list that is empty and a price list that is not there are both said to be wrong at the same field.
        const answer = await send(path, JSON.stringify({ ...good, [key]: wrong }));
        const problem = answer.refuses(400, 'invalid_request');
        expect(problem.errors?.[0]?.path.split('.')[0], `${key} = ${JSON.stringify(wrong)}`).toBe(key);
      }
    }
  });

  test('G1-37: refuses a body that does not say it is JSON', async () => {
    const text = JSON.stringify(good);
    isRefused(await send(path, text, { 'content-type': 'text/plain' }), [415]);
    const { authorization, ...rest } = {
      authorization: `Bearer ${olu.token ?? ''}`,
      'idempotency-key': randomUUID(),
      'content-length': String(Buffer.byteLength(text)),
    };
    isRefused(await sendAsIs('POST', `/api${path}`, { body: text, headers: { authorization, ...rest } }), [415]);
  });

  test('G1-39: refuses a form', async () => {
    const form = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n';
    isRefused(await send(path, form, { 'content-type': 'multipart/form-data; boundary=x' }), [415]);
    isRefused(await send(path, 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }), [415]);
  });

  test('G1-41: refuses XML, and reads nothing it points to', async () => {
    const xml = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>';
    isRefused(await send(path, xml, { 'content-type': 'application/xml' }), [415]);
  });

  test('G1-43: answers in JSON who would rather have a page', async () => {
    const answer = await send(path, '{}', { ...JSON_TYPE, accept: 'text/html' });
    isRefused(answer, [400, 406]);
  });
});

/** Numbers of a hold, an area and a price that are no good numbers. */
const numbers: [id: string, value: string][] = [
  ['G1-27', 'true'],
  ['G1-27', '"2"'],
  ['G1-29', '1.5'],
  ['G1-31', '9007199254740992'],
  ['G1-33', '-1'],
  ['G1-33', '-9007199254740993'],
  ['G1-35', '2147483648'],
  ['G1-35', '4294967297'],
];

test.each(numbers)('%s: refuses %s where a whole number of places or cents is due', async (_id, value) => {
  const hold = (
    await send('/holds', `{"eventId":"${MADE_UP}","areas":[{"areaId":"${MADE_UP}","quantity":${value}}]}`)
  ).refuses(400, 'invalid_request');
  expect(fieldsOf(hold)).toEqual(['areas.0.quantity']);
  const priced = JSON.stringify(targets[1]!.good).replace('"amount":1', `"amount":${value}`);
  const event = (await send('/events', priced)).refuses(400, 'invalid_request');
  expect(fieldsOf(event)).toEqual(['priceTiers.0.price.amount']);
  const area = await olu.patch(`/events/${MADE_UP}/areas/${MADE_UP}`, {
    body: `{"capacity":${value}}`,
    headers: JSON_TYPE,
  });
  expect(fieldsOf(area.refuses(400, 'invalid_request'))).toEqual(['capacity']);
});

/** The fields a refusal names, each once. */
function fieldsOf({ errors = [] }: Problem): string[] {
  return [...new Set(errors.map((error) => error.path))];
}

test('G1-19: refuses a million items, and a picture over 5 MB, by what is announced and before it is sent', async () => {
  const announce = (bytes: number, type: string) => ({
    authorization: `Bearer ${olu.token ?? ''}`,
    'content-type': type,
    'content-length': String(bytes),
  });
  (await sendAsIs('POST', '/api/holds', { headers: announce(2_000_002, 'application/json') })).refuses(
    413,
    'payload_too_large',
  );
  (
    await sendAsIs('PUT', `/api/events/${MADE_UP}/image`, { headers: announce(5 * 1024 * 1024 + 1, 'image/png') })
  ).refuses(413, 'payload_too_large');
});

test('G1-21: nothing that was sent has become a property of everything', async () => {
  expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  (await caller().get('/users')).refuses(401, 'unauthenticated');
});

test('G1-45: passes over a body on DELETE, or refuses it', async () => {
  for (const body of ['{"a":1}', '{', 'null']) {
    const answer = await olu.delete(`/events/${MADE_UP}`, { body, headers: JSON_TYPE });
    isRefused(answer, [400, 404]);
  }
});
