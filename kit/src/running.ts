/** One service opened in this process: its database, its operations, its relay, followers, workers and sweeps. */
import type { JWK } from 'jose';
import type { FastifyInstance } from 'fastify';
import { batch } from './batch.ts';
import { createCache } from './cache.ts';
import type { Clock } from './clock.ts';
import { type Environment, readConfig, type Variables } from './config.ts';
import type { Courier } from './courier.ts';
import { type Database, isConnectionLoss, sql, type Transaction } from './database.ts';
import { createCatchUp } from './catch-up.ts';
import { createHealthWatch, type HealthWatch, type ServiceHealth } from './health.ts';
import { createIdempotency, forgetOldAnswers, forgetSealedAnswers } from './idempotency.ts';
import { type Follower, follow } from './inbox.ts';
import { lookOut } from './lookout.ts';
import type { Metrics } from './metrics.ts';
import { type Handler, type Operated, operateAll } from './operations.ts';
import { type LogEntry, pruneLog, readLog, record, type Relay, startRelay } from './outbox.ts';
import { openOwnDatabase, type OwnDatabaseOptions } from './own-database.ts';
import type { Principal, PrincipalVerifier, Trust } from './principal.ts';
import type { Redis } from './redis.ts';
import type { FactOf, Kit, Needs, Opened, ServiceDefinition } from './service.ts';
import type { Contract, Operation } from '@usher/contracts/contract';
import { currentKey, publicKeys } from './signing-keys.ts';
import { type Sweep, sweepForever } from './sweep.ts';
import { type Tail, tailLog } from './tail.ts';
import { startWorker, type Worker } from './work.ts';

export interface RunningOptions extends OwnDatabaseOptions {
  readonly peers: Readonly<Record<string, unknown>>;
  readonly courier: Courier;
  /** Brings entries of this service's own log from its other copies sooner than its polls. */
  readonly tails: Courier | undefined;
  readonly redis: Redis | undefined;
  readonly env: Environment;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** Peers that list this service in their needs. */
  readonly callers: ReadonlySet<string>;
  readLogOf(producer: string, after: number, limit: number): Promise<readonly LogEntry[]>;
  verifyUser(token: string): Promise<Principal | undefined>;
  vouch: PrincipalVerifier['vouch'];
  trustChanged(): Promise<void>;
}

export interface Running {
  readonly db: Database;
  readonly operations: ReadonlyMap<string, Operated>;
  readonly internal: ReadonlyMap<string, Operated>;
  start(): void;
  /** Facts or work were written from outside its verbs (a seed): let them leave now. */
  nudge(): void;
  pages(app: FastifyInstance): void;
  readLog(after: number, limit: number): Promise<readonly LogEntry[]>;
  publicKeys(): Promise<JWK[]>;
  /** Only accounts can: what it vouches for. */
  readTrust(): Promise<Trust>;
  unready(): Promise<string | undefined>;
  /** How it is, measured now. */
  health(): Promise<ServiceHealth>;
  close(): Promise<void>;
}

const LOOK_MS = 500;
/** How often a loop looks by itself, should nobody ring. */
const POLL_MS = 5_000;
const TAIL_POLL_MS = 500;
const FOLLOW_POLL_MS = 1_000;
const LOG_DAYS = 7;

interface Loops {
  relay?: Relay;
  followers: Follower[];
  workers: Map<string, Worker>;
  /** Sweeps and tails. */
  others: Promise<void>[];
  /** Where this service watches its own log: then its other copies do as well. */
  readonly tails: Tail[];
}

/** Opens a service: configuration, database, migrations, verbs. `start` sets its loops going. */
export async function openRunning(options: RunningOptions): Promise<Running> {
  const { definition } = options;
  const db = await openOwnDatabase(options);
  const loops: Loops = { followers: [], workers: new Map(), others: [], tails: [] };
  db.onCommit((leaves) => {
    ring(loops, leaves);
  });
  const kit = kitOf(options, db, loops);
  const opened = await definition.open(kit);
  assertFollowsAsDeclared(definition, opened);
  const { name } = definition.contract;
  const health = createHealthWatch({ name, db, clock: options.clock, ready: async () => opened.ready?.() });
  const operating = {
    service: name,
    callers: options.callers,
    idempotency: createIdempotency(db, options.clock, options.metrics),
    clock: options.clock,
  };
  return {
    db,
    operations: operateAll(definition.contract.operations, opened.operations, operating),
    internal: operateAll(definition.contract.internal, opened.internal, operating),
    start: () => {
      startLoops(options, db, opened, { loops, health });
    },
    health: health.look,
    nudge: () => {
      ring(loops, 'all');
    },
    pages: (app) => opened.pages?.(app),
    readLog: (after, limit) => readLog(db, after, limit),
    publicKeys: () => publicKeys(db, 'service'),
    async readTrust() {
      const handler = (opened.internal as Record<string, Handler<Operation> | undefined>)['getTrust'];
      if (!handler) throw new Error(`${name} vouches for nobody`);
      return (await handler({} as never)) as Trust;
    },
    async unready() {
      try {
        await db.query(sql`select 1`);
        return await opened.ready?.();
      } catch (error) {
        return `${name}: ${isConnectionLoss(error) ? 'its database does not answer' : String(error)}`;
      }
    },
    async close() {
      const done = [loops.relay, ...loops.followers, ...loops.workers.values()].map((loop) => loop?.done);
      await Promise.allSettled([...done, ...loops.others]);
      await opened.close?.();
      await db.close();
    },
  };
}

function kitOf(options: RunningOptions, db: Database, loops: Loops): Kit<Contract, Needs, Variables> {
  const { definition, log, clock, metrics } = options;
  return {
    config: readConfig(definition.config, options.env),
    db,
    clock,
    log,
    metrics,
    cache: createCache({ redis: options.redis, service: definition.contract.name, clock }),
    signal: options.drain,
    peers: options.peers as never,
    record: (tx, facts) => recordChecked(tx, clock, definition.contract, facts),
    tailLog(listener) {
      const tail = tailLog({ db, log, pollMs: TAIL_POLL_MS, signal: options.drain, listener });
      options.courier.listen(definition.contract.name, tail.deliver);
      options.tails?.listen(definition.contract.name, tail.deliver);
      loops.tails.push(tail);
      loops.others.push(tail.done);
    },
    logCaughtUp: createCatchUp({ db, relay: () => loops.relay, tails: loops.tails }),
    batch: (settings) => batch({ ...settings, metrics, clock }),
    signingKey: (use) => currentKey(db, use),
    verifyUser: options.verifyUser,
    vouch: options.vouch,
    trustChanged: options.trustChanged,
  };
}

function startLoops(
  options: RunningOptions,
  db: Database,
  opened: Opened<Contract>,
  { loops, health }: { loops: Loops; health: HealthWatch },
): void {
  const { log, clock, drain: signal } = options;
  const { name } = options.definition.contract;
  const deliver = (entries: readonly LogEntry[]): void => {
    options.courier.publish(name, entries);
    if (loops.tails.length > 0) options.tails?.publish(name, entries);
  };
  loops.relay = startRelay({ db, log, pollMs: POLL_MS, signal, deliver });
  loops.followers = startFollowers(options, db, opened);
  for (const [kind, work] of Object.entries(opened.work ?? {})) {
    const worker = startWorker({ db, log, kind, work, holder: clock.newId(), pollMs: POLL_MS, signal });
    loops.workers.set(kind, worker);
  }
  const look = {
    kinds: [...loops.workers.keys()],
    ring: (leaves: ReadonlySet<string>) => {
      ring(loops, leaves);
    },
  };
  loops.others.push(lookOut({ db, log, pollMs: LOOK_MS, signal, ...look }));
  loops.others.push(...sweepsOf(opened, db, health).map((sweep) => sweepForever(sweep, log, signal)));
}

/** Wakes the loops that a commit left something for; all of them when it is not known what. */
function ring(loops: Loops, leaves: ReadonlySet<string> | 'all'): void {
  if (leaves === 'all' || leaves.has('log')) loops.relay?.nudge();
  for (const [kind, worker] of loops.workers) if (leaves === 'all' || leaves.has(`work ${kind}`)) worker.nudge();
}

/** The declaration is what the map of the house is drawn from: it must say neither more nor less than the handlers. */
function assertFollowsAsDeclared({ contract, follows }: ServiceDefinition, opened: Opened<Contract>): void {
  const names = (byProducer: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(byProducer)
      .flatMap(([producer, facts]) => facts.map((fact) => `${producer} ${fact}`))
      .sort();
  const handled = Object.entries(opened.follows ?? {}).map(([producer, to]) => [producer, Object.keys(to)] as const);
  const [said, done] = [names(follows), names(Object.fromEntries(handled))];
  const odd = [...said.filter((fact) => !done.includes(fact)), ...done.filter((fact) => !said.includes(fact))];
  if (odd.length > 0) throw new Error(`${contract.name} declares other facts than it handles: ${odd.join(', ')}`);
}

function startFollowers(options: RunningOptions, db: Database, opened: Opened<Contract>): Follower[] {
  return Object.entries(opened.follows ?? {}).map(([producer, handlers]) => {
    const follower = follow({
      producer,
      db,
      log: options.log,
      clock: options.clock,
      signal: options.drain,
      pollMs: FOLLOW_POLL_MS,
      handlers: new Map(Object.entries(handlers)),
      pull: (after, limit) => options.readLogOf(producer, after, limit),
    });
    options.courier.listen(producer, (entries) => {
      follower.deliver(entries);
    });
    return follower;
  });
}

async function recordChecked(
  tx: Transaction,
  clock: Clock,
  contract: Contract,
  facts: readonly FactOf<Contract>[],
): Promise<void> {
  await record(
    tx,
    clock,
    facts.map((fact) => {
      const schema = contract.facts[fact.name];
      if (!schema) throw new Error(`${contract.name} has no fact ${fact.name}`);
      return { ...fact, version: schema.version, payload: schema.payload.parse(fact.payload) };
    }),
  );
}

function sweepsOf(opened: Opened<Contract>, db: Database, health: HealthWatch): Sweep[] {
  return [
    ...(opened.every ?? []),
    {
      name: 'look after its health',
      seconds: 10,
      run: async () => {
        await health.look();
      },
    },
    { name: 'prune the log', seconds: 3_600, run: () => pruneLog(db, LOG_DAYS) },
    { name: 'prune idempotency keys', seconds: 3_600, run: () => forgetOldAnswers(db) },
    { name: 'forget sealed answers', seconds: 15, run: () => forgetSealedAnswers(db) },
  ];
}
