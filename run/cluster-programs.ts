/** The programs beside our own processes, as the split set-up runs them: each child and the file it reads. */
import path from 'node:path';
import { contracts } from '@usher/contracts/all';
import type { ServiceName } from '@usher/contracts/contract';
import type { ChildPlan } from './child.ts';
import { type ClusterSettings, copiesIn, type Placement, serviceNames } from './cluster-settings.ts';
import { natsConfig } from './nats-config.ts';
import { nginxConfig } from './nginx-config.ts';
import { type ProgramName, redisConfig } from './programs.ts';
import { passwordFor } from './secrets.ts';

const NGINX_WORKERS = 2;
const PROGRAM_STOP_MS = 5_000;
const NGINX_STOP_MS = 2_000;

export interface ProgramPlan {
  readonly child: ChildPlan;
  readonly file: { readonly path: string; readonly text: string };
}

/** The programs a placement cannot do without. */
export function programsFor({ edge, nats, redis }: Placement): ProgramName[] {
  return [
    ...(nats ? ['nats-server'] : []),
    ...(redis ? ['redis-server'] : []),
    ...(edge === 'nginx' ? ['nginx'] : []),
  ] as ProgramName[];
}

/** The broker; undefined where there is none. */
export function natsPlan(settings: ClusterSettings): ProgramPlan | undefined {
  const { placement, ports, dataDir, secrets } = settings;
  if (!placement.nats) return undefined;
  const file = path.join(dataDir, 'nats', 'nats-server.conf');
  const users = serviceNames.map((service) => ({ service, password: passwordFor(`nats:${service}`, secrets) }));
  const text = natsConfig({ port: ports.nats, storeDir: path.join(dataDir, 'nats', 'store'), users });
  const child = programPlan(settings, 'nats-server', {
    args: ['-c', file],
    url: `nats://127.0.0.1:${ports.nats}`,
    stop: { signal: 'SIGTERM', withinMs: PROGRAM_STOP_MS },
  });
  return { child, file: { path: file, text } };
}

/** The cache; undefined where there is none. */
export function redisPlan(settings: ClusterSettings): ProgramPlan | undefined {
  const { placement, ports, dataDir, secrets } = settings;
  if (!placement.redis) return undefined;
  const dir = path.join(dataDir, 'redis');
  const file = path.join(dir, 'redis.conf');
  const text = redisConfig({ port: ports.redis, dir, password: passwordFor('redis', secrets) });
  const child = programPlan(settings, 'redis-server', {
    args: [file],
    url: `redis://127.0.0.1:${ports.redis}`,
    stop: { signal: 'SIGTERM', withinMs: PROGRAM_STOP_MS },
  });
  return { child, file: { path: file, text } };
}

/** The entry for everybody. */
export function nginxPlan(settings: ClusterSettings): ProgramPlan {
  const { placement, ports, dataDir, publicUrl } = settings;
  const prefix = path.join(dataDir, 'nginx');
  const file = path.join(prefix, 'nginx.conf');
  const logs = path.join(dataDir, 'logs');
  const services = Object.fromEntries(
    serviceNames.map((name) => [name, copiesIn(placement).map((copy) => `127.0.0.1:${ports.service(name, copy)}`)]),
  ) as Record<ServiceName, string[]>;
  const text = nginxConfig({
    contracts: Object.values(contracts),
    listen: `127.0.0.1:${ports.entry}`,
    services,
    publicHosts: [...new Set(['localhost', '127.0.0.1', new URL(publicUrl).hostname])],
    paths: { prefix, pid: path.join(prefix, 'nginx.pid'), logs, temp: path.join(prefix, 'temp') },
    workers: NGINX_WORKERS,
    ...(settings.isRoot && { user: 'root' }),
  });
  const child = programPlan(settings, 'nginx', {
    // Without -e it would first try to write where only a system's own nginx may.
    args: ['-e', path.join(logs, 'nginx.log'), '-p', prefix, '-c', file, '-g', 'daemon off;'],
    url: `http://127.0.0.1:${ports.entry}`,
    stop: { signal: 'SIGQUIT', withinMs: NGINX_STOP_MS },
  });
  return { child: { ...child, ready: 'http' }, file: { path: file, text } };
}

function programPlan(
  { programs, dataDir, env }: ClusterSettings,
  program: ProgramName,
  plan: Pick<ChildPlan, 'args' | 'url' | 'stop'>,
): ChildPlan {
  const name = program.replace('-server', '');
  return {
    ...plan,
    name,
    copy: 1,
    program: programs[program] ?? program,
    env: { PATH: env['PATH'], TZ: env['TZ'] },
    log: path.join(dataDir, 'logs', `${name}.log`),
    ready: 'socket',
  };
}
