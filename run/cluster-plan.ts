/** The split set-up on paper: from what was asked for to every process with its port, environment and files. Starts nothing. */
import path from 'node:path';
import type { ServiceName } from '@usher/contracts/contract';
import type { Environment } from '@usher/kit/config';
import type { ChildPlan, ProcessPlan } from './child.ts';
import { natsPlan, nginxPlan, redisPlan } from './cluster-programs.ts';
import { type ClusterSettings, copiesIn, serviceNames } from './cluster-settings.ts';
import { NODE_ARGUMENTS } from './node-arguments.ts';
import { passwordFor } from './secrets.ts';
import { variableOf } from './service-names.ts';

export interface ClusterPlan {
  /** What must exist before anything starts. */
  readonly directories: readonly string[];
  /** What the programs read; for the owner's eyes only. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Broker and cache: first up, last down. */
  readonly brokers: readonly ChildPlan[];
  /** Every copy of every service that is not the entry. */
  readonly services: readonly ChildPlan[];
  /** Lays out the demo and ends. */
  readonly seed: ProcessPlan;
  /** Last up, first down. */
  readonly entry: ChildPlan;
}

/** An idle service is gone within a second; a busy one finishes what is under way. */
const SERVICE_STOP_MS = 25_000;

/** Plans every process. The gateway is a single one where it is the entry itself, and has copies behind nginx. */
export function planCluster(settings: ClusterSettings): ClusterPlan {
  const { edge } = settings.placement;
  const brokers = [natsPlan(settings), redisPlan(settings)].filter((each) => each !== undefined);
  const names = serviceNames.filter((name) => edge === 'nginx' || name !== 'gateway');
  const services = names.flatMap((name) =>
    copiesIn(settings.placement).map((copy) => servicePlan(settings, name, copy)),
  );
  const nginx = edge === 'nginx' ? nginxPlan(settings) : undefined;
  const files = [...brokers, ...(nginx ? [nginx] : [])].map(({ file }) => file);
  const temp = nginx ? [path.join(settings.dataDir, 'nginx', 'temp')] : [];
  return {
    directories: [...files.map((file) => path.dirname(file.path)), ...temp],
    files,
    brokers: brokers.map(({ child }) => child),
    services,
    seed: seedPlan(settings),
    entry: nginx?.child ?? servicePlan(settings, 'gateway', 1),
  };
}

/** Every process of a plan that is kept running, in the order of starting. */
export function processesOf({ brokers, services, entry }: ClusterPlan): readonly ChildPlan[] {
  return [...brokers, ...services, entry];
}

function servicePlan(settings: ClusterSettings, name: ServiceName, copy: number): ChildPlan {
  const { ports, placement, node, dataDir } = settings;
  const isEntry = name === 'gateway' && placement.edge === 'node';
  const port = isEntry ? ports.entry : ports.service(name, copy);
  return {
    name,
    copy,
    program: node.program,
    args: [...NODE_ARGUMENTS, path.join(node.dist, 'one.mjs'), name],
    env: { ...settings.env, ...serviceEnvironment(settings, name), ...proxies(settings, isEntry), PORT: String(port) },
    url: `http://127.0.0.1:${port}`,
    log: path.join(dataDir, 'logs', `${name}-${copy}.log`),
    ready: 'http',
    stop: { signal: 'SIGTERM', withinMs: SERVICE_STOP_MS },
  };
}

/** Works on the databases as one more process would, alone: without broker, cache or peers. */
function seedPlan({ node, env, databaseUrls, dataDir, publicUrl }: ClusterSettings): ProcessPlan {
  const databases = [...databaseUrls].map(([name, url]) => [variableOf(name, 'DATABASE_URL'), url] as const);
  return {
    program: node.program,
    args: ['--enable-source-maps', path.join(node.dist, 'seed-demo.mjs')],
    env: { ...env, ...Object.fromEntries(databases), DATA_DIR: dataDir, PUBLIC_URL: publicUrl },
    log: path.join(dataDir, 'logs', 'seed-demo.log'),
  };
}

function serviceEnvironment(settings: ClusterSettings, name: ServiceName): Record<string, string> {
  const { ports, placement, secrets, databaseUrls, dataDir, publicUrl } = settings;
  const database = databaseUrls.get(name);
  const peers = serviceNames
    .filter((peer) => peer !== 'gateway')
    .map((peer) => {
      const urls = copiesIn(placement).map((copy) => `http://127.0.0.1:${ports.service(peer, copy)}`);
      return [variableOf(peer, 'URL'), urls.join()] as const;
    });
  return {
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    PUBLIC_URL: publicUrl,
    ...Object.fromEntries(peers),
    ...(database === undefined ? {} : { [variableOf(name, 'DATABASE_URL')]: database }),
    ...(placement.nats && {
      NATS_URL: `nats://${name}:${passwordFor(`nats:${name}`, secrets)}@127.0.0.1:${ports.nats}`,
    }),
    ...(placement.redis && { REDIS_URL: `redis://:${passwordFor('redis', secrets)}@127.0.0.1:${ports.redis}` }),
  };
}

/** Who is called by nginx or by the gateway believes them about the caller's address; the entry believes nobody new. */
function proxies({ env }: ClusterSettings, isEntry: boolean): Environment {
  const given = env['TRUSTED_PROXIES'] ?? '';
  return isEntry ? {} : { TRUSTED_PROXIES: given === '' ? '127.0.0.1/32' : `${given},127.0.0.1/32` };
}
