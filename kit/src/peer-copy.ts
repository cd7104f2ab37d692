/**
 * One copy of a peer: its connections, how busy it is, and whether it is well. A copy that broke
 * off is set aside until its own `/ready` says otherwise; after several failures in a row its
 * circuit is open until it answers anything again.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { Pool } from 'undici';
import { type CopyAddress, urlOf } from './peer-addresses.ts';

export interface PeerRequest {
  readonly method: string;
  /** With its query, begins with `/`. */
  readonly path: string;
  /** Without those that are for one hop only (Connection, Transfer-Encoding and their like). */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Uint8Array | Readable | null;
  /** Until the answer's head is there, and for plain calls until its end. */
  readonly timeoutMs: number;
  /** The time is for the head alone: the body is read as fast as somebody far away takes it. */
  readonly untilHead?: boolean;
  /** Safe or keyed: may be sent to another copy when this one broke off. */
  readonly repeatable: boolean;
  readonly signal?: AbortSignal;
}

export interface PeerAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** To be read to its end or destroyed: until then the copy counts as busy. */
  readonly body: Readable;
}

/** No answer came. `unopened`: the request was never sent. `broken`: it may have been acted on. `late`: nor in time. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly kind: 'unopened' | 'broken' | 'late';
  constructor(kind: NoAnswer['kind'], cause?: unknown) {
    super(`no answer: ${kind}`, { cause });
    this.kind = kind;
  }
}

/** `well`: takes calls. `aside`: only when no other is well. `open` (its circuit): takes none. */
export type CopyState = 'well' | 'aside' | 'open';

export interface PeerCopy {
  readonly url: string;
  state(): CopyState;
  /** Requests of that sort under way. */
  busy(sort: Sort): number;
  /** Throws `NoAnswer`, or the reason of the request's own signal. */
  send(request: PeerRequest, timeoutMs: number): Promise<PeerAnswer>;
  /** Asks whether it is ready, and remembers the answer. Never throws, takes at most a second. */
  probe(): Promise<void>;
  /** Forgets what it knew: that is too old to judge by. */
  forget(): void;
  /** Lets running requests end (`gently`) or cuts them. */
  close(gently: boolean): Promise<void>;
}

/** Streams are counted apart: they last, and say nothing about how fast a copy works. */
export type Sort = 'call' | 'stream';

const CONNECT_MS = 1_000;
const PROBE_MS = 1_000;
/** Shorter than a draining server leaves idle connections open: it never closes one we are about to use. */
const KEEP_ALIVE_MS = 1_000;
const CONNECTIONS_MAX = { call: 64, stream: 8_192 };
const FAILURES_MAX = 5;

/** Opens no connection yet. */
export function openPeerCopy(at: CopyAddress): PeerCopy {
  const pools = { call: openPool(at, CONNECTIONS_MAX.call), stream: openPool(at, CONNECTIONS_MAX.stream) };
  const busy = { call: 0, stream: 0 };
  const health = { well: true, failures: 0 };
  let probing: Promise<void> | undefined;
  const probe = (): Promise<void> =>
    (probing ??= ask(pools.call, health).finally(() => {
      probing = undefined;
    }));
  const setAside = (): void => {
    if (health.well) void probe();
    health.well = false;
  };

  async function send(request: PeerRequest, timeoutMs: number): Promise<PeerAnswer> {
    const sort = sortOf(request);
    const bound = boundedBy(request.signal, timeoutMs);
    busy[sort] += 1;
    const over = (): void => {
      busy[sort] -= 1;
      bound.release();
    };
    const failed = (error: unknown): unknown => {
      const judged = bound.signal.aborted ? (bound.signal.reason as unknown) : judge(error);
      if (judged instanceof NoAnswer) {
        health.failures += 1;
        if (judged.kind !== 'late') setAside();
      }
      return judged;
    };
    try {
      const answer = await pools[sort].request({
        method: request.method,
        path: request.path,
        headers: { ...request.headers, 'usher-timeout-ms': String(Math.ceil(timeoutMs)) },
        body: bodyOf(request.body),
        signal: bound.signal,
      });
      health.failures = 0;
      // Only a server that is about to go closes after an answer.
      if (answer.headers['connection'] === 'close') setAside();
      if (sort === 'stream' || request.untilHead === true) bound.forever();
      answer.body.once('error', failed).once('close', over);
      return { status: answer.statusCode, headers: answer.headers, body: answer.body };
    } catch (error) {
      over();
      throw failed(error);
    }
  }

  return {
    url: urlOf(at),
    state: () => (health.failures >= FAILURES_MAX ? 'open' : health.well ? 'well' : 'aside'),
    busy: (sort) => busy[sort],
    send,
    probe,
    forget() {
      Object.assign(health, { well: true, failures: 0 });
    },
    async close(gently) {
      await Promise.all(Object.values(pools).map((pool) => (gently ? pool.close() : pool.destroy())));
    },
  };
}

/** The sort of a request: who accepts server-sent events gets a stream. */
export function sortOf({ headers }: Pick<PeerRequest, 'headers'>): Sort {
  return String(headers['accept'] ?? '').includes('text/event-stream') ? 'stream' : 'call';
}

function openPool({ url, address }: CopyAddress, connections: number): Pool {
  return new Pool(url, {
    connections,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    // Each request has its own bound.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: CONNECT_MS, ...(address === undefined ? {} : { lookup: always(address) }) },
  });
}

/** The URL keeps its name, for the Host header and TLS; the connection goes to this one of its addresses. */
function always(address: string): LookupFunction {
  const family = isIP(address);
  return (_hostname, options, callback) => {
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}

async function ask(pool: Pool, health: { well: boolean; failures: number }): Promise<void> {
  try {
    const signal = AbortSignal.timeout(PROBE_MS);
    const { statusCode, body } = await pool.request({ method: 'GET', path: '/ready', signal });
    await body.dump();
    health.well = statusCode === 200;
    // Whatever it said, it speaks.
    health.failures = 0;
  } catch {
    health.well = false;
    health.failures += 1;
  }
}

interface Bound {
  readonly signal: AbortSignal;
  /** No time bound from now on; the asker's signal still counts. */
  forever(): void;
  release(): void;
}

function boundedBy(asker: AbortSignal | undefined, timeoutMs: number): Bound {
  const end = new AbortController();
  const leave = (): void => {
    end.abort(asker?.reason);
  };
  const timer = setTimeout(() => {
    end.abort(new NoAnswer('late'));
  }, timeoutMs);
  if (asker?.aborted === true) leave();
  asker?.addEventListener('abort', leave, { once: true });
  return {
    signal: end.signal,
    forever: () => {
      clearTimeout(timer);
    },
    release() {
      clearTimeout(timer);
      asker?.removeEventListener('abort', leave);
    },
  };
}

/** A stream as a plain iterable: undici destroys streams when connecting fails, and it could not be sent elsewhere. */
function bodyOf(body: PeerRequest['body']): string | Uint8Array | null | Readable {
  if (body === null || typeof body === 'string' || body instanceof Uint8Array) return body;
  return { [Symbol.asyncIterator]: () => body[Symbol.asyncIterator]() } as unknown as Readable;
}

function judge(error: unknown): NoAnswer {
  const { code, syscall } = error as NodeJS.ErrnoException;
  const unopened = code === 'UND_ERR_CONNECT_TIMEOUT' || syscall === 'connect';
  return new NoAnswer(unopened ? 'unopened' : 'broken', error);
}
