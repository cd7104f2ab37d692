/** Brings a database's server up, whatever the last run left behind: nothing, a healthy server, or debris. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Binaries } from './postgres-binaries.ts';
import type { Cluster } from './postgres-cluster.ts';
import { keep, type Keeper } from './postgres-keeper.ts';
import { isServer, readLock, runningServer, stopServer, until, type Lock } from './postgres-process.ts';
import { freePort, launch, serverArguments, wasStartedWith, type Settings } from './postgres-server.ts';

/** Where sentences about the server go; a pino logger fits. */
export interface LauncherLog {
  info(sentence: string): void;
  warn(sentence: string): void;
}

export interface Installation {
  readonly cluster: Cluster;
  readonly binaries: Binaries;
  readonly settings: Settings;
  readonly logFile: string;
  readonly log: LauncherLog;
}

export interface Server {
  readonly pid: number;
  readonly port: number;
  readonly keeper: Keeper;
}

const ATTEMPTS = 6;
const PORT_RETRIES = 3;
const BACKOFF_FIRST_MS = 50;
const BACKOFF_MAX_MS = 5_000;
/** How long a server found starting or stopping may take before it is ended and started anew. */
const SETTLE_MS = 30_000;

/**
 * Takes over the healthy server of this database, or starts one, on `port` when one is given and on a
 * free one otherwise. Retries what passes by itself (a port or lock not freed yet) a few times; throws
 * one sentence when it cannot be done or when another living Usher holds the database.
 */
export async function bringUp(installation: Installation, port?: number): Promise<Server> {
  let sentence = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await pause(backoffMs(attempt));
    const found = await runningServer(installation.cluster);
    const server = found && (await takeOver(installation, found, port));
    if (server !== undefined) return server;
    const launched = await launch({ ...installation, port: port ?? (await freePort()) });
    if (launched.kind === 'running') return firstKeeper(installation, launched);
    ({ sentence } = launched);
    if (launched.kind === 'failed' || (launched.kind === 'port-taken' && attempt >= PORT_RETRIES)) break;
  }
  throw new Error(sentence);
}

/** The pause before the given attempt (1, 2, ...), in milliseconds: doubling, with a bound. */
export function backoffMs(attempt: number): number {
  return Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** attempt);
}

/** Undefined when the server was no good, and then it is gone: mute, on another port, or with other settings. */
async function takeOver(installation: Installation, found: Lock, port?: number): Promise<Server | undefined> {
  const { cluster, settings, log } = installation;
  const gone = (): boolean => !isServer(found.pid, cluster);
  await until(() => gone() || readLock(cluster)?.status === 'ready', SETTLE_MS);
  if (gone()) return undefined;
  const listening = readLock(cluster)?.port ?? found.port;
  const keeping = await keep(cluster, listening);
  if (keeping.kind === 'taken') throw new Error(keeping.sentence);
  const wanted = serverArguments({ cluster, port: port ?? listening, settings });
  if (keeping.kind === 'kept' && wasStartedWith(cluster, wanted)) {
    log.info(`Took over the Postgres that was running already, on port ${listening}.`);
    return { pid: found.pid, port: listening, keeper: keeping.keeper };
  }
  if (keeping.kind === 'kept') await keeping.keeper.end();
  else log.warn(keeping.sentence);
  await stopServer(found.pid, cluster);
  return undefined;
}

async function firstKeeper({ cluster }: Installation, { pid, port }: { pid: number; port: number }): Promise<Server> {
  const keeping = await keep(cluster, port);
  if (keeping.kind === 'kept') return { pid, port, keeper: keeping.keeper };
  if (keeping.kind === 'unhealthy') await stopServer(pid, cluster);
  throw new Error(keeping.sentence);
}
