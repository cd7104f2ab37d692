/**
 * The seam between the gateway and the web app: a function from Request to Response, and a folder of files.
 * The gateway gives it the API in place; what the app is made of is not its business.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliCompress, createGzip, constants as zlib } from 'node:zlib';
import type { Clock } from '@usher/kit/clock';
import { sendRefusal } from '@usher/kit/edge';
import { refuse } from '@usher/kit/refusal';
import { inRequest } from '@usher/kit/request-line';
import { traceHeaders } from '@usher/kit/trace';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Who looks at a page: the address for whom the limits count, and the request whose trace all that it asks for belongs to. */
export interface Visitor {
  readonly address: string;
  readonly requestId: string;
}

/** What the web app is given to live in. */
export interface WebSurroundings {
  /** Asks this gateway's API in place, for a visitor. */
  readonly api: (request: Request, visitor: Visitor) => Promise<Response>;
  readonly clock: Clock;
  /** How people reach this installation, e.g. `https://tickets.example`; decides the names of cookies. */
  readonly publicUrl: string;
}

/** One page or one form, answered. `nonce` is what the page's scripts carry. */
export type AnswerPage = (request: Request, visit: Visitor & { nonce: string }) => Promise<Response>;
export type OpenWeb = (surroundings: WebSurroundings) => AnswerPage;

/** How the built or the watched app is reached; made by whoever composes the process. */
export interface WebApp {
  readonly open: OpenWeb;
  /** The folder of built files, or the development server that makes them when asked. */
  readonly files: string | FileMaker;
  /** Lets the development server's own scripts and styles through the content policy. */
  readonly development: boolean;
}

/** A worker obeys the policy of its own file; the scanner's compiles WebAssembly. */
const FILE_POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; base-uri 'none'; frame-ancestors 'none'";

type FileMaker = (request: IncomingMessage, response: ServerResponse, pass: () => void) => void;

const FORM_BYTES_MAX = 64 * 1024;
const NOT_PAGES = /^\/(api|internal|dev)(\/|$|\?)/;

/** Serves the web app below everything that has a route of its own. */
export async function mountWebApp(
  app: FastifyInstance,
  web: WebApp,
  options: { clock: Clock; publicUrl: string },
): Promise<void> {
  const answer = web.open({ ...options, api: (request, visitor) => askInPlace(app, request, visitor) });
  const { files } = web;
  if (typeof files === 'string') await mountFiles(app, files);
  else
    app.addHook('onRequest', (request, reply, done) => {
      if (NOT_PAGES.test(request.url)) done();
      else files(request.raw, reply.raw, done);
    });
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: FORM_BYTES_MAX }, (_request, body, done) => {
      done(null, body);
    });
    scope.route({
      method: ['GET', 'POST'],
      url: '/*',
      handler: async (request, reply) => {
        if (NOT_PAGES.test(request.url)) {
          reply.callNotFound();
          return reply;
        }
        if (isForeignForm(request, options.publicUrl)) {
          sendRefusal(reply, request, refuse('forbidden', { detail: 'This form came from another site.' }));
          return reply;
        }
        if (!URL.canParse(addressOf(request))) {
          sendRefusal(reply, request, refuse('invalid_request', { detail: 'The Host header or the path is not one.' }));
          return reply;
        }
        const nonce = randomBytes(16).toString('base64');
        const visit = { nonce, address: request.ip, requestId: request.id };
        const response = await inRequest(request, () => answer(toRequest(request), visit));
        return sendPage(request, reply, response, pagePolicy(nonce, web.development));
      },
    });
  });
}

/** Signing a visitor in by a form of another site would need no cookie: the edge, which looks at those, lets it pass. */
function isForeignForm(request: FastifyRequest, publicUrl: string): boolean {
  const { origin } = request.headers;
  if (request.method !== 'POST' || origin === undefined) return false;
  return origin !== `${request.protocol}://${request.host}` && origin !== new URL(publicUrl).origin;
}

/** Built files carry a hash of their content in the name, so that a browser keeps them for good. */
async function mountFiles(app: FastifyInstance, folder: string): Promise<void> {
  // Only the gateway has files to serve; every process of a split installation would load it.
  const { default: fastifyStatic } = await import('@fastify/static');
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    preCompressed: true,
    index: false,
    cacheControl: false,
    setHeaders(reply, file) {
      const forGood = file.includes('/assets/');
      reply.header('cache-control', forGood ? 'public, max-age=31536000, immutable' : 'public, max-age=3600');
      reply.header('content-security-policy', FILE_POLICY);
    },
  });
}

async function askInPlace(app: FastifyInstance, request: Request, visitor: Visitor): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const payload = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
  const answer = await app.inject({
    method: request.method as 'GET',
    url: pathname + search,
    headers: { ...Object.fromEntries(request.headers), ...traceHeaders(visitor.requestId) },
    remoteAddress: visitor.address,
    ...(payload === undefined ? {} : { payload }),
  });
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    for (const one of [value].flat()) if (one !== undefined) headers.append(name, String(one));
  const empty = [204, 304].includes(answer.statusCode);
  return new Response(empty ? null : new Uint8Array(answer.rawPayload), { status: answer.statusCode, headers });
}

const addressOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}${request.url}`;

function toRequest(request: FastifyRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    for (const one of [value].flat()) if (one !== undefined && !name.startsWith(':')) headers.append(name, one);
  const body = Buffer.isBuffer(request.body) ? new Uint8Array(request.body) : null;
  const gone = new AbortController();
  request.raw.once('close', () => {
    if (!request.raw.complete) gone.abort();
  });
  return new Request(addressOf(request), {
    method: request.method,
    headers,
    body: request.method === 'POST' ? body : null,
    signal: gone.signal,
  });
}

function sendPage(request: FastifyRequest, reply: FastifyReply, response: Response, policy: string): FastifyReply {
  reply.code(response.status);
  for (const [name, value] of response.headers)
    if (name !== 'set-cookie' && name !== 'content-length') reply.header(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) reply.header('set-cookie', cookies);
  reply.header('content-security-policy', policy);
  // The camera is for the door's scan page, on our own pages only.
  reply.header('permissions-policy', 'camera=(self), microphone=(), geolocation=()');
  if (response.body === null) return reply.send();
  const body = Readable.fromWeb(response.body);
  return reply.send(compressed(request, reply, body));
}

/** Pages are text; a file that is passed on (a ticket as PDF) is packed already. */
function compressed(request: FastifyRequest, reply: FastifyReply, body: Readable): Readable {
  const type = String(reply.getHeader('content-type') ?? '');
  const accepted = request.headers['accept-encoding']?.toString() ?? '';
  if (!/^text\/|json|javascript|svg|x-script/.test(type)) return body;
  reply.header('vary', 'Accept-Encoding, Cookie');
  if (/\bbr\b/.test(accepted)) {
    reply.header('content-encoding', 'br');
    const flush = zlib.BROTLI_OPERATION_FLUSH;
    return through(body, createBrotliCompress({ flush, params: { [zlib.BROTLI_PARAM_QUALITY]: 4 } }));
  }
  if (!/\bgzip\b/.test(accepted)) return body;
  reply.header('content-encoding', 'gzip');
  return through(body, createGzip({ level: 5, flush: zlib.Z_SYNC_FLUSH }));
}

/** A page that breaks off in the middle ends the answer, and nothing else. */
function through(body: Readable, packer: Transform): Transform {
  pipeline(body, packer, () => undefined);
  return packer;
}

/** Nothing inline without the nonce, nothing from elsewhere, no frame around us. */
function pagePolicy(nonce: string, development: boolean): string {
  const scripts = development ? "'self' 'unsafe-inline' 'wasm-unsafe-eval'" : `'self' 'nonce-${nonce}'`;
  const styles = development ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`;
  return [
    "default-src 'none'",
    `script-src ${scripts}`,
    `style-src ${styles}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws: wss:' : ''}`,
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
