/** A copy of a service that says only whether it is ready. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ReadyCopy {
  readonly url: string;
  asked(): number;
  become(ready: boolean): void;
  stop(): Promise<void>;
}

/** Listens until the test ends. */
export async function startCopy(ready: boolean): Promise<ReadyCopy> {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(ready ? 200 : 503).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((done) => server.close(done));
  };
  onTestFinished(stop);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    become: (now) => {
      ready = now;
    },
    stop,
  };
}
