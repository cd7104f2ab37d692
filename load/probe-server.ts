/**
 * What the edge alone costs: the same server, route, token check, parsing and answer as a real hold, and an operation
 * that answers a constant without any database. Prints its URL when it listens.
 */
import { accounts } from '@usher/contracts/accounts';
import { seats } from '@usher/contracts/seats';
import type { Operation } from '@usher/contracts/contract';
import { systemClock } from '@usher/kit/clock';
import { createEdge } from '@usher/kit/edge';
import { createLimits } from '@usher/kit/limits';
import { createLog } from '@usher/kit/log';
import { type Handler, operate } from '@usher/kit/operations';
import { createPrincipalVerifier, TOKEN_AUDIENCE, TOKEN_ISSUER } from '@usher/kit/principal';
import { mountOperations } from '@usher/kit/routes';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';

const log = createLog('warn');
const clock = systemClock;
const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
const jwk = await exportJWK(publicKey);
const kid = await calculateJwkThumbprint(jwk);
const verifier = createPrincipalVerifier({
  clock,
  trust: async () => ({ keys: { keys: [{ ...jwk, kid, alg: 'EdDSA', use: 'sig' }] }, revocations: [] }),
});

const price = { amount: 4500, currency: 'EUR' };
const place = { seatId: clock.newId(), areaId: undefined, section: 'Stalls', row: 'A', number: '1' };
const hold = {
  id: clock.newId(),
  eventId: clock.newId(),
  state: 'held',
  expiresAt: '2099-01-01T00:00:00Z',
  items: [{ ...place, tierKey: 'standard', price }],
  total: price,
};

function constant(service: string, name: string, operation: Operation, handler: Handler<Operation>) {
  const idempotency = {
    reserve: async () => ({
      kind: 'go' as const,
      madeId: clock.newId(),
      keep: async () => undefined,
      release: async () => undefined,
      forget: async () => undefined,
    }),
  };
  return operate({ service, name, operation, handler, callers: new Set(), idempotency, clock });
}

async function guestSession() {
  const token = new SignJWT({ role: 'guest', organizations: {} })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid })
    .setSubject(clock.newId())
    .setIssuer(TOKEN_ISSUER)
    .setAudience(TOKEN_AUDIENCE)
    .setIssuedAt()
    .setExpirationTime('1h');
  return { accessToken: await token.sign(privateKey), expiresIn: 3_600 };
}

const app = createEdge({ log, clock, trustedProxies: [], corsOrigins: [] });
mountOperations(app, {
  prefix: '/api',
  internal: false,
  operated: [
    constant('accounts', 'createGuest', accounts.operations.createGuest, guestSession),
    constant('seats', 'holdSeats', seats.operations.holdSeats, async () => hold),
  ],
  limits: createLimits({ off: true }),
  clock,
  verifyUser: (token) => verifier.verify(token),
  verifyPeer: async () => undefined,
});
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`);
