/** A copy of some peer on a socket of its own, as well or as badly as a test wants it. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Copy {
  readonly url: string;
  readonly port: number;
  /** Paths of the requests it got, probes aside. */
  readonly heard: string[];
  /** Host headers of the same. */
  readonly hosts: (string | undefined)[];
  /** What it does from now on; `break` drops every connection that asks something. */
  does: 'answer' | 'break' | 'hang' | ((request: IncomingMessage, response: ServerResponse) => void);
  ready: boolean;
  /** Lets hanging requests go with an answer. */
  letGo(): void;
  stop(): Promise<void>;
}

/** Listens at once. */
export async function startCopy(options: { port?: number; address?: string } = {}): Promise<Copy> {
  const hanging: ServerResponse[] = [];
  const server = createServer((request, response) => {
    if (copy.does === 'break') {
      if (request.url !== '/ready') copy.heard.push(request.url ?? '');
      request.socket.destroy();
      return;
    }
    if (request.url === '/ready') {
      response.writeHead(copy.ready ? 200 : 503).end('{}');
      return;
    }
    copy.heard.push(request.url ?? '');
    copy.hosts.push(request.headers.host);
    if (copy.does === 'hang') hanging.push(response);
    else if (copy.does === 'answer') request.pipe(response.writeHead(200));
    else copy.does(request, response);
  });
  server.listen(options.port ?? 0, options.address ?? '127.0.0.1');
  await once(server, 'listening');
  const { address, port } = server.address() as AddressInfo;
  const copy: Copy = {
    url: `http://${address}:${port}`,
    port,
    heard: [],
    hosts: [],
    does: 'answer',
    ready: true,
    letGo: () => {
      for (const response of hanging.splice(0)) response.end();
    },
    async stop() {
      server.closeAllConnections();
      if (server.listening) await new Promise((done) => server.close(done));
    },
  };
  return copy;
}
