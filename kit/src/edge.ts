/**
 * The edge every process shows to the network: security headers, CORS, body and header bounds,
 * rate limits, request ids, and errors as problem documents. It lives in the kit so that a service
 * behind nginx is protected exactly as one behind the gateway.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { RefusalCode } from '@usher/contracts/refusals';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Clock } from './clock.ts';
import { isConnectionLoss } from './database.ts';
import { makeDrainable } from './drain.ts';
import type { Log } from './log.ts';
import { problemOf, RefusedError, type Refusal, refuse } from './refusal.ts';
import { noteRequest, tellRequests } from './request-line.ts';
import { doingFor } from './trace.ts';

export interface EdgeOptions {
  readonly log: Log;
  readonly clock: Clock;
  /** CIDRs whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Exact origins other sites may call from. */
  readonly corsOrigins: readonly string[];
}

/** The largest body of an operation whose contract names no other bound. */
export const BODY_BYTES_MAX = 64 * 1024;
/** What may be asked at all; TRACE would show a page its own cookies (RFC 9110, 9.3.8). */
export const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const HEADER_BYTES_MAX = 16 * 1024;
const HEADERS_MAX = 100;
/** An API answer is data: it may load and run nothing wherever it is shown. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/** The headers every answer has, so that a browser makes nothing else of it. */
export const protections = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'content-security-policy': API_POLICY,
  'cache-control': 'no-store',
};

/** The HTTP server of one process, without routes. */
export function createEdge(options: EdgeOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    connectionTimeout: 0,
    http: { maxHeaderSize: HEADER_BYTES_MAX, headersTimeout: 12_000, connectionsCheckingInterval: 2_000 },
    routerOptions: { maxParamLength: 500 },
    exposeHeadRoutes: true,
    return503OnClosing: false,
    genReqId: (request) => requestId(request.headers['x-request-id'], options.clock),
    clientErrorHandler: answerClientError,
    // A URL no route can be looked up for: hooks and the error handler never see it.
    frameworkErrors: (error, request, reply) => {
      protect(reply, request);
      sendRefusal(reply, request, refusalOf(error, request, options.log));
    },
  });
  tellRequests(app, options);
  makeDrainable(app);
  app.addHook('onRequest', async (request, reply) => {
    protect(reply, request);
    const fault = faultOfFraming(request.raw, reply);
    if (fault) throw new RefusedError(refuse(fault));
    cors(options, request, reply);
    if (crossSiteWithCookie(options, request))
      throw new RefusedError(refuse('forbidden', { detail: 'This request came from another site.' }));
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    sendRefusal(reply, request, refusalOf(error, request, options.log));
  });
  app.server.on('checkExpectation', answerExpectation);
  readJsonBodies(app);
  return app;
}

/** Sends a refusal as its problem document. */
export function sendRefusal(reply: FastifyReply, request: FastifyRequest, refusal: Refusal): void {
  noteRequest(request, { refusal: refusal.code });
  if (refusal.retryAfterSeconds !== undefined) reply.header('retry-after', String(refusal.retryAfterSeconds));
  if (refusal.replayed) reply.header('idempotency-replayed', 'true');
  if (refusal.status === 401) reply.header('www-authenticate', 'Bearer');
  reply
    .code(refusal.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemOf(refusal, request.id)));
}

function protect(reply: FastifyReply, request: FastifyRequest): void {
  reply.headers(protections);
  reply.header('x-request-id', request.id);
}

function requestId(given: unknown, clock: Clock): string {
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : clock.newId();
}

/**
 * What Node lets pass although two programs in a row could read it differently, or nobody here reads it at all.
 * Where the end of the request is in doubt the connection ends with it.
 */
function faultOfFraming(request: IncomingMessage, reply: FastifyReply): RefusalCode | undefined {
  const { rawHeaders, headers, httpVersion, method = '' } = request;
  const hosts = rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === 'host').length;
  if (hosts > 1 || (httpVersion === '1.0' && headers['transfer-encoding'] !== undefined)) {
    reply.header('connection', 'close');
    return 'invalid_request';
  }
  if (!METHODS.includes(method)) {
    reply.header('allow', METHODS.join(', '));
    return 'method_not_allowed';
  }
  if (rawHeaders.length > 2 * HEADERS_MAX) return 'headers_too_large';
  // Packed bodies are not unpacked: a few kilobytes could become gigabytes.
  if (!['identity', undefined].includes(headers['content-encoding'])) {
    reply.header('accept-encoding', 'identity');
    return 'unsupported_media_type';
  }
  return undefined;
}

function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (body.length === 0) {
      done(null, undefined);
      return;
    }
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    } catch {
      done(new RefusedError(refuse('invalid_json', { detail: 'The body is not UTF-8.' })));
      return;
    }
    void parse(request, text, done);
  });
}

/** Every way a request can fail before or inside a verb, as the refusal the caller gets. */
function refusalOf(error: FastifyError, request: FastifyRequest, log: Log): Refusal {
  if (error instanceof RefusedError) return error.refusal;
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return refuse('payload_too_large');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return refuse('unsupported_media_type');
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return refuse('invalid_json');
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return refuse('not_found');
    default:
  }
  if (error.statusCode === 400) return refuse('invalid_json');
  if (isConnectionLoss(error)) {
    log.warn({ ...doingFor(request.id), err: error }, 'the database is away');
    return refuse('unavailable', { retryAfterSeconds: 2 });
  }
  const { method, routeOptions } = request;
  log.error({ ...doingFor(request.id), err: error, method, route: routeOptions.url }, 'a request failed');
  return refuse('internal_error');
}

function cors(options: EdgeOptions, request: FastifyRequest, reply: FastifyReply): void {
  const { origin } = request.headers;
  reply.header('vary', 'Origin');
  if (origin === undefined || !options.corsOrigins.includes(origin)) return;
  reply.header('access-control-allow-origin', origin);
  reply.header(
    'access-control-expose-headers',
    'ETag, Retry-After, RateLimit, RateLimit-Policy, Idempotency-Replayed, Age',
  );
  if (request.method === 'OPTIONS') {
    reply.header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE');
    reply.header(
      'access-control-allow-headers',
      'Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID',
    );
    reply.header('access-control-max-age', '600');
  }
}

/** A cookie is sent by the browser whoever wrote the page: then the page must be ours. */
function crossSiteWithCookie(options: EdgeOptions, request: FastifyRequest): boolean {
  if (
    ['GET', 'HEAD', 'OPTIONS'].includes(request.method) ||
    request.headers.cookie === undefined ||
    request.headers.authorization !== undefined
  )
    return false;
  const { origin } = request.headers;
  if (origin === undefined)
    return request.headers['sec-fetch-site'] !== undefined && request.headers['sec-fetch-site'] !== 'same-origin';
  return origin !== `${request.protocol}://${request.host}` && !options.corsOrigins.includes(origin);
}

/** What Node's own parser refuses never reaches a route; it is answered here and the connection closes. */
function answerClientError(this: unknown, error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const code =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ('headers_too_large' as const)
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ('request_timeout' as const)
        : error.code === 'HPE_INVALID_METHOD' && isRequestLine('rawPacket' in error ? error.rawPacket : undefined)
          ? ('method_not_allowed' as const)
          : ('invalid_request' as const);
  const { status, headers, body } = unreadAnswer(code);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${code}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** Node's parser calls everything that begins strangely an unknown method; only before a path and a version is it one. */
function isRequestLine(bytes: unknown): boolean {
  return Buffer.isBuffer(bytes) && /^[A-Z]+ \S+ HTTP\/1\.[01]\r?\n/.test(bytes.toString('latin1'));
}

/** An expectation other than `100-continue` (RFC 9110, 10.1.1); Node would answer it without a body. */
function answerExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const { status, headers, body } = unreadAnswer('expectation_failed');
  response.writeHead(status, headers).end(body);
}

function unreadAnswer(code: RefusalCode): { status: number; headers: Record<string, string>; body: string } {
  const refusal = refuse(code);
  const body = JSON.stringify(problemOf(refusal, 'unread'));
  const headers = {
    ...protections,
    ...(code === 'method_not_allowed' ? { allow: METHODS.join(', ') } : {}),
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  return { status: refusal.status, headers, body };
}
