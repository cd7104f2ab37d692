/**
 * For tests: real databases cloned from a template per service (migrated once), services hosted in
 * this process, tokens signed by a key of the test's own, a clock that moves, and a binding that
 * loses or delays what peers answer. Nothing here replaces a part of ours.
 */
import { createHash } from 'node:crypto';
import type { Role } from '@usher/contracts/contract';
import type { FastifyInstance } from 'fastify';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type {} from 'vitest';
import type { Transport } from './client.ts';
import { systemClock } from './clock.ts';
import type { Environment } from './config.ts';
import { type Database, type Queryable, type Statement, type Transaction } from './database.ts';
import { createEdge } from './edge.ts';
import { type Host, openHost } from './host.ts';
import { createLimits } from './limits.ts';
import { createLog, type Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from './principal.ts';
import type { Redis } from './redis.ts';
import { RefusedError, Refusal, refuse } from './refusal.ts';
import type { ServiceDefinition } from './service.ts';
import { cloneDatabase, rowsOf } from './testing-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser URL of a Postgres where tests make their own databases. */
    postgresUrl: string;
  }
}

export interface TestPerson {
  readonly id: string;
  readonly role?: Role;
  readonly organizations?: Readonly<Record<string, 'organizer' | 'operator'>>;
}

export interface TestCall {
  readonly as?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly text: string;
  readonly bytes: Buffer;
  json<T = Record<string, unknown>>(): T;
}

export interface TestHost {
  readonly app: FastifyInstance;
  readonly host: Host;
  /** Calls an operation, e.g. `call('POST /holds', { as: token, body })`; the path is below `/api`. */
  call(route: string, options?: TestCall): Promise<TestAnswer>;
  /** Calls an internal operation as a peer that may. */
  peer(
    service: string,
    operation: string,
    input: { params?: unknown; body?: unknown; from: string },
  ): Promise<{ status: number; body: unknown }>;
  /** A user token as accounts would sign it. */
  tokenFor(person: TestPerson): Promise<string>;
  /** Rows straight from a service's database. */
  rows<Row extends object>(service: string, text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Moves the time of every service's database. */
  moveTime(seconds: number): Promise<void>;
  databaseUrl(service: string): string;
  close(): Promise<void>;
}

export interface TestHostOptions {
  readonly postgresUrl: string;
  readonly services: readonly ServiceDefinition[];
  /** Services that are not hosted but may call, by their needs. */
  readonly callers?: readonly ServiceDefinition[];
  readonly env?: Environment;
  /** Use accounts for tokens instead of the test's own key (accounts must be among the services). */
  readonly realTrust?: boolean;
  readonly wrapTransport?: (peer: string, transport: Transport) => Transport;
  readonly wrapDatabase?: (service: string, db: Database) => Database;
  /** Instead of TEST_LOG's. */
  readonly log?: Log;
  readonly redis?: Redis;
  /** Databases of an earlier host, to open the same data again. */
  readonly databases?: Readonly<Record<string, string>>;
}

/** Hosts services on fresh databases. */
export async function openTestHost(options: TestHostOptions): Promise<TestHost> {
  const log = options.log ?? createLog(process.env['TEST_LOG'] ?? 'silent');
  const urls = new Map<string, string>();
  for (const definition of options.services) {
    const { name } = definition.contract;
    urls.set(name, options.databases?.[name] ?? (await cloneDatabase(options.postgresUrl, definition)));
  }
  const databaseUrl = (service: string): string => {
    const url = urls.get(service);
    if (url === undefined) throw new Error(`the test does not host ${service}`);
    return url;
  };
  const signer = await testSigner();
  const host = await openHost({
    services: options.services,
    all: [...options.services, ...(options.callers ?? [])],
    env: options.env ?? {},
    log,
    clock: systemClock,
    metrics: createMetrics({ defaults: false }),
    databaseUrl,
    peerUrl: () => undefined,
    connectionsPerService: 8,
    redis: options.redis,
    ...(options.realTrust === true ? {} : { trust: signer.trust }),
    ...(options.wrapTransport ? { wrapTransport: options.wrapTransport } : {}),
    ...(options.wrapDatabase ? { wrapDatabase: options.wrapDatabase } : {}),
  });
  const app = createEdge({ log, clock: systemClock, trustedProxies: [], corsOrigins: [] });
  host.mount(app, { limits: createLimits({ off: true }), internal: true });
  await app.ready();
  return {
    app,
    host,
    databaseUrl,
    tokenFor: signer.tokenFor,
    call: (route, call = {}) => callApp(app, route, call),
    peer: (service, operation, input) => callPeer(host, service, operation, input),
    rows: (service, text, values) => rowsOf(databaseUrl(service), text, values),
    async moveTime(seconds) {
      for (const url of urls.values()) {
        await rowsOf(
          url,
          `create or replace function usher_now() returns timestamptz language sql stable parallel safe as 'select now() + interval ''${seconds} seconds'''`,
        );
      }
    },
    async close() {
      await app.close();
      await host.close();
    },
  };
}

/** A transport that swallows the answer of the first `count` calls of an operation, after they took effect. */
export function loseReplies(operation: string, count: number): NonNullable<TestHostOptions['wrapTransport']> {
  let left = count;
  return (_peer, transport) => async (name, path, call) => {
    const answer = await transport(name, path, call);
    if (name !== operation || left === 0) return answer;
    left -= 1;
    throw new RefusedError(refuse('unavailable', { detail: `${name}: the reply was lost` }));
  };
}

/** Tries until it no longer throws, at most that long; then throws the last reason. */
export async function eventually<T>(attempt: () => Promise<T>, withinMs = 10_000): Promise<T> {
  const end = Date.now() + withinMs;
  // Ever longer pauses: a hundred who ask forty times a second would be all the machine has to do.
  for (let pauseMs = 20; ; pauseMs = Math.min(250, pauseMs * 1.3)) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((done) => {
        setTimeout(done, pauseMs);
      });
    }
  }
}

async function callApp(app: FastifyInstance, route: string, call: TestCall): Promise<TestAnswer> {
  const [method, path] = route.split(' ');
  const raw = Buffer.isBuffer(call.body) || typeof call.body === 'string';
  const response = await app.inject({
    method: method as 'GET',
    url: `/api${path ?? ''}`,
    headers: {
      ...(call.as === undefined ? {} : { authorization: `Bearer ${call.as}` }),
      ...(call.body === undefined || raw ? {} : { 'content-type': 'application/json' }),
      ...call.headers,
    },
    ...(call.body === undefined ? {} : { payload: raw ? call.body : JSON.stringify(call.body) }),
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    text: response.body,
    bytes: response.rawPayload,
    json: <T>() => response.json<T>(),
  };
}

async function callPeer(
  host: Host,
  service: string,
  operation: string,
  input: { params?: unknown; body?: unknown; from: string },
): Promise<{ status: number; body: unknown }> {
  const target = host.running.get(service)?.internal.get(operation);
  if (!target) throw new Error(`${service} has no internal operation ${operation}`);
  const ask = {
    params: input.params,
    query: {},
    body: input.body,
    principal: undefined,
    peer: input.from,
    header: () => undefined,
    address: 'test',
    requestId: 'test-request',
    deadline: Date.now() + 10_000,
  };
  const result = target.admit(ask) ?? (await target.perform(ask));
  return result instanceof Refusal
    ? { status: result.status, body: { ...result.more, code: result.code } }
    : { status: result.status, body: result.body };
}

/** A database whose statements are rewritten before they run: how a control takes a guard away. */
export function rewriteStatements(db: Database, rewrite: (text: string) => string): Database {
  const rewritten = (statement: Statement): Statement => {
    const text = rewrite(statement.text);
    return text === statement.text
      ? statement
      : { ...statement, text, name: `t_${createHash('sha256').update(text).digest('hex').slice(0, 24)}` };
  };
  const over = (on: Queryable): Queryable => ({ query: (statement) => on.query(rewritten(statement)) });
  return {
    ...db,
    ...over(db),
    transaction: (work) =>
      db.transaction((tx) =>
        work({ ...tx, ...over(tx), send: (statement) => tx.send(rewritten(statement)) } satisfies Transaction),
      ),
  };
}

async function testSigner() {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    trust: async () => ({ keys: { keys: [{ ...jwk, kid, alg: 'EdDSA', use: 'sig' }] }, revocations: [] }),
    tokenFor: (person: TestPerson) =>
      new SignJWT({ role: person.role ?? 'customer', organizations: person.organizations ?? {} })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid })
        .setSubject(person.id)
        .setIssuer(TOKEN_ISSUER)
        .setAudience(TOKEN_AUDIENCE)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(pair.privateKey),
  };
}
