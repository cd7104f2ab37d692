/** /api/openapi.json and the page that shows it, both made when somebody first asks: a process that starts again in mid-sale has other work. */
import { createHash } from 'node:crypto';
import type { Contract } from '@usher/contracts/contract';
import { openApi } from './openapi.ts';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';

const about =
  'Events, seats, orders, payments, tickets and doors. Errors are problem documents (RFC 9457) with a stable `code`; ' +
  'amounts are integer minor units; instants are RFC 3339 in UTC. Get a token from `POST /api/auth/guest` or `/api/auth/login`.';
const PAGE = '/api/documentation';

/** The document is written once from the contracts. */
export function mountApiPage(app: FastifyInstance, options: { contracts: readonly Contract[]; version: string }): void {
  const info = { title: 'Usher', version: options.version, description: about };
  const document = once(() => openApi(options.contracts, info));
  const written = once(() => {
    const text = JSON.stringify(document());
    return { text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` };
  });
  app.get('/api/openapi.json', (request, reply) => {
    const { text, etag } = written();
    reply.headers({ etag, 'cache-control': 'public, max-age=60' });
    return request.headers['if-none-match'] === etag
      ? reply.code(304).send()
      : reply.type('application/json; charset=utf-8').send(text);
  });

  const page = once(() => openPage(document()));
  const show = async (request: FastifyRequest, reply: FastifyReply) => {
    const { 'if-none-match': known } = request.headers;
    const shown = await (await page()).inject({
      method: 'GET',
      url: request.url,
      headers: known === undefined ? {} : { 'if-none-match': known },
    });
    // What the page does not have is told as everywhere else.
    if (shown.statusCode >= 400) {
      reply.callNotFound();
      return reply;
    }
    for (const name of PAGE_HEADERS) {
      const value = shown.headers[name];
      if (value !== undefined) reply.header(name, value);
    }
    return reply.code(shown.statusCode).header('content-security-policy', PAGE_POLICY).send(shown.rawPayload);
  };
  app.get(PAGE, show);
  app.get(`${PAGE}/*`, show);
}

/** The page in a server of its own that listens nowhere: the one it is shown by takes no plugins once it serves. */
async function openPage(document: object): Promise<FastifyInstance> {
  const [swagger, swaggerUi] = await Promise.all([import('@fastify/swagger'), import('@fastify/swagger-ui')]);
  const app = fastify();
  await app.register(swagger.default, { mode: 'static', specification: { document: document as never } });
  await app.register(swaggerUi.default, {
    routePrefix: PAGE,
    uiConfig: {
      docExpansion: 'list',
      tryItOutEnabled: true,
      persistAuthorization: true,
      validatorUrl: null,
      layout: 'BaseLayout',
    },
  });
  await app.ready();
  return app;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const PAGE_HEADERS = ['content-type', 'etag', 'last-modified', 'cache-control', 'location'] as const;
/** The page's own files and its own API, nothing else; the library sets styles on its elements. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
