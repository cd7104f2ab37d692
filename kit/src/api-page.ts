/** /api/openapi.json and the page that shows it. */
import { createHash } from 'node:crypto';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { Contract } from '@usher/contracts/contract';
import { openApi } from './openapi.ts';
import type { FastifyInstance } from 'fastify';

const about =
  'Events, seats, orders, payments, tickets and doors. Errors are problem documents (RFC 9457) with a stable `code`; ' +
  'amounts are integer minor units; instants are RFC 3339 in UTC. Get a token from `POST /api/auth/guest` or `/api/auth/login`.';

/** The document is written once from the contracts. */
export async function mountApiPage(
  app: FastifyInstance,
  options: { contracts: readonly Contract[]; version: string },
): Promise<void> {
  const document = openApi(options.contracts, { title: 'Usher', version: options.version, description: about });
  const text = JSON.stringify(document);
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  app.get('/api/openapi.json', (request, reply) => {
    reply.headers({ etag, 'cache-control': 'public, max-age=60' });
    return request.headers['if-none-match'] === etag
      ? reply.code(304).send()
      : reply.type('application/json; charset=utf-8').send(text);
  });
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('content-security-policy', PAGE_POLICY);
    });
    await scope.register(swagger, { mode: 'static', specification: { document: document as never } });
    await scope.register(swaggerUi, {
      routePrefix: '/api/documentation',
      uiConfig: {
        docExpansion: 'list',
        tryItOutEnabled: true,
        persistAuthorization: true,
        validatorUrl: null,
        layout: 'BaseLayout',
      },
    });
  });
}

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
