/** Starts one Postgres server on a database that exists, and says in a sentence why it could not. */
import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Binaries } from './postgres-binaries.ts';
import type { Cluster } from './postgres-cluster.ts';
import { readLock, send, until } from './postgres-process.ts';
import { runAs } from './postgres-user.ts';

export type Settings = Readonly<Record<string, string>>;

export type Launch =
  | { readonly kind: 'running'; readonly pid: number; readonly port: number }
  | { readonly kind: 'port-taken' | 'still-locked' | 'failed'; readonly sentence: string };

/** Recovery after a crash replays up to max_wal_size of log; the bound leaves room for a slow disk. */
const READY_MS = 120_000;
const LOG_BYTES_MAX = 8 * 1024 * 1024;
const LOG_TAIL_CHARS = 1_500;

/**
 * Chosen ports stay below the range that systems give to outgoing connections (32768 and up): one of
 * those could sit on our port at the very moment Postgres has to be restarted on it.
 */
const FIRST_PORT = 15_432;
const PORTS = 200;

/**
 * The one set of settings. Every commit is on disk before it is answered. There are no standbys and
 * no archive, so the log carries only what recovery needs. Errors of single statements belong to the
 * service that sent them and are not logged a second time.
 */
export function serverArguments({
  cluster,
  port,
  settings,
}: {
  cluster: Cluster;
  port: number;
  settings: Settings;
}): string[] {
  const all: Settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: socketDirectory(cluster) ?? '',
    cluster_name: cluster.name,
    max_connections: '200',
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_logical_replication_workers: '0',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off',
    log_min_messages: 'log',
    log_checkpoints: 'off',
    log_destination: 'stderr',
    logging_collector: 'off',
    ...settings,
  };
  return ['-D', cluster.path, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/**
 * For glibc: a session keeps the memory of its last large statement for the next one. Else it gives back and takes anew a
 * few hundred kilobytes for each batch, and the system blanks every page again: a tenth of what Postgres does in a sale.
 */
const KEEPS_MEMORY = { MALLOC_TRIM_THRESHOLD_: '8388608', MALLOC_MMAP_THRESHOLD_: '8388608' };

const STEPS_BACK = 12;

/**
 * On a machine that has too much to do, Usher's own processes come before their Postgres: who waits for the database has
 * been let in, who waits for Usher hears nothing, not even that there is no room.
 */
function stepBack(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, STEPS_BACK);
  } catch {
    // Somebody else's process, or gone already: it is as quick as before.
  }
}

/** What a socket's name may be long (sockaddr_un), less the name Postgres gives it. */
const SOCKET_DIRECTORY_BYTES_MAX = 107 - '/.s.PGSQL.65535'.length;

/**
 * Where the server also listens on a socket of the file system: beside its data, where only its owner gets. A statement
 * over it takes a fifth less processor time than over TCP. Undefined where there are none, or its name would be too long
 * or not one word of a setting: then there is TCP.
 */
export function socketDirectory({ path }: Pick<Cluster, 'path'>): string | undefined {
  const fits = Buffer.byteLength(path) <= SOCKET_DIRECTORY_BYTES_MAX && !/[",\s]/.test(path);
  return process.platform !== 'win32' && fits ? path : undefined;
}

/**
 * Starts the server in its own process group, so that Ctrl-C reaches Node and not Postgres, and waits
 * until it takes connections. A server that does not get there is not left running.
 */
export async function launch({
  cluster,
  binaries,
  port,
  settings,
  logFile,
}: {
  cluster: Cluster;
  binaries: Binaries;
  port: number;
  settings: Settings;
  logFile: string;
}): Promise<Launch> {
  boundLog(logFile);
  const log = openSync(logFile, 'a', 0o600);
  const logStart = statSync(logFile).size;
  const child = spawn(binaries.postgres, serverArguments({ cluster, port, settings }), {
    ...runAs(cluster.owner),
    cwd: '/',
    env: { LC_ALL: 'C', TZ: 'UTC', ...KEEPS_MEMORY },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  stepBack(child.pid);
  let ending: string | undefined;
  child.once('error', (error) => {
    ending = error.message;
  });
  child.once('exit', (code, signal) => {
    ending = `it ended with ${signal ?? `code ${code}`}`;
  });
  child.unref();
  const { pid } = child;
  const ready = (): boolean => {
    const lock = readLock(cluster);
    return lock?.pid === pid && lock?.status === 'ready';
  };
  const settled = await until(() => ending !== undefined || ready(), READY_MS);
  if (pid !== undefined && ending === undefined && settled) return { kind: 'running', pid, port };
  if (pid !== undefined && ending === undefined) send(pid, 'SIGQUIT');
  return explained({
    reason: ending ?? `not ready within ${READY_MS / 1000} s`,
    tail: logTail(logFile, logStart),
    port,
  });
}

/** A port on 127.0.0.1 that was free a moment ago; throws when none of the 200 is. */
export async function freePort(): Promise<number> {
  for (let port = FIRST_PORT; port < FIRST_PORT + PORTS; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new Error(`None of the ports ${FIRST_PORT} to ${FIRST_PORT + PORTS - 1} is free for the embedded Postgres.`);
}

/** Empties a log once it is large. Who writes to it appends, and so goes on at the new end. */
export function boundLog(logFile: string, bytesMax = LOG_BYTES_MAX): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > bytesMax) truncateSync(logFile);
}

/** The file all servers of a DATA_DIR write to, one after another. */
export function logFileOf(dataDir: string): string {
  return join(dataDir, 'postgres.log');
}

/** Whether a running server was started with just these arguments; Postgres keeps them in postmaster.opts. */
export function wasStartedWith(cluster: Cluster, args: readonly string[]): boolean {
  try {
    const options = readFileSync(join(cluster.path, 'postmaster.opts'), 'utf8').trim();
    return options.endsWith(args.map((arg) => ` "${arg}"`).join(''));
  } catch {
    return false;
  }
}

function explained({ reason, tail, port }: { reason: string; tail: string; port: number }): Launch {
  const log = tail === '' ? '' : ` Its log ends with:\n${tail}`;
  if (/could not bind|could not create any TCP\/IP sockets/.test(tail)) {
    return { kind: 'port-taken', sentence: `Postgres could not start: port ${port} is taken.${log}` };
  }
  if (/lock file .* already exists|pre-existing shared memory block/.test(tail)) {
    return { kind: 'still-locked', sentence: `Postgres could not start: another one still holds its files.${log}` };
  }
  if (/No space left on device/.test(tail)) {
    return { kind: 'failed', sentence: `Postgres could not start: the disk is full.${log}` };
  }
  if (/ENOENT/.test(reason)) {
    return {
      kind: 'failed',
      sentence: `Postgres could not start: ${reason}. It needs glibc; where there is none (Alpine), set DATABASE_URL.`,
    };
  }
  return { kind: 'failed', sentence: `Postgres could not start: ${reason}.${log}` };
}

function logTail(logFile: string, start: number): string {
  return readFileSync(logFile).subarray(start).toString('utf8').trim().slice(-LOG_TAIL_CHARS);
}

/** Whether nobody listens on that port of 127.0.0.1 just now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
