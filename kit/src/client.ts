/**
 * Clients of a peer's internal operations, made from its contract. In place or over HTTP the
 * caller cannot tell: the same JSON, the same parsing, the same deadline, the same refusals.
 */
import { text } from 'node:stream/consumers';
import type { Contract, Operation } from '@usher/contracts/contract';
import { refusals, type RefusalCode } from '@usher/contracts/refusals';
import { z } from 'zod';
import { answerWriter } from './answer-json.ts';
import type { Clock } from './clock.ts';
import type { Operated } from './operations.ts';
import type { PeerCopies } from './peer-copies.ts';
import { RefusedError, Refusal, refuse } from './refusal.ts';
import type { Client, PeerCall } from './service.ts';
import { traceHeaders } from './trace.ts';
import { assertOutsideTransaction } from './transaction-watch.ts';

const PEER_TIMEOUT_MS = 5_000;

/** Carries one call: gives status and the JSON text of the answer. Throws when no answer came. */
export interface Transport {
  (operation: string, route: WireRoute, call: WireCall): Promise<{ status: number; body: string }>;
}
export interface WireRoute {
  readonly method: string;
  readonly url: string;
  /** Asking twice has the effect of asking once. */
  readonly repeatable: boolean;
}
export interface WireCall {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly requestId: string;
  readonly timeoutMs: number;
}

/** The typed client over a transport. */
export function clientOf<C extends Contract>(contract: C, transport: Transport): Client<C> {
  const methods = Object.entries(contract.internal).map(([name, operation]) => [
    name,
    (call: PeerCall<Operation>) => callPeer(contract.name, name, operation, transport, call),
  ]);
  return Object.fromEntries(methods) as Client<C>;
}

async function callPeer(
  peer: string,
  name: string,
  operation: Operation,
  transport: Transport,
  call: PeerCall<Operation>,
): Promise<unknown> {
  assertOutsideTransaction(`${peer}.${name} was called`);
  const [method = '', template = ''] = operation.route.split(' ');
  const params = (call.params ?? {}) as Record<string, string>;
  const url = template.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
  const { status, body } = await transport(
    name,
    { method, url, repeatable: method === 'GET' || operation.repeatable === true },
    {
      params,
      query: (call.query ?? {}) as Record<string, string>,
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      requestId: call.requestId,
      timeoutMs: call.timeoutMs ?? PEER_TIMEOUT_MS,
    },
  );
  const json = body === '' ? undefined : parseAnswer(body, `${peer}.${name}`);
  if (status >= 400) return refusalFrom(json, operation, `${peer}.${name}`);
  const schema = operation.answers[status];
  return schema instanceof z.ZodType ? schema.parse(json) : undefined;
}

/** What is not JSON did not come from the peer but from something between that could not reach it. */
function parseAnswer(body: string, what: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new RefusedError(
      refuse('unavailable', { detail: `${what} gave no readable answer.`, retryAfterSeconds: 1 }),
      error,
    );
  }
}

function refusalFrom(json: unknown, operation: Operation, what: string): Refusal {
  const {
    code,
    detail,
    type: _type,
    title: _title,
    status: _status,
    instance: _instance,
    ...more
  } = (json ?? {}) as Record<string, unknown>;
  if (typeof code === 'string' && operation.refusals.includes(code as never))
    return refuse(code as RefusalCode, { more });
  if (typeof code === 'string' && code in refusals && refusals[code as RefusalCode].status === 503) {
    throw new RefusedError(refuse(code as RefusalCode, { retryAfterSeconds: 1 }));
  }
  throw new Error(`${what} answered ${String(code)}: ${typeof detail === 'string' ? detail : ''}`);
}

/** The peer is hosted in this process: its operation is performed at once, through the same JSON. */
export function inPlace(caller: string, operated: ReadonlyMap<string, Operated>, clock: Clock): Transport {
  return async (name, _path, call) => {
    const target = operated.get(name);
    if (!target) throw new Error(`no operation ${name}`);
    const result = await within(call.timeoutMs, name, perform(target, caller, call, clock));
    if (result instanceof Refusal)
      return { status: result.status, body: JSON.stringify({ ...result.more, code: result.code }) };
    const schema = target.operation.answers[result.status];
    return { status: result.status, body: schema instanceof z.ZodType ? answerWriter(schema)(result.body) : '' };
  };
}

/** The answer, or a refusal when it takes too long. The timer ends with the answer: thousands of calls must not leave theirs behind. */
function within<T>(timeoutMs: number, name: string, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new RefusedError(refuse('unavailable', { detail: `${name} took too long.`, retryAfterSeconds: 1 })));
    }, timeoutMs);
    answer.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}

async function perform(target: Operated, caller: string, call: WireCall, clock: Clock) {
  const ask = {
    params: call.params,
    query: call.query,
    body: call.body === undefined ? undefined : (JSON.parse(call.body) as unknown),
    principal: undefined,
    peer: caller,
    header: () => undefined,
    address: 'in-place',
    requestId: call.requestId,
    deadline: clock.now() + call.timeoutMs,
  };
  return target.admit(ask) ?? target.perform(ask);
}

/** The peer is elsewhere: HTTP with a service token. */
export function overHttp(options: { peer: string; copies: PeerCopies; token(): Promise<string> }): Transport {
  return async (name, { method, url, repeatable }, call) => {
    const query = new URLSearchParams(call.query).toString();
    const { status, body } = await options.copies.send({
      method,
      path: `/internal/${options.peer}${url}${query === '' ? '' : `?${query}`}`,
      headers: {
        authorization: `Bearer ${await options.token()}`,
        ...traceHeaders(call.requestId),
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: call.body ?? null,
      timeoutMs: call.timeoutMs,
      repeatable,
    });
    try {
      return { status, body: await text(body) };
    } catch (error) {
      const detail = `${options.peer}.${name} broke off.`;
      throw new RefusedError(refuse('unavailable', { detail, retryAfterSeconds: 1 }), error);
    }
  };
}
