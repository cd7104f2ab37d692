/** Servers behind nginx: plain ones that say who they are, and ones with the edge every service has. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@usher/kit/clock';
import { createEdge } from '@usher/kit/edge';
import { createLog } from '@usher/kit/log';
import { mountNotFound } from '@usher/kit/not-found';

export interface Upstream {
  readonly port: number;
  /** Cuts every connection and listens no more. */
  close(): Promise<void>;
}

/** What an upstream saw of a request. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** The caller, as the edge understands it. */
  readonly address: string;
  readonly host: string;
  readonly bodyBytes: number;
}

/** A server without any edge. */
export async function listen(answer: RequestListener): Promise<Upstream> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Reads a whole body. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** A server that reads each request to its end and answers with a name. */
export function named(name: string): Promise<Upstream> {
  return listen((request, response) => {
    void bodyOf(request).then(
      (body) => response.end(JSON.stringify({ name, url: request.url, bodyBytes: body.length })),
      () => response.destroy(),
    );
  });
}

/** The real edge before a route that echoes; `seen` is what reached a route or an answer of "not found". */
export async function echoingEdge(trustedProxies: readonly string[]): Promise<Upstream & { readonly seen: Seen[] }> {
  const seen: Seen[] = [];
  const app = createEdge({ log: createLog('silent'), clock: systemClock, trustedProxies, corsOrigins: [] });
  mountNotFound(app);
  app.route({
    method: ['GET', 'POST', 'PUT'],
    url: '/api/*',
    handler: (request, reply) => {
      const one: Seen = {
        method: request.method,
        url: request.url,
        headers: request.headers,
        address: request.ip,
        host: request.host,
        bodyBytes: JSON.stringify(request.body ?? '').length,
      };
      seen.push(one);
      return reply.send(one);
    },
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    seen,
    port: (app.server.address() as AddressInfo).port,
    async close() {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}
