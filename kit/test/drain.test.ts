import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { systemClock } from '@usher/kit/clock';
import { drainServer } from '@usher/kit/drain';
import { createEdge } from '@usher/kit/edge';
import { openPeerCopies } from '@usher/kit/peer-copies';
import { eventually } from '@usher/kit/testing';
import type { FastifyInstance } from 'fastify';
import { describe, expect, it } from 'vitest';
import { closedGate, silent } from './jars.ts';

interface Till {
  readonly app: FastifyInstance;
  readonly url: string;
  readonly port: number;
  sold: number;
}

/** A server that counts what is sold at it. */
async function openTill(gate?: Promise<void>): Promise<Till> {
  const app = createEdge({ log: silent, clock: systemClock, trustedProxies: [], corsOrigins: [] });
  app.get('/ready', () => ({ status: 'ready' }));
  app.post('/sell', async () => {
    till.sold += 1;
    await gate;
    return { sold: true };
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const till: Till = { app, port, url: `http://127.0.0.1:${port}`, sold: 0 };
  return till;
}

describe('a server that drains', () => {
  it('loses no call of peers that go on calling, and calls none of them twice', async () => {
    const tills = [await openTill(), await openTill()] as const;
    const addresses = tills.map(({ url }) => url).join(',');
    const peer = openPeerCopies({ service: 'seats', addresses, clock: systemClock, log: silent });
    let [left, answered] = [900, 0];
    let drained: Promise<void> | undefined;
    const sell = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        if (left < 600) drained ??= drainServer(tills[0].app, { graceMs: 10_000 });
        const call = { method: 'POST', path: '/sell', headers: {}, body: null, timeoutMs: 5_000, repeatable: false };
        const { status, body } = await peer.send(call);
        await text(body);
        if (status === 200) answered += 1;
      }
    };
    await Promise.all(Array.from({ length: 8 }, sell));
    await drained;
    expect(answered).toBe(900);
    expect(tills[0].sold + tills[1].sold).toBe(900);
    expect(tills[0].sold).toBeGreaterThan(0);
    await peer.close();
    await drainServer(tills[1].app, { graceMs: 1_000 });
  });

  it('still answers what comes in an open connection, closes that, and says that it is not ready', async () => {
    const till = await openTill();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const look = async () => {
      const [response] = (await once(get(`${till.url}/ready`, { agent }), 'response')) as [IncomingMessage];
      const { socket, statusCode, headers } = response;
      await text(response);
      return { socket, said: [statusCode, headers.connection] };
    };
    const before = await look();
    expect(before.said).toEqual([200, 'keep-alive']);
    await eventually(async () => {
      expect(Object.values(agent.freeSockets)).toEqual([[before.socket]]);
    });
    const drained = drainServer(till.app, { graceMs: 10_000 });
    const after = await look();
    expect(after.socket).toBe(before.socket);
    expect(after.said).toEqual([503, 'close']);
    await drained;
    await expect(look()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('finishes what it was asked before', async () => {
    const gate = closedGate();
    const till = await openTill(gate.opened);
    const sale = fetch(`${till.url}/sell`, { method: 'POST' });
    await eventually(async () => {
      expect(till.sold).toBe(1);
    });
    const drained = drainServer(till.app, { graceMs: 60_000 });
    await eventually(async () => {
      await expect(fetch(till.url)).rejects.toThrow();
    });
    gate.open();
    const answer = await sale;
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    await drained;
  });

  it('waits for nobody who has asked nothing, and cuts what is not answered in the time it has', async () => {
    const till = await openTill(closedGate().opened);
    const silentSocket = connect(till.port, '127.0.0.1');
    await once(silentSocket, 'connect');
    const gone = once(silentSocket, 'close');
    await drainServer(till.app, { graceMs: 60_000 });
    await gone;
    const stuck = await openTill(closedGate().opened);
    const sale = fetch(`${stuck.url}/sell`, { method: 'POST' }).catch((error: unknown) => error);
    await eventually(async () => {
      expect(stuck.sold).toBe(1);
    });
    await drainServer(stuck.app, { graceMs: 400 });
    expect(await sale).toBeInstanceOf(Error);
  });
});
