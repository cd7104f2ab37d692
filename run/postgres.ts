/**
 * The embedded Postgres: a real server, started with Usher, stopped after it, and brought back on the
 * same port when it dies. A server that outlived a killed Usher is taken over, not started twice.
 */
import { realpathSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { installedNative, runnableBinaries } from './postgres-binaries.ts';
import { backoffMs, bringUp, type Installation, type LauncherLog, type Server } from './postgres-bring-up.ts';
import { findCluster, makeCluster, SYSTEM_DIR } from './postgres-cluster.ts';
import { serverUrl } from './postgres-keeper.ts';
import { isServer, send, stopServer } from './postgres-process.ts';
import { boundLog, logFileOf, type Settings } from './postgres-server.ts';
import { runsAsRoot } from './postgres-user.ts';

export interface PostgresOptions {
  /** Made when missing. Holds the database (or the name of its place), the password and Postgres's log. */
  readonly dataDir: string;
  readonly log: LauncherLog;
  /** The port to listen on; a free one when absent. */
  readonly port?: number;
  /** Postgres settings that differ from ours. */
  readonly settings?: Settings;
  /** Where root puts what the user that runs Postgres cannot reach in DATA_DIR or node_modules. */
  readonly systemDir?: string;
  /** Another directory of binaries than the one npm installed. */
  readonly native?: string;
}

export interface RunningPostgres {
  /** The superuser's URL of the database `postgres`; its port stays the same across restarts. */
  readonly url: string;
  /** Stops the server and waits for its last process; safe to call twice. */
  stop(): Promise<void>;
  /** Calls back once when the server is gone and could not be brought back; the error is a sentence. */
  exited(listener: (error: Error) => void): void;
}

const WATCH_MS = 200;
const LOG_CHECK_MS = 60_000;
const RESTART_ATTEMPTS = 8;

/**
 * Starts the embedded Postgres of `dataDir`, making its database when there is none, and keeps it
 * running until `stop`. Every way it can fail ends in one sentence that carries the end of Postgres's
 * own log: no binaries for this platform, port taken, disk full, another Usher on the same directory.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { dataDir, log, settings = {}, systemDir = SYSTEM_DIR } = options;
  const native = options.native ?? installedNative();
  const cluster = findCluster({ dataDir, systemDir });
  const home = realpathSync(dataDir);
  const binaries = runnableBinaries({ native, user: cluster.owner, copiesDir: runsAsRoot() ? systemDir : home });
  if ((await makeCluster(cluster, binaries)) === 'made') log.info(`Made a new database in ${cluster.path}.`);
  const installation = { cluster, binaries, settings, logFile: logFileOf(home), log };
  return watch(installation, await bringUp(installation, options.port));
}

/** Both a child of ours and a server taken over are watched by polling; only the first would tell us itself. */
function watch(installation: Installation, first: Server): RunningPostgres {
  const { cluster, log } = installation;
  const listeners: ((error: Error) => void)[] = [];
  let server: Server = first;
  let stopping = false;
  let recovery: Promise<void> | undefined;
  let stopped: Promise<void> | undefined;

  async function recover(): Promise<void> {
    log.warn(`Postgres on port ${first.port} is gone; bringing it back.`);
    await server.keeper.end();
    let last: unknown;
    for (let attempt = 1; attempt <= RESTART_ATTEMPTS && !stopping; attempt += 1) {
      try {
        server = await bringUp(installation, first.port);
        log.info(`Postgres is back on port ${server.port}.`);
        return;
      } catch (error) {
        last = error;
        await pause(backoffMs(attempt));
      }
    }
    clearInterval(watching);
    const error = new Error(`Postgres could not be brought back. ${sentenceOf(last)}`, { cause: last });
    if (!stopping) for (const listener of listeners) listener(error);
  }

  function look(): void {
    if (recovery !== undefined || (server.keeper.holds() && isServer(server.pid, cluster))) return;
    recovery = recover().finally(() => {
      recovery = undefined;
    });
  }

  async function stop(): Promise<void> {
    stopping = true;
    clearInterval(watching);
    clearInterval(bounding);
    await recovery;
    await server.keeper.end();
    await stopServer(server.pid, cluster);
    process.off('exit', abandon);
  }

  /** The process ends without `stop`, by an uncaught error: Postgres is asked to follow. */
  function abandon(): void {
    if (isServer(server.pid, cluster)) send(server.pid, 'SIGINT');
  }

  const watching = setInterval(look, WATCH_MS);
  const bounding = setInterval(() => {
    boundLog(installation.logFile);
  }, LOG_CHECK_MS);
  process.on('exit', abandon);
  return {
    url: serverUrl(cluster, first.port),
    stop: () => (stopped ??= stop()),
    exited: (listener) => {
      listeners.push(listener);
    },
  };
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
