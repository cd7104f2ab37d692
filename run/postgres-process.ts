/**
 * The processes of one embedded database: which are there, whether the lock file tells the truth
 * about them, and how to end them. Process ids are reused and killed parents leave children behind,
 * so a number in a file is believed only when the process list agrees.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from './postgres-cluster.ts';

/** What Postgres writes into postmaster.pid; a status other than `ready` is starting or stopping. */
export interface Lock {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

const POLL_MS = 10;
const FAST_STOP_MS = 15_000;
const IMMEDIATE_STOP_MS = 5_000;
const LEFTOVER_MS = 2_000;

/** The lock file's content, or undefined when there is none or it is not written to its end yet. */
export function readLock(cluster: Cluster): Lock | undefined {
  let lines: string[];
  try {
    lines = readFileSync(lockFile(cluster), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  return { pid, port: Number(lines[3] ?? 0), status: (lines[7] ?? '').trim() };
}

/**
 * The running server of this database, if any. A lock file left by a killed server is cleared, after
 * the server's children are gone: Postgres itself refuses to start while a stranger, or a zombie
 * nobody collects, carries the pid in it.
 */
export async function runningServer(cluster: Cluster): Promise<Lock | undefined> {
  const lock = readLock(cluster);
  if (lock === undefined) return undefined;
  if (isServer(lock.pid, cluster)) return lock;
  await endLeftovers(cluster);
  if (readLock(cluster)?.pid === lock.pid) rmSync(lockFile(cluster), { force: true });
  return undefined;
}

/** Stops the server: fast (open transactions roll back, everything is written), then harder, each with a bound. */
export async function stopServer(pid: number, cluster: Cluster): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', IMMEDIATE_STOP_MS],
    ['SIGKILL', IMMEDIATE_STOP_MS],
  ];
  for (const [signal, boundMs] of steps) {
    if (!isServer(pid, cluster)) break;
    send(pid, signal);
    if (await until(() => !isServer(pid, cluster), boundMs)) break;
  }
  await endLeftovers(cluster);
}

/** Whether that process exists and was started as the server of this database's directory. */
export function isServer(pid: number, cluster: Cluster): boolean {
  const command = commandOf(pid);
  return command !== undefined && /(^|\/)postgres -D /.test(command) && command.includes(` -D ${cluster.path} `);
}

/** Sends a signal; a process that is gone already is no failure. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Polls `done` until it holds; false when it did not within `boundMs` milliseconds. */
export async function until(done: () => boolean, boundMs: number): Promise<boolean> {
  const deadline = performance.now() + boundMs;
  while (!done()) {
    if (performance.now() > deadline) return false;
    await pause(POLL_MS);
  }
  return true;
}

/** Children of a killed server leave by themselves when they next wait; a busy one may need a push. */
async function endLeftovers(cluster: Cluster): Promise<void> {
  if (await until(() => leftovers(cluster).length === 0, LEFTOVER_MS)) return;
  for (const pid of leftovers(cluster)) send(pid, 'SIGKILL');
  await until(() => leftovers(cluster).length === 0, LEFTOVER_MS);
}

/** Every child carries the cluster's name in its title: `postgres: usher-1a2b3c4d: checkpointer`. */
function leftovers(cluster: Cluster): number[] {
  return processes()
    .filter(({ command }) => command.startsWith(`postgres: ${cluster.name}: `))
    .map(({ pid }) => pid);
}

function processes(): { pid: number; command: string }[] {
  if (process.platform === 'linux') {
    const pids = readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0);
    return pids.map((pid) => ({ pid, command: commandOf(pid) ?? '' }));
  }
  return execFileSync('ps', ['-axo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => {
      const [, pid, command] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
      return { pid: Number(pid), command: command ?? '' };
    });
}

/** The command line; undefined for a process that is gone and for a zombie, which has none. */
export function commandOf(pid: number): string | undefined {
  try {
    const command =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        : execFileSync('ps', ['-p', String(pid), '-o', 'args='], {
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
          });
    return command.trim() === '' ? undefined : command;
  } catch {
    return undefined;
  }
}

function lockFile(cluster: Cluster): string {
  return join(cluster.path, 'postmaster.pid');
}
