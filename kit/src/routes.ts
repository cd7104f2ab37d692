/** From operations to HTTP routes: the edge checks who calls, the operation does the rest. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { answerWriter } from './answer-json.ts';
import type { Clock } from './clock.ts';
import { type Crowding, createCrowding, type Turn } from './crowding.ts';
import { sendRefusal } from './edge.ts';
import type { Limits } from './limits.ts';
import type { Answer } from './keyed-calls.ts';
import type { Ask, FileBody, Operated } from './operations.ts';
import type { Principal } from './principal.ts';
import { Refusal, refuse } from './refusal.ts';
import { inRequest, noteRequest } from './request-line.ts';
import { sessionCookieOf } from './session-cookie.ts';

export interface MountOptions {
  /** `/api` for public operations, `/internal/<service>` for peers. */
  readonly prefix: string;
  /** Peers call here, with service tokens; users elsewhere, with theirs. */
  readonly internal: boolean;
  readonly operated: readonly Operated[];
  readonly limits: Limits;
  /** The door that all operations of a process share; one of their own when absent. */
  readonly crowding?: Crowding;
  readonly clock: Clock;
  /** The user of a token; undefined refuses it. */
  verifyUser(token: string): Promise<Principal | undefined>;
  /** The peer of a service token; undefined refuses it. */
  verifyPeer(token: string): Promise<string | undefined>;
}

const REQUEST_MS_MAX = 15_000;
const GONE = Promise.resolve(undefined);

interface Who {
  readonly principal: Principal | undefined;
  readonly peer: string | undefined;
}
const NOBODY: Who = { principal: undefined, peer: undefined };

/** Registers a route for each operation. */
export function mountOperations(app: FastifyInstance, options: MountOptions): void {
  const { crowding = createCrowding(options.clock) } = options;
  for (const operated of options.operated) {
    if (operated.operation.rawBody) {
      const raw = operated.operation.rawBody;
      // Its own scope: only here are these media types read, and as bytes.
      app.register(async (scope) => {
        scope.removeAllContentTypeParsers();
        scope.addContentTypeParser(
          [...raw.types.filter((type) => !type.endsWith('/*'))],
          { parseAs: 'buffer', bodyLimit: raw.bytesMax },
          (_request, body, done) => {
            done(null, body);
          },
        );
        for (const type of raw.types.filter((t) => t.endsWith('/*'))) {
          scope.addContentTypeParser(
            new RegExp(`^${type.replace('/*', '/')}`),
            { parseAs: 'buffer', bodyLimit: raw.bytesMax },
            (_request, body, done) => {
              done(null, body);
            },
          );
        }
        mountOne(scope, operated, options, crowding);
      });
    } else mountOne(app, operated, options, crowding);
  }
}

function mountOne(app: FastifyInstance, operated: Operated, options: MountOptions, crowding: Crowding): void {
  const { operation } = operated;
  const [method = 'GET', path = '/'] = operation.route.split(' ');
  const askers = new WeakMap<FastifyRequest, Who>();
  const bodyLimit = operation.rawBody?.bytesMax ?? operation.bodyBytesMax;
  app.route({
    method,
    url: `${options.prefix}${path.replace(/\{(\w+)\}/g, ':$1')}`,
    ...(bodyLimit === undefined ? {} : { bodyLimit }),
    // Before the body is read: whether there is time for it, the caller's share, then 401 and 403.
    onRequest: async (request, reply) => {
      const full = crowding.refusal(operation.limit);
      if (full) {
        sendRefusal(reply, request, full);
        return reply;
      }
      const who = await identify(request, options);
      const { principal, peer } = who instanceof Refusal ? NOBODY : who;
      const caller = principal?.id;
      noteRequest(request, { service: operated.service, caller, peer });
      const { refusal: over, headers } = await options.limits.take(operation.limit, {
        id: caller,
        address: request.ip,
      });
      reply.headers(headers);
      const refusal = over ?? (who instanceof Refusal ? who : operated.admit(who));
      if (refusal) {
        sendRefusal(reply, request, refusal);
        return reply;
      }
      askers.set(request, who as Who);
      return undefined;
    },
    handler: async (request, reply) => {
      const who = askers.get(request) ?? NOBODY;
      const raw =
        operation.rawBody && Buffer.isBuffer(request.body)
          ? { bytes: request.body, type: request.headers['content-type'] ?? '' }
          : undefined;
      const deadline = options.clock.now() + patience(request);
      const ask = (turn: Turn): Ask => ({
        params: request.params,
        query: request.query,
        body: raw ? undefined : request.body,
        ...(raw ? { raw } : {}),
        ...who,
        header: (name: string) => oneHeader(request.headers[name]),
        address: request.ip,
        requestId: request.id,
        deadline,
        aside: turn.aside,
      });
      const result = await crowding.inside(operation, (turn) =>
        // Who left while waiting for a turn wants nothing any more.
        request.socket.destroyed ? GONE : inRequest(request, () => operated.perform(ask(turn))),
      );
      if (result === undefined) reply.hijack();
      else if (result instanceof Refusal) sendRefusal(reply, request, result);
      else sendAnswer(reply, operated, result);
      return reply;
    },
  });
}

async function identify(request: FastifyRequest, options: MountOptions): Promise<Who | Refusal> {
  const given = request.headers.authorization;
  if (given === undefined) return options.internal ? NOBODY : identifyByCookie(request, options);
  const token = /^Bearer ([\w.-]+)$/i.exec(given)?.[1];
  if (token === undefined) return refuse('invalid_token');
  if (options.internal) {
    const peer = await options.verifyPeer(token);
    return peer === undefined ? refuse('invalid_token') : { principal: undefined, peer };
  }
  const principal = await options.verifyUser(token);
  return principal ? { principal, peer: undefined } : refuse('invalid_token');
}

/** A cookie comes along whether it still opens anything or not: one that does not is as none. */
async function identifyByCookie(request: FastifyRequest, options: MountOptions): Promise<Who> {
  const token = sessionCookieOf(request);
  return token === undefined ? NOBODY : { principal: await options.verifyUser(token), peer: undefined };
}

function patience(request: FastifyRequest): number {
  const asked = Number(request.headers['usher-timeout-ms']);
  return Number.isFinite(asked) && asked > 0 ? Math.min(asked, REQUEST_MS_MAX) : REQUEST_MS_MAX;
}

function oneHeader(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function sendAnswer(reply: FastifyReply, operated: Operated, answer: Answer): void {
  const schema = operated.operation.answers[answer.status];
  reply.code(answer.status).headers(answer.headers);
  if (schema instanceof z.ZodType) {
    // A body that is already written (a cached list) is sent as it is.
    const text =
      Buffer.isBuffer(answer.body) || typeof answer.body === 'string' ? answer.body : answerWriter(schema)(answer.body);
    if (!reply.hasHeader('content-type')) reply.header('content-type', 'application/json; charset=utf-8');
    reply.send(text);
  } else if (schema) sendFile(reply, schema.file, answer.body as FileBody);
  else reply.send();
}

function sendFile(reply: FastifyReply, type: string, body: FileBody): void {
  if (typeof body !== 'function') {
    if (!reply.hasHeader('content-type'))
      reply.header('content-type', type.startsWith('text/') ? `${type}; charset=utf-8` : type);
    reply.send(body);
    return;
  }
  if (reply.request.method === 'HEAD') {
    reply.header('content-type', type).send();
    return;
  }
  // A stream writes to the socket itself and ends when the reader leaves.
  reply.hijack();
  reply.raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), 'content-type': type });
  body(reply.raw);
}
