import { accounts } from '@usher/contracts/accounts';
import type { Operation } from '@usher/contracts/contract';
import { seats } from '@usher/contracts/seats';
import { movableClock } from '@usher/kit/clock';
import { UNDER_WAY_MS_MAX } from '@usher/kit/crowding';
import { createEdge } from '@usher/kit/edge';
import { createLimits } from '@usher/kit/limits';
import { type Handler, operate } from '@usher/kit/operations';
import { mountOperations } from '@usher/kit/routes';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closedGate, silent } from './jars.ts';

const clock = movableClock(Date.parse('2026-11-21T10:00:00Z'));
const HOLD = { eventId: clock.newId(), seatIds: [clock.newId()] };

describe('a process whose holds take too long', () => {
  let app: FastifyInstance;
  let gate: ReturnType<typeof closedGate>;
  beforeEach(() => {
    gate = closedGate();
    app = doorWith({
      holdSeats: async () => {
        await gate.opened;
        return {
          id: clock.newId(),
          eventId: HOLD.eventId,
          state: 'held',
          expiresAt: '2026-11-21T10:05:00Z',
          extendableTo: null,
          items: [],
          total: { amount: 0, currency: 'EUR' },
        };
      },
    });
  });
  afterEach(() => app.close());

  // An injected request sets out when it is first waited for.
  const ask = (options: InjectOptions) => app.inject(options).then((answer) => answer);
  const headers = { authorization: 'Bearer a' };
  const hold = () => ask({ method: 'POST', url: '/api/holds', headers, payload: HOLD });
  const guest = () => ask({ method: 'POST', url: '/api/auth/guest' });
  const keys = () => ask({ method: 'GET', url: '/api/auth/keys' });

  it('refuses new holds and guests with a time to come back, serves everybody else, and lets all in again afterwards', async () => {
    const slow = hold();
    await keys();
    clock.advance(UNDER_WAY_MS_MAX);
    expect((await guest()).statusCode, 'it has not taken too long yet').toBe(201);
    clock.advance(1);
    const refused = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? hold() : guest())));
    for (const answer of refused) {
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toMatchObject({ code: 'overloaded' });
    }
    const waits = new Set(refused.map((answer) => Number(answer.headers['retry-after'])));
    expect([...waits].every((seconds) => seconds >= 1 && seconds <= 5)).toBe(true);
    expect(waits.size, 'they do not all come back at one moment').toBeGreaterThan(1);
    expect((await keys()).statusCode).toBe(200);
    gate.open();
    expect((await slow).statusCode).toBe(201);
    expect((await hold()).statusCode).toBe(201);
    expect((await guest()).statusCode).toBe(201);
  });

  it('takes in however many come at one moment', async () => {
    const crowd = Array.from({ length: 500 }, () => hold());
    gate.open();
    expect((await Promise.all(crowd)).every((answer) => answer.statusCode === 201)).toBe(true);
  });
});

/** An edge with the operations a sale begins with. */
function doorWith({ holdSeats }: { holdSeats: Handler<Operation> }): FastifyInstance {
  const app = createEdge({ log: silent, clock, trustedProxies: [], corsOrigins: [] });
  const idempotency = { reserve: () => Promise.reject(new Error('no key was sent')) };
  const operated = (service: string, name: string, operation: Operation, handler: Handler<Operation>) =>
    operate({ service, name, operation, handler, callers: new Set(), idempotency, clock });
  mountOperations(app, {
    prefix: '/api',
    internal: false,
    operated: [
      operated('seats', 'holdSeats', seats.operations.holdSeats, holdSeats),
      operated('accounts', 'createGuest', accounts.operations.createGuest, async () => ({
        accessToken: 'a',
        expiresIn: 1,
      })),
      operated('accounts', 'getKeys', accounts.operations.getKeys, async () => ({ keys: [] })),
    ],
    limits: createLimits({ off: true }),
    clock,
    verifyUser: async () => ({ id: clock.newId(), role: 'guest', organizations: {}, sessionId: undefined }),
    verifyPeer: async () => undefined,
  });
  return app;
}
