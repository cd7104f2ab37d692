/**
 * Testcard, the bundled card provider: an HTTP server that authorizes, captures, voids and refunds test cards and
 * tells the merchant by signed webhooks. It speaks like a third party and knows nothing about the platform.
 */
import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, machineClock } from './clock.ts';
import { actionPage, afterDecision, unknownActionPage } from './card/action-page.ts';
import { answerApi, routeName } from './card/api.ts';
import type { Charge } from './card/charge.ts';
import { answerControl, type Control } from './card/control.ts';
import { type Fault, type Faults, planFaults } from './card/faults.ts';
import { type Delays, Provider } from './card/provider.ts';
import { json, type Reply, refuse } from './card/reply.ts';
import { decideCharge } from './card/verbs.ts';

export interface CardProviderOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  host?: string;
  /** Where browsers reach the action pages, when that is not the address the server listens on. */
  publicUrl?: string;
  webhookUrl: string;
  webhookSecret: string;
  apiKey: string;
  /** The file that keeps everything over a restart. Without it nothing is kept. */
  store?: string;
  clock?: Clock;
  delays?: Partial<Delays>;
}

export interface CardProvider extends Control {
  url: string;
  /** Every charge, oldest first. */
  charges(): Charge[];
  /** Stops; what was not delivered yet goes out after the next start, if there is a store. Closing twice is closing once. */
  close(): Promise<void>;
}

const BODY_BYTES_MAX = 65_536;
const usualDelays: Delays = { settleMs: 2_000, disputeMs: 2_000, webhookRetryStartMs: 500, webhookRetryMaxMs: 30_000 };
const actionPath = /^\/actions\/(act_[0-9a-f]{32})(?:\/(approve|decline))?$/;

/** Starts the provider; it listens when this resolves. Throws when the port is taken or the store cannot be read. */
export async function startCardProvider(options: CardProviderOptions): Promise<CardProvider> {
  const { host = '127.0.0.1', port = 0, apiKey, store = null, clock = machineClock } = options;
  const webhook = { url: options.webhookUrl, secret: options.webhookSecret };
  const provider = new Provider({ store, webhook, clock, delays: { ...usualDelays, ...options.delays } });
  const faults = planFaults();
  const calls = { requests: new Map<string, number>(), replays: 0 };
  const control = controlOf(provider, faults, calls);
  const server = createServer({ keepAliveTimeout: 65_000, requestTimeout: 30_000 }, (request, response) => {
    serve({ request, response, apiKey, provider, control, faults, calls }).catch((cause: unknown) => {
      // The caller went away while its body was arriving: there is nobody left to answer.
      response.destroy(cause instanceof Error ? cause : undefined);
    });
  });
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    await provider.close();
    throw cause;
  }
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  provider.announce(options.publicUrl ?? url);
  let closing: Promise<void> | undefined;
  return {
    ...control,
    url,
    charges: () => Array.from(provider.ledger.all(), (record) => record.charge),
    close: () => (closing ??= close(server, provider)),
  };
}

interface Calls {
  requests: Map<string, number>;
  replays: number;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  apiKey: string;
  provider: Provider;
  control: Control;
  faults: Faults;
  calls: Calls;
}

async function serve(exchange: Exchange): Promise<void> {
  const { request, response, provider, control, apiKey } = exchange;
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const method = request.method ?? '';
  const body = await readBody(request);
  if (body === null) {
    send(response, refuse(413, 'payload_too_large', `A body has at most ${BODY_BYTES_MAX} bytes`));
  } else if (path === '/live') {
    send(response, json(200, { state: 'live' }));
  } else if (path.startsWith('/actions/')) {
    send(response, answerAction(method, path, provider));
  } else if (!holdsKey(request, apiKey)) {
    send(response, refuse(401, 'unauthenticated', 'The API key is missing or wrong'));
  } else if (path.startsWith('/control/')) {
    send(response, answerControl(method, path, body, control));
  } else if (path.startsWith('/v1/')) {
    serveApi(exchange, { method, path, query, body });
  } else {
    send(response, refuse(404, 'not_found', 'There is nothing here'));
  }
}

function serveApi(
  { request, response, provider, faults, calls }: Exchange,
  { method, path, query, body }: { method: string; path: string; query: string; body: string },
): void {
  const route = routeName(method, path);
  calls.requests.set(route, (calls.requests.get(route) ?? 0) + 1);
  const fault = faults.take();
  if (fault === 'drop') {
    request.socket.destroy();
    return;
  }
  if (fault === 'error_500') {
    send(response, refuse(500, 'internal_error', 'A failure on order'));
    return;
  }
  const key = request.headers['idempotency-key'];
  const idempotencyKey = typeof key === 'string' ? key : null;
  const asked = { method, path, query: new URLSearchParams(query), idempotencyKey, body };
  const { reply, change } = answerApi(asked, provider, provider.surroundings());
  provider.commit(change);
  if ('idempotent-replayed' in reply.headers) calls.replays += 1;
  answerUnder(fault, response, reply);
}

/** The request had its effect; what the caller hears of it depends on the fault. */
function answerUnder(fault: Exclude<Fault, 'drop' | 'error_500'> | null, response: ServerResponse, reply: Reply): void {
  if (reply.lost) response.socket?.destroy();
  else if (fault === null) send(response, reply);
  else if (fault !== 'timeout_after_effect') {
    setTimeout(() => {
      send(response, reply);
    }, fault.slowMs).unref();
  }
}

function answerAction(method: string, path: string, provider: Provider): Reply {
  const [, secret = '', verb] = actionPath.exec(path) ?? [];
  const record = provider.ledger.ofAction(secret);
  if (!record) return unknownActionPage();
  if (method === 'GET' && verb === undefined) return actionPage(record);
  if (method !== 'POST' || verb === undefined)
    return refuse(405, 'method_not_allowed', 'Read the page, post a decision');
  provider.commit(decideCharge(record, verb === 'approve', provider.surroundings()));
  return afterDecision(record);
}

function controlOf(provider: Provider, faults: Faults, calls: Calls): Control {
  return {
    failNext: (times, how) => {
      faults.failNext(times, how);
    },
    pauseWebhooks: () => {
      provider.webhooks.pause();
    },
    resumeWebhooks: () => {
      provider.webhooks.resume();
    },
    duplicateWebhooks: (times) => {
      provider.webhooks.duplicate(times);
    },
    parkedWebhooks: () => provider.webhooks.parked(),
    statistics: () => ({
      requests: Object.fromEntries(calls.requests),
      replays: calls.replays,
      webhooks: provider.webhooks.statistics(),
    }),
  };
}

function holdsKey({ headers }: IncomingMessage, apiKey: string): boolean {
  const given = Buffer.from(headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${apiKey}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** The whole body, or null when it is longer than allowed. What is too much is read and dropped, so that the answer arrives. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= BODY_BYTES_MAX) chunks.push(chunk);
  }
  return length <= BODY_BYTES_MAX ? Buffer.concat(chunks).toString('utf8') : null;
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}

async function close(server: Server, provider: Provider): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  await provider.close();
}
