/**
 * A host runs services in one process: opens them in the order of their needs, binds each client
 * to the peer in this process or to its URL, carries facts, works off due work, sweeps, and drains.
 * Where a service runs is decided here and nowhere else.
 */
import { setMaxListeners } from 'node:events';
import { clientOf, inPlace, type Transport } from './client.ts';
import { type Clock, pause } from './clock.ts';
import type { Environment } from './config.ts';
import type { Database } from './database.ts';
import { type Courier, inProcessCourier } from './courier.ts';
import type { Contract } from '@usher/contracts/contract';
import { createCrowding } from './crowding.ts';
import { type Elsewhere, openElsewhere } from './elsewhere.ts';
import type { FastifyInstance } from 'fastify';
import type { ServiceHealth } from './health.ts';
import { mountKitRoutes } from './kit-routes.ts';
import type { Limits } from './limits.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { PeerCopies } from './peer-copies.ts';
import { peerVerifier } from './peers.ts';
import { createPrincipalVerifier, type PrincipalVerifier, type Trust } from './principal.ts';
import type { Redis } from './redis.ts';
import { redisCourier } from './redis-courier.ts';
import { mountOperations } from './routes.ts';
import { openRunning, type Running } from './running.ts';
import type { ServiceDefinition } from './service.ts';
import { currentKey } from './signing-keys.ts';

/** How often accounts is asked for its keys and revocations, should no fact say so before. */
const TRUST_POLL_MS = 5_000;
/** The fact of accounts that tells of it. */
const TAKEN_BACK = 'tokens.revoked';
/** How often while it never answered: until then nobody can be verified. */
const TRUST_RETRY_MS = 500;

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
  /** Where a service that is not in this process answers, e.g. `http://127.0.0.1:3002`; several copies by comma. */
  peerUrl(service: string): string | undefined;
  readonly connectionsPerService: number;
  /** Carries facts between services, and is closed with the host; the one within a process when absent. */
  readonly courier?: Courier;
  /** Shared by the copies of a service, for speed; closed by who opened it. */
  readonly redis?: Redis | undefined;
  /** Another source of trust than accounts; tests sign their own tokens with it. */
  readonly trust?: () => Promise<Trust>;
  /** Wraps every peer call; tests lose and delay answers with it. */
  readonly wrapTransport?: (peer: string, transport: Transport) => Transport;
  /** Wraps a service's database; tests take guards away with it, to see their checks turn red. */
  readonly wrapDatabase?: (service: string, db: Database) => Database;
}

export interface Host {
  readonly running: ReadonlyMap<string, Running>;
  /** The copies of a service that runs elsewhere; undefined for one that runs here or has no URL. */
  copiesOf(service: string): PeerCopies | undefined;
  /** Ends when the process drains: streams end then. */
  readonly signal: AbortSignal;
  /** Registers the public and the internal routes of every service here. */
  mount(app: FastifyInstance, options: { limits: Limits; internal: boolean }): void;
  readonly verifyUser: PrincipalVerifier['verify'];
  /** Why it cannot serve, sentence by sentence; empty when it can. */
  unready(): Promise<string[]>;
  /** How each service here is, in the order they were opened. */
  health(): Promise<ServiceHealth[]>;
  /** Ends streams and claims no more work; what is asked is still answered. */
  drain(): void;
  /** Stops claiming work, finishes what is in hand, closes databases. */
  close(): Promise<void>;
}

/** Everything the parts of one host share. */
interface House {
  readonly options: HostOptions;
  readonly running: Map<string, Running>;
  readonly courier: Courier;
  readonly elsewhere: Elsewhere;
  readonly drain: AbortController;
  readonly verifier: PrincipalVerifier;
}

/**
 * Opens every service. Throws when one cannot open; what was opened by then is closed again. A peer
 * that is not up yet stops nothing: what needs it says so in `unready`, or refuses.
 */
export async function openHost(options: HostOptions): Promise<Host> {
  const house = buildHouse(options);
  const { running, verifier, drain, elsewhere } = house;
  try {
    for (const definition of inOrderOfNeeds(options.services))
      running.set(definition.contract.name, await openOne(house, definition));
  } catch (error) {
    await closeHouse(house);
    throw error;
  }
  await refreshTrust(house);
  void keepTrust(house);
  house.courier.listen('accounts', (entries) => {
    // Sooner than the next poll: what was taken back in accounts' process is taken back here.
    if (entries.some(({ facts }) => facts.some(({ name }) => name === TAKEN_BACK))) void refreshTrust(house);
  });
  for (const service of running.values()) service.start();
  return {
    running,
    copiesOf: (service) => (running.has(service) ? undefined : elsewhere.copiesOf(service)),
    signal: drain.signal,
    verifyUser: (token) => verifier.verify(token),
    mount: (app, { limits, internal }) => {
      mountAll(app, house, limits, internal);
    },
    async unready() {
      const reasons = await Promise.all([...running.values()].map((service) => service.unready()));
      if (!verifier.isReady()) reasons.push('accounts has not said yet whose tokens are good');
      return reasons.filter((reason) => reason !== undefined);
    },
    health: () => Promise.all([...running.values()].map((service) => service.health())),
    drain: () => {
      drain.abort();
    },
    close: () => closeHouse(house),
  };
}

function buildHouse(options: HostOptions): House {
  const running = new Map<string, Running>();
  const drain = new AbortController();
  // Every loop of every service listens to it.
  setMaxListeners(0, drain.signal);
  const { clock, log, metrics } = options;
  const elsewhere = openElsewhere({
    clock,
    log,
    metrics,
    peerUrl: (service) => options.peerUrl(service),
    keyOf: (service) => currentKey(here(running, service).db, 'service'),
  });
  const readTrust = (): Promise<Trust> => running.get('accounts')?.readTrust() ?? elsewhere.readTrust();
  const verifier = createPrincipalVerifier({ clock, trust: options.trust ?? readTrust });
  return { options, running, courier: options.courier ?? inProcessCourier(), elsewhere, drain, verifier };
}

function here(running: ReadonlyMap<string, Running>, name: string): Running {
  const service = running.get(name);
  if (!service) throw new Error(`${name} is not running here`);
  return service;
}

async function closeHouse({ running, drain, elsewhere, courier }: House): Promise<void> {
  drain.abort();
  await Promise.allSettled([...running.values()].reverse().map((service) => service.close()));
  await Promise.allSettled([courier.close(), elsewhere.close()]);
}

/** Until the host drains. */
async function keepTrust(house: House): Promise<void> {
  const { signal } = house.drain;
  while (!signal.aborted) {
    await pause(house.verifier.isReady() ? TRUST_POLL_MS : TRUST_RETRY_MS, signal);
    if (!signal.aborted) await refreshTrust(house);
  }
}

async function refreshTrust({ verifier, options, drain }: House): Promise<void> {
  try {
    await verifier.refresh();
  } catch (error) {
    if (drain.signal.aborted) return;
    if (verifier.isReady())
      options.log.warn({ err: error }, 'accounts cannot be asked for its keys; the known ones stay');
    else options.log.info({ err: error }, 'waiting for accounts: it has not said yet whose tokens are good');
  }
}

function openOne(house: House, definition: ServiceDefinition): Promise<Running> {
  const { options, running, courier, elsewhere, drain, verifier } = house;
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
    redis: options.redis,
    tails: options.redis && redisCourier(options.redis, options.log),
    drain: drain.signal,
    env: options.env,
    log: options.log.child({ service: name }),
    clock: options.clock,
    metrics: options.metrics,
    wrapDatabase: (db) => options.wrapDatabase?.(name, db) ?? db,
    databaseUrl: options.databaseUrl(name),
    connectionsMax: options.connectionsPerService,
    callers: new Set(callers.map((caller) => caller.contract.name)),
    readLogOf: (producer, after, limit) =>
      running.get(producer)?.readLog(after, limit) ?? elsewhere.readLog(name, producer, after, limit),
    verifyUser: (token) => verifier.verify(token),
    vouch: verifier.vouch,
    trustChanged: () => verifier.refresh().catch(() => undefined),
  });
}

/** The one branch on placement: the peer in this process, else its URL. */
function transportFrom({ options, running, elsewhere }: House, caller: string, peer: string): Transport {
  const local = running.get(peer);
  const transport = local ? inPlace(caller, local.internal, options.clock) : elsewhere.transport(caller, peer);
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

function mountAll(app: FastifyInstance, house: House, limits: Limits, internal: boolean): void {
  const { options, running, verifier, elsewhere } = house;
  const verifyUser = (token: string) => verifier.verify(token);
  const keysOf = async (peer: string) => {
    const local = running.get(peer);
    if (local) return { keys: await local.publicKeys() };
    // The name is only what a token says: nobody is asked for the keys of what is no service.
    const exists = options.all.some((service) => service.contract.name === peer);
    return exists ? elsewhere.keysOf(peer) : undefined;
  };
  const crowding = createCrowding(options.clock);
  for (const [name, service] of running) {
    const verifyPeer = peerVerifier({ audience: name, clock: options.clock, keysOf });
    const shared = { limits, crowding, clock: options.clock, verifyUser, verifyPeer };
    mountOperations(app, { ...shared, prefix: '/api', internal: false, operated: [...service.operations.values()] });
    service.pages(app);
    if (!internal) continue;
    const operated = [...service.internal.values()];
    mountOperations(app, { ...shared, prefix: `/internal/${name}`, internal: true, operated });
    mountKitRoutes(app, { name, service, verifyPeer, verifyUser });
  }
}
