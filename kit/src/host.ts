/**
 * A host runs services in one process: opens them in the order of their needs, binds each client
 * to the peer in this process or to its URL, carries facts, works off due work, sweeps, and drains.
 * Where a service runs is decided here and nowhere else.
 */
import { setMaxListeners } from 'node:events';
import { Agent, request } from 'undici';
import type { JSONWebKeySet } from 'jose';
import { clientOf, inPlace, overHttp, type Transport } from './client.ts';
import type { Clock } from './clock.ts';
import type { Environment } from './config.ts';
import type { Database } from './database.ts';
import { type Courier, inProcessCourier } from './courier.ts';
import type { Contract } from '@usher/contracts/contract';
import type { FastifyInstance } from 'fastify';
import type { ServiceHealth } from './health.ts';
import type { Limits } from './limits.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { LogEntry } from './outbox.ts';
import { peerTokens, peerVerifier } from './peers.ts';
import { createPrincipalVerifier, type PrincipalVerifier, type Trust } from './principal.ts';
import { mountOperations } from './routes.ts';
import { openRunning, type Running } from './running.ts';
import type { ServiceDefinition } from './service.ts';
import { currentKey } from './signing-keys.ts';

/** How often accounts is asked for its keys and revocations, should no fact say so before. */
const TRUST_POLL_MS = 5_000;

export interface HostOptions {
  /** The services this process runs. */
  readonly services: readonly ServiceDefinition[];
  /** All services there are: who needs whom decides who may call whom. */
  readonly all: readonly ServiceDefinition[];
  readonly env: Environment;
  readonly log: Log;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** The database of a service. */
  databaseUrl(service: string): string;
  /** Where a service that is not in this process answers, e.g. `http://127.0.0.1:3002`. */
  peerUrl(service: string): string | undefined;
  readonly connectionsPerService: number;
  /** Another source of trust than accounts; tests sign their own tokens with it. */
  readonly trust?: () => Promise<Trust>;
  /** Wraps every peer call; tests lose and delay answers with it. */
  readonly wrapTransport?: (peer: string, transport: Transport) => Transport;
  /** Wraps a service's database; tests take guards away with it, to see their checks turn red. */
  readonly wrapDatabase?: (service: string, db: Database) => Database;
}

export interface Host {
  readonly running: ReadonlyMap<string, Running>;
  /** Registers the public and the internal routes of every service here. */
  mount(app: FastifyInstance, options: { limits: Limits; internal: boolean }): void;
  readonly verifyUser: PrincipalVerifier['verify'];
  /** Why it cannot serve, sentence by sentence; empty when it can. */
  unready(): Promise<string[]>;
  /** How each service here is, in the order they were opened. */
  health(): Promise<ServiceHealth[]>;
  /** Stops claiming work, finishes what is in hand, closes databases. */
  close(): Promise<void>;
}

/** Everything the parts of one host share. */
interface House {
  readonly options: HostOptions;
  readonly running: Map<string, Running>;
  readonly courier: Courier;
  readonly agent: Agent;
  readonly drain: AbortController;
  readonly verifier: PrincipalVerifier;
}

/** Opens every service. Throws when one cannot open; what was opened by then is closed again. */
export async function openHost(options: HostOptions): Promise<Host> {
  const house = buildHouse(options);
  const { running, verifier } = house;
  try {
    for (const definition of inOrderOfNeeds(options.services))
      running.set(definition.contract.name, await openOne(house, definition));
    await verifier.refresh();
  } catch (error) {
    await closeHouse(house);
    throw error;
  }
  const trustTimer = setInterval(() => {
    verifier.refresh().catch((error: unknown) => {
      options.log.warn({ err: error }, 'accounts cannot be asked for its keys; the known ones stay');
    });
  }, TRUST_POLL_MS);
  trustTimer.unref();
  for (const service of running.values()) service.start();
  return {
    running,
    verifyUser: (token) => verifier.verify(token),
    mount: (app, { limits, internal }) => {
      mountAll(app, house, limits, internal);
    },
    async unready() {
      const reasons = await Promise.all([...running.values()].map((service) => service.unready()));
      return reasons.filter((reason) => reason !== undefined);
    },
    health: () => Promise.all([...running.values()].map((service) => service.health())),
    async close() {
      clearInterval(trustTimer);
      await closeHouse(house);
    },
  };
}

function buildHouse(options: HostOptions): House {
  const running = new Map<string, Running>();
  const agent = new Agent({ connections: 64, keepAliveTimeout: 60_000 });
  const drain = new AbortController();
  // Every loop of every service listens to it.
  setMaxListeners(0, drain.signal);
  const trust = options.trust ?? (() => readTrust(options, running, agent));
  const verifier = createPrincipalVerifier({ clock: options.clock, trust });
  return { options, running, courier: inProcessCourier(), agent, drain, verifier };
}

async function closeHouse({ running, drain, agent }: House): Promise<void> {
  drain.abort();
  await Promise.allSettled([...running.values()].reverse().map((service) => service.close()));
  await agent.close();
}

function openOne(house: House, definition: ServiceDefinition): Promise<Running> {
  const { options, running, courier, agent, drain, verifier } = house;
  const { name } = definition.contract;
  const bind = (contract: Contract) =>
    clientOf(
      contract,
      lazily(() => transportFrom(house, name, contract.name)),
    );
  const callers = options.all.filter((other) => Object.values(other.needs).some((need) => need.name === name));
  return openRunning({
    definition,
    peers: Object.fromEntries(Object.entries(definition.needs).map(([key, contract]) => [key, bind(contract)])),
    courier,
    drain: drain.signal,
    env: options.env,
    log: options.log.child({ service: name }),
    clock: options.clock,
    metrics: options.metrics,
    wrapDatabase: (db) => options.wrapDatabase?.(name, db) ?? db,
    databaseUrl: options.databaseUrl(name),
    connectionsMax: options.connectionsPerService,
    callers: new Set(callers.map((caller) => caller.contract.name)),
    readLogOf: (producer, after, limit) => readLogOf(options, running, agent, name, producer, after, limit),
    verifyUser: (token) => verifier.verify(token),
    trustChanged: () => verifier.refresh().catch(() => undefined),
  });
}

/** The one branch on placement: the peer in this process, else its URL. */
function transportFrom({ options, running, agent }: House, caller: string, peer: string): Transport {
  const local = running.get(peer);
  const transport = local
    ? inPlace(caller, local.internal, options.clock)
    : remote(options, running, agent, caller, peer);
  return options.wrapTransport?.(peer, transport) ?? transport;
}

/** Callees before callers. Throws on a cycle: then nobody could be opened first. */
function inOrderOfNeeds(services: readonly ServiceDefinition[]): ServiceDefinition[] {
  const here = new Map<string, ServiceDefinition>(services.map((service) => [service.contract.name, service]));
  const ordered: ServiceDefinition[] = [];
  const visit = (service: ServiceDefinition, path: readonly string[]): void => {
    const { name } = service.contract;
    if (path.includes(name)) throw new Error(`services need each other in a circle: ${[...path, name].join(' -> ')}`);
    if (ordered.includes(service)) return;
    for (const need of Object.values(service.needs)) {
      const callee = here.get(need.name);
      if (callee) visit(callee, [...path, name]);
    }
    ordered.push(service);
  };
  for (const service of services) visit(service, []);
  return ordered;
}

/** The lookup happens at the first call: services open before all peers are known. */
function lazily(make: () => Transport): Transport {
  let transport: Transport | undefined;
  return (...args) => (transport ??= make())(...args);
}

function remote(
  options: HostOptions,
  running: ReadonlyMap<string, Running>,
  agent: Agent,
  caller: string,
  peer: string,
): Transport {
  const baseUrl = options.peerUrl(peer);
  const self = running.get(caller);
  if (baseUrl === undefined) throw new Error(`${caller} needs ${peer}, which is not in this process and has no URL`);
  if (!self) throw new Error(`${caller} is not running here`);
  return overHttp({
    baseUrl: `${baseUrl}/internal/${peer}`,
    agent,
    token: peerTokens({ caller, audience: peer, key: () => currentKey(self.db, 'service'), clock: options.clock }),
  });
}

async function readTrust(options: HostOptions, running: ReadonlyMap<string, Running>, agent: Agent): Promise<Trust> {
  const local = running.get('accounts');
  if (local) return local.readTrust();
  const body = await getJson(agent, `${options.peerUrl('accounts') ?? ''}/internal/accounts/trust`, {});
  return body as Trust;
}

async function readLogOf(
  options: HostOptions,
  running: ReadonlyMap<string, Running>,
  agent: Agent,
  follower: string,
  producer: string,
  after: number,
  limit: number,
): Promise<readonly LogEntry[]> {
  const local = running.get(producer);
  if (local) return local.readLog(after, limit);
  const self = running.get(follower);
  const baseUrl = options.peerUrl(producer);
  // A producer that is nowhere yet has said nothing.
  if (!self || baseUrl === undefined) return [];
  const token = await peerTokens({
    caller: follower,
    audience: producer,
    key: () => currentKey(self.db, 'service'),
    clock: options.clock,
  })();
  return (await getJson(agent, `${baseUrl}/internal/${producer}/log?after=${after}&limit=${limit}`, {
    authorization: `Bearer ${token}`,
  })) as LogEntry[];
}

async function getJson(agent: Agent, url: string, headers: Record<string, string>): Promise<unknown> {
  const response = await request(url, { dispatcher: agent, headers, headersTimeout: 5_000, bodyTimeout: 5_000 });
  if (response.statusCode !== 200) {
    await response.body.dump();
    throw new Error(`${url} answered ${response.statusCode}`);
  }
  return response.body.json();
}

function mountAll(app: FastifyInstance, house: House, limits: Limits, internal: boolean): void {
  const { options, running, verifier, agent } = house;
  for (const [name, service] of running) {
    const verifyPeer = peerVerifier({
      audience: name,
      clock: options.clock,
      async keysOf(peer): Promise<JSONWebKeySet | undefined> {
        const local = running.get(peer);
        if (local) return { keys: await local.publicKeys() };
        const baseUrl = options.peerUrl(peer);
        return baseUrl === undefined
          ? undefined
          : ((await getJson(agent, `${baseUrl}/internal/${peer}/keys`, {})) as JSONWebKeySet);
      },
    });
    const shared = { limits, clock: options.clock, verifyUser: (token: string) => verifier.verify(token), verifyPeer };
    mountOperations(app, { ...shared, prefix: '/api', internal: false, operated: [...service.operations.values()] });
    service.pages(app);
    if (!internal) continue;
    mountOperations(app, {
      ...shared,
      prefix: `/internal/${name}`,
      internal: true,
      operated: [...service.internal.values()],
    });
    app.get(`/internal/${name}/keys`, async () => ({ keys: await service.publicKeys() }));
    app.get<{ Querystring: { after?: string; limit?: string } }>(`/internal/${name}/log`, async (req, reply) => {
      const token = /^Bearer ([\w.-]+)$/.exec(req.headers.authorization ?? '')?.[1] ?? '';
      const peer = await verifyPeer(token);
      if (peer === undefined) return reply.code(401).send();
      return service.readLog(Number(req.query.after ?? 0), Math.min(500, Number(req.query.limit ?? 100)));
    });
  }
}
