/**
 * The real thing for tests to talk to. USHER_URL names an installation that runs (with USHER_DATA_DIR, where its secrets
 * lie); without it everything is started on free ports and in an empty directory: as `npm start` does, or as
 * `npm run cluster` does, with one copy of each service behind the Node gateway or with two behind nginx.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ProcessState, readClusterState } from '../run/cluster-state.ts';
import { NODE_ARGUMENTS } from '../run/node-arguments.ts';
import { build } from '../run/prepare.mjs';
import { freeBlock, freePort } from './free-ports.ts';

/** What a test file needs to find the world. */
export interface WorldAddress {
  readonly url: string;
  /** Where the installation keeps the secrets it made for its stand-ins. */
  readonly dataDir: string;
  /** Every call of every journey, a line each. */
  readonly callLog: string;
  readonly placement: Placement;
}
export interface OpenWorld extends WorldAddress {
  /** The process that was started, now; all others of the world are below it. 0 for an installation that was given. */
  pid(): number;
  /** Ends it in its own good way, and resolves when it is ready again on the same data. Not for one that was given. */
  restart(): Promise<void>;
  /** Stops what was started, waits for its last process, and leaves nothing behind. */
  stop(): Promise<void>;
}

/** `one`: one process. `split`: a process a service, over NATS. `copies`: two a service, behind nginx, with NATS and Redis. */
export type Placement = 'one' | 'split' | 'copies';

const PROGRAMS: Readonly<Record<Placement, readonly string[]>> = {
  one: ['all.mjs'],
  split: ['cluster.mjs', '--copies', '1', '--edge', 'node', '--no-redis'],
  copies: ['cluster.mjs', '--copies', '2'],
};
const root = path.resolve(import.meta.dirname, '..');
const READY_MS: Readonly<Record<Placement, number>> = { one: 60_000, split: 120_000, copies: 180_000 };
const STOP_MS = 35_000;

/**
 * Resolves when the installation is ready; `settings` are variables only this one gets. Without `web` its pages are the
 * last that were built. Throws with the end of its output when it does not get there.
 */
export async function openWorld(
  settings: Readonly<Record<string, string>> = {},
  placement: Placement = 'one',
  { web = true }: { readonly web?: boolean } = {},
): Promise<OpenWorld> {
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-world-'));
  const callLog = path.join(folder, 'calls.jsonl');
  const { USHER_URL: given, USHER_DATA_DIR: dataDir = '' } = process.env;
  if (given !== undefined && given !== '' && Object.keys(settings).length === 0 && placement === 'one') {
    return {
      url: given.replace(/\/$/, ''),
      dataDir,
      callLog,
      placement,
      pid: () => 0,
      restart: () => Promise.reject(new Error('an installation that was given is not ours to restart')),
      stop: async () => rmSync(folder, { recursive: true }),
    };
  }
  await build({ web });
  // The database may run as another user, who must be able to enter.
  chmodSync(folder, 0o755);
  const url = `http://127.0.0.1:${await (placement === 'one' ? freePort() : freeBlock())}`;
  const output = path.join(folder, 'output.log');
  const begin = () => start(PROGRAMS[placement], { url, dataDir: folder, output, settings });
  const begun = () => ready(child, { url, output, withinMs: READY_MS[placement] });
  let child = begin();
  const stop = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await begun();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...{ url, dataDir: folder, callLog, placement },
    pid: () => child.pid ?? 0,
    async restart() {
      await end(child);
      child = begin();
      await begun();
    },
    stop,
  };
}

/** The processes of a world of several, with their pids of this moment; none where everything is one process. */
export function processesOf({ dataDir }: Pick<WorldAddress, 'dataDir'>): readonly ProcessState[] {
  return readClusterState(dataDir)?.processes ?? [];
}

interface Starting {
  readonly url: string;
  readonly dataDir: string;
  readonly output: string;
  readonly settings: Readonly<Record<string, string>>;
}

function start([program = '', ...args]: readonly string[], { url, dataDir, output, settings }: Starting): ChildProcess {
  const written = openSync(output, 'a');
  const child = spawn(process.execPath, [...NODE_ARGUMENTS, path.join(root, 'dist', program), ...args], {
    cwd: root,
    stdio: ['ignore', written, written],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TZ: process.env['TZ'],
      PORT: new URL(url).port,
      PUBLIC_URL: url,
      DATA_DIR: dataDir,
      SEED: 'demo',
      RATE_LIMIT: 'off',
      LOG_LEVEL: 'warn',
      ...settings,
    },
  });
  closeSync(written);
  return child;
}

async function ready(
  child: ChildProcess,
  { url, output, withinMs }: { url: string; output: string; withinMs: number },
): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await fetch(`${url}/ready`).catch(() => undefined);
    if (answer?.ok === true) return;
    if (child.exitCode !== null || Date.now() > deadline) {
      const reasons = (await answer?.text()) ?? 'no answer';
      throw new Error(`Usher did not get ready (${reasons}):\n${linesAbout(readFileSync(output, 'utf8'))}`);
    }
    await pause(50);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(late);
}

/** The first lines tell what went wrong, the last how it ended; a line of a log can be very long. */
function linesAbout(output: string): string {
  const lines = output.split('\n').map((line) => line.slice(0, 600));
  return [...lines.slice(0, 8), ...(lines.length > 16 ? ['…'] : []), ...lines.slice(8).slice(-8)].join('\n');
}
