/** G8: tickets, their codes and files, and the door. */
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Answer } from '../answer.ts';
import {
  admin,
  type Caller,
  caller,
  guest,
  operator,
  organizer,
  type Person,
  register,
  rivalOrganizer,
  signIn,
} from '../callers.ts';
import { buySeats } from '../purchase.ts';
import type { CheckIn, CheckInStats, Member, SignedLink, Ticket } from '../shapes.ts';
import { openStage, type Stage } from '../stage.ts';
import { isRefused, MADE_UP } from './requests.ts';

let stage: Stage;
let petra: Person;
let buyer: Caller;
let ticket: Ticket;
beforeAll(async () => {
  stage = await openStage();
  petra = await operator();
  buyer = await guest();
  ticket = (await buySeats(buyer, stage)).tickets[0]!;
});

const scanning = (changes: Record<string, unknown> = {}, by: Caller = petra): Promise<Answer> =>
  by.post('/check-ins', {
    eventId: stage.event.id,
    code: ticket.code,
    gate: 'North',
    deviceId: 'bad-inputs',
    nonce: randomUUID(),
    scannedAt: new Date().toISOString(),
    ...changes,
  });

const swapCase = (text: string) =>
  text.replace(/[a-z]/i, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()));
function changedByte(code: string, at: number): string {
  const bytes = Buffer.from(code, 'base64url');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString('base64url');
}

const codes: [id: string, what: string, make: () => string][] = [
  ['G8-01', 'nobody made', () => 'ABCDEFGH'],
  ['G8-01', 'with NUL and half a character', () => `${ticket.code}\u0000\ud800`],
  ['G8-01', 'that is an id', () => ticket.id],
  [
    'G8-01',
    'of random bytes as long as a real one',
    () => Buffer.alloc(Buffer.from(ticket.code, 'base64url').length, 7).toString('base64url'),
  ],
  ['G8-05', 'in another case', () => swapCase(ticket.code)],
  ['G8-05', 'with padding', () => `${ticket.code}=`],
  ['G8-05', 'with a space', () => ` ${ticket.code}`],
  ['G8-05', 'cut short', () => ticket.code.slice(0, -1)],
  ['G8-09', 'that is a link', () => 'http://127.0.0.1:1/ticket'],
  ['G8-09', 'that is SQL', () => "' or 1=1 --"],
  ['G8-11', 'of another version or algorithm', () => changedByte(ticket.code, 0)],
  ['G8-11', 'that names another key', () => changedByte(ticket.code, 1)],
  ['G8-11', 'with another ticket in it', () => changedByte(ticket.code, 8)],
  ['G8-11', 'with another signature', () => changedByte(ticket.code, Buffer.from(ticket.code, 'base64url').length - 1)],
];

test.each(codes)('%s: a code %s is unknown', async (_id, _what, make) => {
  expect((await scanning({ code: make() })).is<CheckIn>(200)).toEqual({ result: 'unknown_code' });
});

test('G8-03: a ticket of another organization is a code nobody knows', async () => {
  const { rival } = await rivalOrganizer();
  const theirs = await openStage({}, rival);
  const foreign = (await buySeats(await guest(), theirs)).tickets[0]!;
  expect((await scanning({ code: foreign.code })).is<CheckIn>(200)).toEqual({ result: 'unknown_code' });
  (await scanning({ eventId: theirs.event.id, code: foreign.code })).refuses(404, 'not_found');
  (await scanning({ eventId: MADE_UP })).refuses(404, 'not_found');
});

test('G8-07: a code longer than any code is refused', async () => {
  const problem = (await scanning({ code: 'A'.repeat(10_000) })).refuses(400, 'invalid_request');
  expect(problem.errors?.map((error) => error.path)).toEqual(['code']);
  for (const changes of [
    { code: '' },
    { nonce: '' },
    { nonce: 'n'.repeat(65) },
    { deviceId: '' },
    { scannedAt: 'now' },
    { gate: 'a\u0000b' },
    { holderLastName: '' },
  ]) {
    (await scanning(changes)).refuses(400, 'invalid_request');
  }
});

test('G8-17: a code shown at many gates in the same moment is let in once', async () => {
  const { tickets } = await buySeats(await guest(), stage);
  const scans = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      scanning({ code: tickets[0]!.code, gate: `Gate ${i}`, deviceId: `device-${i}` }),
    ),
  );
  const results = scans.map((scan) => scan.is<CheckIn>(200).result).sort();
  expect(results).toEqual(['admitted', ...Array<string>(19).fill('already_admitted')].sort());
});

test('G8-29: who lost the right to scan is refused at once', async () => {
  const ada = await admin();
  const person = await register('Gate');
  const members = `/organizations/${stage.organizationId}/members`;
  (await ada.post(members, { email: person.email, role: 'operator' })).is<Member>(201);
  const gate = await signIn(person.email);
  expect((await scanning({ code: 'x' }, gate)).is<CheckIn>(200).result).toBe('unknown_code');
  (await ada.delete(`${members}/${person.session.user.id}`)).is(204);
  (await scanning({ code: 'x' }, gate)).refuses(401, 'invalid_token');
  (await scanning({ code: 'x' }, await signIn(person.email))).refuses(403, 'forbidden');
});

test('G8-31: the door tells nothing without signing in', async () => {
  (await caller().get(`/events/${stage.event.id}/check-ins/stats`)).refuses(401, 'unauthenticated');
  (await scanning({}, caller())).refuses(401, 'unauthenticated');
});

test('G8-33: who scans sees counts and the ticket in hand, and no list of people', async () => {
  const stats = (await petra.get(`/events/${stage.event.id}/check-ins/stats`)).is<CheckInStats>(200);
  expect(Object.keys(stats).sort()).toEqual(['admitted', 'eventId', 'gates', 'issued']);
  (await petra.get(`/organizations/${stage.organizationId}/orders`)).refuses(403, 'forbidden');
  const { tickets } = await buySeats(await guest(), stage);
  const scan = (await scanning({ code: tickets[0]!.code })).is<CheckIn>(200);
  expect(Object.keys(scan.ticket!).sort()).toEqual(['area', 'holder', 'id', 'seat', 'tier']);
  for (const path of ['', '/pdf', '/qr.svg', '/download'])
    (await petra.get(`/tickets/${ticket.id}${path}`)).refuses(404, 'not_found');
});

test('G8-43: a link whose expiry or ticket was changed opens nothing', async () => {
  const { url } = (await buyer.get(`/tickets/${ticket.id}/download`)).is<SignedLink>(200);
  const link = /downloads\/([\w-]+)/.exec(url)![1]!;
  (await caller().get(`/downloads/${link}`)).is(200);
  const { length } = Buffer.from(link, 'base64url');
  for (const changed of [
    ...Array.from({ length }, (_, i) => changedByte(link, i)),
    swapCase(link),
    link.slice(0, -4),
    `${link}AAAA`,
    'x',
  ]) {
    isRefused(await caller().get(`/downloads/${changed}`), [403, 404, 410]);
  }
});

test('G8-45: guessing ids of files finds none', async () => {
  const olu = await organizer();
  for (let i = 0; i < 60; i += 1) {
    const path = i % 2 === 0 ? `/tickets/${randomUUID()}/pdf` : `/orders/${randomUUID()}/tickets.pdf`;
    (await (i % 3 === 0 ? olu : buyer).get(path)).refuses(404, 'not_found');
  }
});

test('G8-47: what shows a code is kept by nobody on the way', async () => {
  for (const path of [
    `/tickets/${ticket.id}`,
    `/tickets/${ticket.id}/qr.svg`,
    `/tickets/${ticket.id}/pdf`,
    '/tickets',
  ]) {
    const answer = await buyer.get(path);
    answer.is(200);
    expect(answer.headers.get('cache-control'), path).toMatch(/no-store/);
  }
});
