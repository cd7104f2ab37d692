import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { closeDoors, openDoors } from '@usher/kit/doors';
import { eventually } from '@usher/kit/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silent } from './jars.ts';

const NEWCOMERS = 60;
const ROUND_MS = 20;

describe('a server with many doors', () => {
  let server: Server;
  let port: number;
  beforeEach(async () => {
    server = createServer((_request, response) => response.end('well'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(() => {
    server.closeAllConnections();
    closeDoors(server);
    server.close();
  });

  const arrive = async (): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  };
  /** In how many rounds of a loop that is always busy everybody who waits came in. */
  async function roundsToLetIn(): Promise<number> {
    let inside = 0;
    server.on('connection', () => (inside += 1));
    const sockets = Array.from({ length: NEWCOMERS }, () => connect(port, '127.0.0.1'));
    let rounds = 0;
    while (inside < NEWCOMERS) {
      const end = performance.now() + ROUND_MS;
      while (performance.now() < end) rounds += 0;
      rounds += 1;
      await new Promise(setImmediate);
    }
    for (const socket of sockets) socket.destroy();
    return rounds;
  }

  it('lets in many newcomers a round, where one door lets in one', async () => {
    expect(await roundsToLetIn()).toBeGreaterThan(NEWCOMERS / 2);
    await openDoors(server, silent);
    expect(await roundsToLetIn()).toBeLessThan(NEWCOMERS / 4);
  });

  it('serves by each of them, also one who has said all and only listens', async () => {
    await openDoors(server, silent);
    const sockets = await Promise.all(Array.from({ length: 40 }, arrive));
    const answers = sockets.map((socket) => {
      socket.end('GET / HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n');
      return text(socket);
    });
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(/^HTTP\/1.1 200 [^]*well/);
  });

  it('lets nobody in when it is closed, and serves on who came in before', async () => {
    await openDoors(server, silent);
    let inside = 0;
    server.on('connection', () => (inside += 1));
    const sockets = await Promise.all(Array.from({ length: 20 }, arrive));
    await eventually(async () => {
      expect(inside).toBe(20);
    });
    closeDoors(server);
    server.close();
    const late = connect(port, '127.0.0.1');
    const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException];
    expect(['ECONNREFUSED', 'ECONNRESET']).toContain(error.code);
    const [first] = sockets;
    first?.end('GET / HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n');
    expect(first && (await text(first))).toContain('well');
    for (const socket of sockets) socket.destroy();
  });
});
