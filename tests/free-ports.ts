/** Ports for what tests start. */
import { createServer } from 'node:net';
import { portsFor } from '../run/cluster-settings.ts';
import { isFree } from '../run/postgres-server.ts';

/** Below the ports systems give to outgoing connections, one of which could sit on ours while a process restarts. */
const BLOCKS = { first: 17_000, count: 70, step: 200 };

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** The first port of a block in which every port of a cluster is free. Starts to look anywhere, so that two rarely meet. */
export async function freeBlock(): Promise<number> {
  for (let look = 0; look < BLOCKS.count; look += 1) {
    const base = BLOCKS.first + Math.floor(Math.random() * BLOCKS.count) * BLOCKS.step;
    const { entry, nats, redis, mailbox, service } = portsFor(base);
    const services = [1, 2].flatMap((copy) => [service('gateway', copy), service('accounts', copy)]);
    const ports = [entry, nats, redis, mailbox, ...services, base + 3, base + 5, base + 7];
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return base;
  }
  throw new Error('no block of ports is free for a cluster');
}
