/** A service elsewhere as a socket, a gateway that passes on to it, and callers that say exactly what a test wants said. */
import { once } from 'node:events';
import { type ClientRequest, createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Contract } from '@usher/contracts/contract';
import { mountPassOn } from '@usher/gateway/pass-on';
import { systemClock } from '@usher/kit/clock';
import { createEdge } from '@usher/kit/edge';
import { createLog } from '@usher/kit/log';
import { mountNotFound } from '@usher/kit/not-found';
import { openPeerCopies } from '@usher/kit/peer-copies';
import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';

export interface Heard {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}
export interface Upstream {
  readonly url: string;
  /** What it was asked, probes aside. */
  readonly heard: Heard[];
  /** Requests it has begun to read. */
  begun(): number;
}
export interface Told {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Listens until the test ends. `answer` gets each request when its body is there. */
export async function startUpstream(
  answer: (heard: Heard, response: ServerResponse, incoming: IncomingMessage) => void,
): Promise<Upstream> {
  const heard: Heard[] = [];
  let begun = 0;
  const server = createServer((incoming, response) => {
    if (incoming.url === '/ready') {
      response.end('{}');
      return;
    }
    begun += 1;
    buffer(incoming).then(
      (body) => {
        const one = { method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers, body };
        heard.push(one);
        answer(one, response, incoming);
      },
      () => undefined,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard, begun: () => begun };
}

export interface Passing {
  readonly app: FastifyInstance;
  readonly url: string;
  readonly drain: AbortController;
}

/** A gateway, listening until the test ends, that passes on what these contracts promise to these addresses. */
export async function startGateway(contracts: readonly Contract[], addresses: string): Promise<Passing> {
  const log = createLog(process.env['TEST_LOG'] ?? 'silent');
  const app = createEdge({ log, clock: systemClock, trustedProxies: [], corsOrigins: ['https://shop.example'] });
  const copies = openPeerCopies({ service: 'elsewhere', addresses, clock: systemClock, log });
  const drain = new AbortController();
  mountNotFound(app);
  mountPassOn(app, { contracts, copiesOf: () => copies, drain: drain.signal });
  await app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(async () => {
    app.server.closeAllConnections();
    await app.close();
    await copies.close();
  });
  return { app, drain, url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` };
}

/** Asks, with nothing added to what is said, and reads the whole answer. */
export async function tell(
  url: string,
  said: { method?: string; headers?: Record<string, string | string[]>; body?: Buffer | string } = {},
): Promise<Told> {
  const asking = ask(url, said);
  asking.end(said.body);
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await buffer(answer) };
}

/** Begins to ask; the caller ends it, or leaves. */
export function ask(
  url: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string | string[]> } = {},
): ClientRequest {
  return request(url, { method, headers, agent: false });
}
