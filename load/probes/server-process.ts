/**
 * What the edge alone costs: the same server, routes, token check, parsing and answers as a real purchase or a real
 * page, and operations that answer a constant without any database. Its parent sends what the pages say; it answers
 * with its URL.
 */
import { KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { accounts } from '@usher/contracts/accounts';
import { catalog } from '@usher/contracts/catalog';
import type { Operation } from '@usher/contracts/contract';
import { orders } from '@usher/contracts/orders';
import { payments } from '@usher/contracts/payments';
import { seats } from '@usher/contracts/seats';
import { waitingRoom } from '@usher/contracts/waiting-room';
import { systemClock } from '@usher/kit/clock';
import { createEdge } from '@usher/kit/edge';
import { createLimits } from '@usher/kit/limits';
import { createLog } from '@usher/kit/log';
import { type Handler, operate } from '@usher/kit/operations';
import { createPrincipalVerifier, TOKEN_AUDIENCE, TOKEN_ISSUER } from '@usher/kit/principal';
import { mountOperations } from '@usher/kit/routes';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

/** The bodies of pages, as a real installation wrote them. */
export interface Pages {
  readonly events?: string;
  readonly availability?: string;
  readonly queueEntry?: string;
}

const [pages] = (await once(process, 'message')) as [Pages];
const clock = systemClock;
const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
const jwk = await exportJWK(publicKey);
const kid = await calculateJwkThumbprint(jwk);
const verifier = createPrincipalVerifier({
  clock,
  trust: async () => ({ keys: { keys: [{ ...jwk, kid, alg: 'EdDSA', use: 'sig' }] }, revocations: [] }),
});

const price = { amount: 4500, currency: 'EUR' };
const [id, eventId, createdAt, expiresAt] = [
  clock.newId(),
  clock.newId(),
  '2026-01-01T00:00:00Z',
  '2099-01-01T00:00:00Z',
];
const place = {
  seatId: clock.newId(),
  areaId: undefined,
  section: 'Stalls',
  row: 'A',
  number: '1',
  tierKey: 'standard',
};
const hold = {
  id,
  eventId,
  state: 'held',
  expiresAt,
  extendableTo: expiresAt,
  items: [{ ...place, price }],
  total: price,
};
const nothing = { amount: 0, currency: 'EUR' };
const line = {
  ...{ id, ...place, areaId: null, quantity: 1, unitPrice: price, fee: nothing, discount: nothing, tax: nothing },
  ...{ total: price, attendee: null },
};
const order = {
  ...{ id, reference: 'ABCD2345', state: 'pending', eventId, organizationId: id },
  event: { id: eventId, name: 'A measured evening', startsAt: expiresAt, timeZone: 'Europe/Berlin' },
  buyer: { email: 'buyer@example.com', firstName: 'Noor', lastName: 'Haddad' },
  ...{ expiresAt, lines: [line], total: price, createdAt, holdId: id, paymentId: null },
};
const payment = { id, orderId: id, state: 'processing', amount: price, createdAt };

const answers: readonly [string, string, Operation, Handler<Operation>][] = [
  ['accounts', 'createGuest', accounts.operations.createGuest, async () => guestSession()],
  ['seats', 'holdSeats', seats.operations.holdSeats, async () => hold],
  ['orders', 'createOrder', orders.operations.createOrder, async () => order],
  ['payments', 'createPayment', payments.operations.createPayment, async () => payment],
  ['catalog', 'listEvents', catalog.operations.listEvents, async () => pages.events],
  ['seats', 'getAvailability', seats.operations.getAvailability, async () => pages.availability],
  ['waiting-room', 'getQueueEntry', waitingRoom.operations.getQueueEntry, async () => pages.queueEntry],
];

const app = createEdge({ log: createLog('warn'), clock, trustedProxies: [], corsOrigins: [] });
mountOperations(app, {
  prefix: '/api',
  internal: false,
  operated: answers.map(([service, name, operation, handler]) =>
    operate({ service, name, operation, handler, callers: new Set(), idempotency: forgetful(), clock }),
  ),
  limits: createLimits({ off: true }),
  clock,
  verifyUser: (token) => verifier.verify(token),
  verifyPeer: async () => undefined,
});
process.send?.(await app.listen({ port: 0, host: '127.0.0.1' }));
process.once('SIGTERM', () => process.exit());
process.once('disconnect', () => process.exit());

/** Keys are read and remembered nowhere. */
function forgetful() {
  return {
    once: () => Promise.reject(new Error('nothing here keeps its answers')),
    reserve: async () => ({
      kind: 'go' as const,
      madeId: clock.newId(),
      keep: async () => undefined,
      release: async () => undefined,
      forget: async () => undefined,
    }),
  };
}

/** Signed as accounts signs it, on this thread. */
function guestSession() {
  const iat = Math.floor(clock.now() / 1000);
  const claims = { iss: TOKEN_ISSUER, aud: TOKEN_AUDIENCE, sub: clock.newId(), role: 'guest', organizations: {} };
  const text = [
    { alg: 'EdDSA', typ: 'at+jwt', kid },
    { ...claims, iat, exp: iat + 3_600, iatMs: clock.now() },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign(null, Buffer.from(text), KeyObject.from(privateKey)).toString('base64url');
  return { accessToken: `${text}.${signature}`, expiresIn: 3_600 };
}
