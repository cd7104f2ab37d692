/** The real thing on a directory of its own, to be killed and started again; whatever a test leaves running ends with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Charge } from '@usher/stand-ins/card/charge';
import { readJournal } from '@usher/stand-ins/card/journal';
import { build } from '../../run/prepare.mjs';
import { callOver } from '../call-over.ts';
import { databaseUrls, postmaster, seedPeople } from '../embedded.ts';
import type { Callable } from '../hall.ts';
import { checkInvariants, type Violation } from '../invariants/invariants.ts';
import { openDatabases } from '../invariants/databases.ts';
import { isAlive } from '../launcher/launching.ts';

export interface Installation extends Callable {
  readonly url: string;
  /** The pid of the process that serves, and of its database. */
  pids(): { readonly usher: number; readonly postgres: number };
  /** Ends the process, the database, or both, as a power cut would. Resolves when they are gone. */
  kill(which: 'usher' | 'postgres' | 'both'): Promise<void>;
  /** Sends Ctrl-C. */
  interrupt(): void;
  /** Starts it again on what is there. */
  start(): void;
  /** Resolves when it says that it can serve. Throws with its output when it does not within that time. */
  ready(withinMs: number): Promise<void>;
  /** What is wrong with its data now, by the provider's own books too. */
  violations(): Promise<Violation[]>;
  close(): Promise<void>;
}

const root = path.resolve(import.meta.dirname, '../..');
const FIRST_START_MS = 60_000;
const POLL_MS = 20;

/** Starts an empty installation with the demo's people. */
export async function openInstallation(): Promise<Installation> {
  await build();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'usher-crash-'));
  // The database may run as another user, who must be able to enter.
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child = start(port, dataDir);
  const postgresPid = () => Number(postmaster(dataDir)[0]);
  const installation: Installation = {
    url,
    call: (route, call) => callOver(url, route, call),
    pids: () => ({ usher: child.pid ?? 0, postgres: postgresPid() }),
    async kill(which) {
      const groups = {
        usher: [child.pid ?? 0],
        postgres: [postgresPid()],
        both: [child.pid ?? 0, postgresPid()],
      }[which];
      for (const group of groups) process.kill(-group, 'SIGKILL');
      while (groups.some(isAlive)) await pause(POLL_MS);
    },
    interrupt: () => void process.kill(-(child.pid ?? 0), 'SIGINT'),
    start: () => {
      child = start(port, dataDir);
    },
    ready: (withinMs) => untilReady(child, url, path.join(dataDir, 'output.log'), withinMs),
    violations: () => violationsOf(dataDir),
    async close() {
      for (const pid of [child.pid ?? 0, postgresPid()].filter((pid) => pid > 0 && isAlive(pid)))
        process.kill(-pid, 'SIGKILL');
      while (postgresPid() > 0 && isAlive(postgresPid())) await pause(POLL_MS);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  try {
    await installation.ready(FIRST_START_MS);
    await seedPeople(dataDir);
  } catch (error) {
    await installation.close();
    throw error;
  }
  return installation;
}

function start(port: number, dataDir: string): ChildProcess {
  const output = openSync(path.join(dataDir, 'output.log'), 'a');
  const child = spawn(process.execPath, ['--enable-source-maps', path.join(root, 'dist/all.mjs')], {
    cwd: root,
    // The leader of a group, as in a terminal.
    detached: true,
    stdio: ['ignore', output, output],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PORT: String(port),
      DATA_DIR: dataDir,
      SEED: 'none',
      RATE_LIMIT: 'off',
    },
  });
  closeSync(output);
  return child;
}

async function untilReady(child: ChildProcess, url: string, output: string, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await fetch(`${url}/ready`).catch(() => undefined);
    if (answer?.ok === true) return;
    if (child.exitCode !== null || Date.now() > deadline) {
      const reasons = (await answer?.text()) ?? 'no answer';
      const said = readFileSync(output, 'utf8')
        .split('\n')
        .map((line) => line.slice(0, 400));
      throw new Error(`not ready in ${withinMs} ms (${reasons}):\n${said.slice(-20).join('\n')}`);
    }
    await pause(POLL_MS);
  }
}

async function violationsOf(dataDir: string): Promise<Violation[]> {
  const databases = await openDatabases(databaseUrls(dataDir));
  try {
    return await checkInvariants(databases.read, { quiet: true, charges: chargesIn(dataDir) });
  } finally {
    await databases.close();
  }
}

/** The provider's books as it wrote them down, each charge as it was last. */
function chargesIn(dataDir: string): Charge[] {
  const charges = new Map<string, Charge>();
  for (const entry of readJournal(path.join(dataDir, 'card-provider.jsonl')))
    if (entry.kind === 'charge') charges.set(entry.record.charge.id, entry.record.charge);
  return [...charges.values()];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
