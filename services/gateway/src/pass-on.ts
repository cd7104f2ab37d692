/**
 * The public operations of services that run elsewhere: each request goes on to a copy of its service, and the
 * answer comes back as it is. Who may ask and how often is the service's to say, as it is for those in this process.
 */
import type { Contract, Operation } from '@usher/contracts/contract';
import { BODY_BYTES_MAX } from '@usher/kit/edge';
import { keyRule } from '@usher/kit/operations';
import type { PeerAnswer, PeerCopies } from '@usher/kit/peer-copies';
import { inRequest, noteRequest } from '@usher/kit/request-line';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readAsItComes, readWhole, type Upload, uploadOf } from './passed-body.ts';
import { headersBack, headersOn } from './passed-headers.ts';
import { passStream, readAhead } from './passed-stream.ts';

export interface PassOnOptions {
  readonly contracts: readonly Contract[];
  /** The copies of a service that is not in this process. */
  copiesOf(service: string): PeerCopies | undefined;
  /** Ends when the process drains: streams end then. */
  readonly drain: AbortSignal;
}

interface Passing {
  readonly service: string;
  readonly operation: Operation;
  readonly copies: PeerCopies;
  readonly drain: AbortSignal;
}

const HEAD_MS_MAX = 20_000;
const BODILESS = [204, 304];

/** Registers a route for each public operation of the services elsewhere. */
export function mountPassOn(app: FastifyInstance, { contracts, copiesOf, drain }: PassOnOptions): void {
  const passings = contracts.flatMap(({ name: service, operations }): Passing[] => {
    const copies = copiesOf(service);
    return copies ? Object.values(operations).map((operation) => ({ service, operation, copies, drain })) : [];
  });
  // Scopes of their own, for here bodies of every type are read, and as bytes.
  app.register(async (scope) => {
    readWhole(scope);
    for (const passing of passings) if (bytesMaxOf(passing.operation) <= BODY_BYTES_MAX) mountOne(scope, passing);
  });
  app.register(async (scope) => {
    readAsItComes(scope);
    for (const passing of passings) if (bytesMaxOf(passing.operation) > BODY_BYTES_MAX) mountOne(scope, passing);
  });
}

function mountOne(scope: FastifyInstance, passing: Passing): void {
  const { operation, service } = passing;
  const [method = 'GET', path = '/'] = operation.route.split(' ');
  scope.route({
    method: method === 'GET' ? ['GET', 'HEAD'] : method,
    exposeHeadRoute: false,
    url: `/api${path.replace(/\{(\w+)\}/g, ':$1')}`,
    bodyLimit: bytesMaxOf(operation),
    handler: async (request, reply) => {
      noteRequest(request, { service });
      await inRequest(request, () => passOn(passing, request, reply));
      return reply;
    },
  });
}

function bytesMaxOf({ rawBody, bodyBytesMax = BODY_BYTES_MAX }: Operation): number {
  return rawBody?.bytesMax ?? bodyBytesMax;
}

async function passOn(passing: Passing, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const left = new Error('the caller left before the answer came');
  const end = new AbortController();
  reply.raw.once('close', () => {
    end.abort(left);
  });
  const upload = uploadOf(request, { bytesMax: bytesMaxOf(passing.operation), end });
  try {
    const answer = await ask(passing, request, upload, end.signal);
    sendBack(passing, request, reply, answer);
  } catch (error) {
    if (error !== left) {
      closeIfUnread(request, reply);
      throw error;
    }
    reply.hijack();
  } finally {
    upload.settle();
  }
}

function ask(
  { operation, copies }: Passing,
  request: FastifyRequest,
  { body, kept, headers }: Upload,
  signal: AbortSignal,
): Promise<PeerAnswer> {
  return copies.send({
    method: request.method,
    // Some put the whole address into the request line.
    path: request.url.replace(/^https?:\/\/[^/]*/i, ''),
    headers: {
      ...headersOn(request),
      ...headers,
      // A stream is what this operation gives whatever is accepted: its connection lasts, and is counted as such.
      ...(isStream(operation) ? { accept: 'text/event-stream' } : {}),
    },
    body,
    timeoutMs: HEAD_MS_MAX,
    untilHead: true,
    repeatable: isSafe(request) || (kept && isKeyed(operation, request)),
    signal,
  });
}

function isStream({ answers }: Operation): boolean {
  return Object.values(answers).some((answer) => answer && 'file' in answer && answer.file === 'text/event-stream');
}

function isSafe({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** The second time such a request gets the answer of the first. */
function isKeyed(operation: Operation, { headers }: FastifyRequest): boolean {
  return keyRule(operation) !== 'none' && headers['idempotency-key'] !== undefined;
}

function sendBack(passing: Passing, request: FastifyRequest, reply: FastifyReply, answer: PeerAnswer): void {
  const { status, body } = answer;
  // The service has an edge of its own: what it protects an answer with is enough, and may differ for a reason.
  for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name);
  reply.code(status).headers(headersBack(answer));
  closeIfUnread(request, reply);
  if (request.method === 'HEAD' || BODILESS.includes(status)) {
    body.resume();
    reply.send();
  } else if (String(answer.headers['content-type']).startsWith('text/event-stream')) {
    passStream(reply, body, passing.drain);
  } else reply.send(readAhead(body));
}

/** Who still sends would be read to the end for nothing. A request of this process itself is always whole. */
function closeIfUnread({ raw }: FastifyRequest, reply: FastifyReply): void {
  if ('complete' in raw && !raw.complete) reply.header('connection', 'close');
}
