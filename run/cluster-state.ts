/** DATA_DIR/cluster.json: what runs now, for tests, for people, and for the next start, should this one be killed. */
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Child, ProcessPlan } from './child.ts';
import type { ClusterPostgres } from './cluster-postgres.ts';
import { commandOf, send, until } from './postgres-process.ts';
import { boundLog } from './postgres-server.ts';

/** A process, and by which command line it is known: a number alone may have gone to somebody else. */
export interface KnownProcess {
  readonly pid: number;
  readonly command: string;
}

export interface ProcessState {
  readonly name: string;
  readonly copy: number;
  /** null while it is down. */
  readonly pid: number | null;
  readonly command: string;
  readonly url: string;
  readonly log: string;
}

export interface ClusterState {
  /** Where everybody enters. */
  readonly url: string;
  /** Everything serves and the demo is laid out. */
  readonly ready: boolean;
  readonly launcher: KnownProcess;
  readonly keeper: KnownProcess | null;
  readonly processes: readonly ProcessState[];
}

/** What is known of everything that runs. */
export interface Writing {
  readonly url: string;
  readonly ready: boolean;
  readonly keeper: KnownProcess | undefined;
  readonly children: readonly Child[];
  readonly postgres: ClusterPostgres | undefined;
}

const LOOK_MS = 200;
const LOG_CHECK_MS = 60_000;
const LOG_BYTES_MAX = 256 * 1024 * 1024;
const KEEPER_MS = 20_000;
const LEAVE_MS = 5_000;

/** What the file says; undefined when there is none. */
export function readClusterState(dataDir: string): ClusterState | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as ClusterState;
  } catch {
    return undefined;
  }
}

/** What is to be written of everything that runs. */
export function stateOf({ url, ready, keeper, children, postgres }: Writing): ClusterState {
  const database = postgres && {
    ...{ name: 'postgres', copy: 1, pid: postgres.pid() ?? null, command: postgres.command },
    ...{ url: postgres.address, log: postgres.log },
  };
  const others = children.map(({ plan, pid }) => ({
    ...{ name: plan.name, copy: plan.copy, pid: pid() ?? null, command: commandLine(plan) },
    ...{ url: plan.url, log: plan.log },
  }));
  const launcher = { pid: process.pid, command: (commandOf(process.pid) ?? '').trim() };
  return { url, ready, launcher, keeper: keeper ?? null, processes: [...(database ? [database] : []), ...others] };
}

/** Writes the file now and whenever something changes, and keeps the logs within their bound. */
export function keepClusterState(
  dataDir: string,
  current: () => ClusterState,
): { save(): void; close(): Promise<void> } {
  let written = '';
  const save = () => {
    const text = `${JSON.stringify(current(), null, 2)}\n`;
    if (text === written) return;
    written = text;
    const unfinished = `${fileIn(dataDir)}.new`;
    writeFileSync(unfinished, text, { mode: 0o644 });
    renameSync(unfinished, fileIn(dataDir));
  };
  const looking = setInterval(save, LOOK_MS);
  const bounding = setInterval(() => {
    for (const file of readdirSync(logsIn(dataDir))) boundLog(path.join(logsIn(dataDir), file), LOG_BYTES_MAX);
  }, LOG_CHECK_MS);
  save();
  return {
    save,
    async close() {
      clearInterval(looking);
      clearInterval(bounding);
      rmSync(fileIn(dataDir), { force: true });
    },
  };
}

/**
 * Makes way for a new start: waits for the keeper of a launcher that was killed, and ends what even the keeper left.
 * Throws one sentence when another launcher lives on this directory.
 */
export async function clearAway(dataDir: string): Promise<void> {
  const last = readClusterState(dataDir);
  if (last === undefined) return;
  if (last.launcher.pid !== process.pid && lives(last.launcher))
    throw new Error(`Another cluster is already running on ${dataDir}; stop it first.`);
  const { keeper } = last;
  if (keeper !== null) await until(() => !lives(keeper), KEEPER_MS);
  // The embedded Postgres is taken over by the next start; it must not be ended here.
  const known = last.processes.filter(({ name }) => name !== 'postgres').flatMap(knownIn);
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const each of known.filter(lives)) send(-each.pid, signal);
    if (await until(() => !known.some(lives), LEAVE_MS)) return;
  }
}

/** Whether the process exists and still is the one that was started by that command. */
function lives({ pid, command }: KnownProcess): boolean {
  return commandOf(pid)?.includes(command) === true;
}

function knownIn({ pid, command }: ProcessState): KnownProcess[] {
  return pid === null ? [] : [{ pid, command }];
}

function commandLine({ program, args }: ProcessPlan): string {
  return [program, ...args].join(' ');
}

function logsIn(dataDir: string): string {
  return path.join(dataDir, 'logs');
}

function fileIn(dataDir: string): string {
  return path.join(dataDir, 'cluster.json');
}
