import { accounts } from '@usher/contracts/accounts';
import type { Operation } from '@usher/contracts/contract';
import { seats } from '@usher/contracts/seats';
import { movableClock } from '@usher/kit/clock';
import { createCrowding, INSIDE_FEW, INSIDE_MAX, LINE_MS_MAX } from '@usher/kit/crowding';
import { createEdge } from '@usher/kit/edge';
import { createLimits } from '@usher/kit/limits';
import { type Handler, operate } from '@usher/kit/operations';
import { mountOperations } from '@usher/kit/routes';
import type { FastifyInstance, InjectOptions } from 'fastify';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closedGate, silent } from './jars.ts';

const clock = movableClock(Date.parse('2026-11-21T10:00:00Z'));
const HOLD = { eventId: clock.newId(), seatIds: [clock.newId()] };

describe('a process whose holds take too long', () => {
  let app: FastifyInstance;
  let gate: ReturnType<typeof closedGate>;
  let [atWork, arrived, gone] = [0, 0, 0];
  beforeEach(() => {
    gate = closedGate();
    [atWork, arrived, gone] = [0, 0, 0];
    app = doorWith({
      holdSeats: async () => {
        atWork += 1;
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
  beforeEach(() => {
    // Whoever has had all hooks before the work has come as far as the door.
    app.addHook('preHandler', async () => {
      arrived += 1;
    });
    app.server.on('connection', (socket) => {
      socket.on('close', () => {
        gone += 1;
      });
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
    const inside = Array.from({ length: INSIDE_MAX }, () => hold());
    await expect.poll(() => atWork).toBe(INSIDE_MAX);
    const slow = hold();
    await expect.poll(() => arrived).toBe(INSIDE_MAX + 1);
    await settled();
    clock.advance(LINE_MS_MAX);
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
    for (const answer of await Promise.all([...inside, slow])) expect(answer.statusCode).toBe(201);
    expect((await hold()).statusCode).toBe(201);
    expect((await guest()).statusCode).toBe(201);
  });

  it('does nothing for a hold whose caller left while it waited for its turn', async () => {
    const inside = Array.from({ length: INSIDE_MAX }, () => hold());
    await expect.poll(() => atWork).toBe(INSIDE_MAX);
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    const body = JSON.stringify(HOLD);
    const caller = connect(port, '127.0.0.1');
    caller.write(
      `POST /api/holds HTTP/1.1\r\nhost: a\r\nauthorization: Bearer a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await expect.poll(() => arrived).toBe(INSIDE_MAX + 1);
    await settled();
    caller.destroy();
    await expect.poll(() => gone).toBe(1);
    gate.open();
    await Promise.all(inside);
    expect((await hold()).statusCode).toBe(201);
    expect(atWork, 'the hold that came last, and none for who had left').toBe(INSIDE_MAX + 1);
  });

  it('takes in however many come at one moment', async () => {
    const crowd = Array.from({ length: 500 }, () => hold());
    gate.open();
    expect((await Promise.all(crowd)).every((answer) => answer.statusCode === 201)).toBe(true);
  });
});

const HOLDING = { limit: 'hold' } as const;
const PAYING = { limit: 'write', inside: true } as const;

describe('the door', () => {
  it('counts nobody who is not buying', async () => {
    const door = createCrowding(clock);
    const joined = closedGate();
    const line = Array.from({ length: 2 * INSIDE_MAX }, () => door.inside({ limit: 'write' }, () => joined.opened));
    expect(await door.inside(HOLDING, async () => 'held')).toBe('held');
    joined.open();
    await Promise.all(line);
  });

  it('lets a first group in at once, and the next ones by groups, in the order they came, when few are left', async () => {
    const door = createCrowding(clock);
    const [came, gates]: [number[], ReturnType<typeof closedGate>[]] = [[], []];
    const done = Array.from({ length: 2 * INSIDE_MAX }, (_, i) =>
      door.inside(HOLDING, async () => {
        came.push(i);
        const gate = closedGate();
        gates.push(gate);
        await gate.opened;
      }),
    );
    await settled();
    expect(came).toHaveLength(INSIDE_MAX);
    await openSome(gates, INSIDE_MAX - INSIDE_FEW.first - 1);
    expect(came, 'one more than few are left').toHaveLength(INSIDE_MAX);
    await openSome(gates, 1);
    expect(came).toHaveLength(2 * INSIDE_MAX - INSIDE_FEW.first);
    while (gates.length > 0) await openSome(gates, gates.length);
    await Promise.all(done);
    expect(came).toEqual(Array.from({ length: 2 * INSIDE_MAX }, (_, i) => i));
  });

  it('serves those who order and pay before it lets the next group in', async () => {
    const door = createCrowding(clock);
    const gates = Array.from({ length: INSIDE_MAX }, () => closedGate());
    const paying = gates.map(({ opened }) => door.inside(PAYING, () => opened));
    let held = false;
    const hold = door.inside(HOLDING, async () => {
      held = true;
    });
    await openSome(gates, INSIDE_MAX - INSIDE_FEW.later - 1);
    expect(held, 'one more than few are left').toBe(false);
    await openSome(gates, 1);
    expect(held).toBe(true);
    await openSome(gates, gates.length);
    await Promise.all([...paying, hold]);
  });

  it('keeps nobody waiting for those who wait for somebody else', async () => {
    const door = createCrowding(clock);
    const outside = closedGate();
    const payments = Array.from({ length: 2 * INSIDE_MAX }, () =>
      door.inside(PAYING, ({ aside }) => aside(() => outside.opened)),
    );
    expect(await door.inside(HOLDING, async () => 'held')).toBe('held');
    outside.open();
    await Promise.all(payments);
  });

  it('gives places back whatever became of the work', async () => {
    const door = createCrowding(clock);
    const fails = () => Promise.reject(new Error('broken'));
    for (let i = 0; i < 2 * INSIDE_MAX; i += 1) {
      await expect(door.inside(PAYING, fails)).rejects.toThrow('broken');
      await expect(door.inside(PAYING, ({ aside }) => aside(fails))).rejects.toThrow('broken');
    }
    expect(await door.inside(HOLDING, async () => 'held')).toBe('held');
  });

  it('lets a group in after a while even if nobody inside moves', async () => {
    const door = createCrowding(clock);
    const stuck = closedGate();
    const slow = Array.from({ length: INSIDE_MAX }, () => door.inside(PAYING, () => stuck.opened));
    expect(await door.inside(HOLDING, async () => 'held')).toBe('held');
    stuck.open();
    await Promise.all(slow);
  });
});

/** Opens so many of the gates, the first ones, and takes them out. */
async function openSome(gates: ReturnType<typeof closedGate>[], count: number): Promise<void> {
  for (const gate of gates.splice(0, count)) gate.open();
  await settled();
}

/** Everything that was due has happened. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** An edge with the operations a sale begins with. */
function doorWith({ holdSeats }: { holdSeats: Handler<Operation> }): FastifyInstance {
  const app = createEdge({ log: silent, clock, trustedProxies: [], corsOrigins: [] });
  const noKey = () => Promise.reject(new Error('no key was sent'));
  const idempotency = { reserve: noKey, once: noKey };
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
