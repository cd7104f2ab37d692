/** Clusters for tests: started on a directory, watched, and asked who is left. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ClusterState, readClusterState } from '../../run/cluster-state.ts';
import { isAlive } from './launching.ts';

export interface StartedCluster {
  readonly launcher: ChildProcess;
  readonly url: string;
  /** What it has said so far. */
  output(): string;
  /** What its file says now. Throws when there is none. */
  state(): ClusterState;
}

const root = path.resolve(import.meta.dirname, '../..');
const POLL_MS = 50;

/** Starts the launcher as `npm run cluster` does, built already, on a directory that may have been used before. */
export function startCluster(options: {
  dataDir: string;
  base: number;
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
}): StartedCluster {
  const { dataDir, base, args = [], env = {} } = options;
  const written = path.join(dataDir, 'output.log');
  const output = openSync(written, 'a');
  const url = `http://127.0.0.1:${base}`;
  const launcher = spawn(process.execPath, [path.join(root, 'dist/cluster.mjs'), ...args], {
    cwd: root,
    // The leader of a group, as in a terminal.
    detached: true,
    stdio: ['ignore', output, output],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PORT: String(base),
      PUBLIC_URL: url,
      DATA_DIR: dataDir,
      SEED: 'none',
      ...env,
    },
  });
  closeSync(output);
  return {
    launcher,
    url,
    output: () => readFileSync(written, 'utf8'),
    state() {
      const state = readClusterState(dataDir);
      if (state === undefined) throw new Error('there is no cluster.json');
      return state;
    },
  };
}

/** The pid of every process of a cluster, the launcher, its keeper and Postgres among them. */
export function pidsOf({ launcher, keeper, processes }: ClusterState): number[] {
  return [launcher.pid, keeper?.pid ?? 0, ...processes.map(({ pid }) => pid ?? 0)].filter((pid) => pid > 0);
}

/** Polls until it holds. Throws with what the cluster said when it does not within that time, or when the launcher has ended. */
export async function until(cluster: StartedCluster, withinMs: number, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (cluster.launcher.exitCode !== null || performance.now() > deadline)
      throw new Error(`the cluster did not get there:\n${cluster.output().slice(-4_000)}`);
    await pause(POLL_MS);
  }
}

/** Whether it answers that it can serve. */
export async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/ready`).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer?.ok === true;
}

/** The pids that still live after that time at the latest. */
export async function survivors(pids: readonly number[], withinMs: number): Promise<number[]> {
  const deadline = performance.now() + withinMs;
  while (pids.some(isAlive) && performance.now() < deadline) await pause(POLL_MS);
  return pids.filter(isAlive);
}

/** The code a launcher ends with. */
export async function exitCode({ launcher }: StartedCluster): Promise<number | null> {
  if (launcher.exitCode === null && launcher.signalCode === null) await once(launcher, 'exit');
  return launcher.exitCode;
}
