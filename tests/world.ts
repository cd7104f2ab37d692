/**
 * The real thing for tests to talk to. USHER_URL names an installation that runs (with USHER_DATA_DIR, where its secrets
 * lie); without it everything is started as `npm start` does, on a free port and in an empty directory.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from '../run/prepare.mjs';

/** What a test file needs to find the world. */
export interface WorldAddress {
  readonly url: string;
  /** Where the installation keeps the secrets it made for its stand-ins. */
  readonly dataDir: string;
  /** Every call of every journey, a line each. */
  readonly callLog: string;
}
export interface OpenWorld extends WorldAddress {
  /** Stops what was started, waits for its last process, and leaves nothing behind. */
  stop(): Promise<void>;
}

const root = path.resolve(import.meta.dirname, '..');
const READY_MS = 60_000;
const STOP_MS = 35_000;

/** Resolves when the installation is ready; `settings` are variables only this one gets. Throws with the end of its output when it does not get there. */
export async function openWorld(settings: Readonly<Record<string, string>> = {}): Promise<OpenWorld> {
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-world-'));
  const callLog = path.join(folder, 'calls.jsonl');
  const { USHER_URL: given, USHER_DATA_DIR: dataDir = '' } = process.env;
  if (given !== undefined && given !== '' && Object.keys(settings).length === 0) {
    return { url: given.replace(/\/$/, ''), dataDir, callLog, stop: async () => rmSync(folder, { recursive: true }) };
  }
  await build();
  // The database may run as another user, who must be able to enter.
  chmodSync(folder, 0o755);
  const url = `http://127.0.0.1:${await freePort()}`;
  const output = path.join(folder, 'output.log');
  const child = start(url, folder, output, settings);
  const stop = () => stopAll(child, folder);
  try {
    await ready(child, url, output);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, dataDir: folder, callLog, stop };
}

function start(url: string, dataDir: string, output: string, settings: Readonly<Record<string, string>>): ChildProcess {
  const written = openSync(output, 'a');
  const child = spawn(process.execPath, ['--enable-source-maps', path.join(root, 'dist/all.mjs')], {
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

async function ready(child: ChildProcess, url: string, output: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
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

async function stopAll(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await gone;
    clearTimeout(late);
  }
  rmSync(folder, { recursive: true, force: true });
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

/** The first lines tell what went wrong, the last how it ended; a line of a log can be very long. */
function linesAbout(output: string): string {
  const lines = output.split('\n').map((line) => line.slice(0, 600));
  return [...lines.slice(0, 8), ...(lines.length > 16 ? ['…'] : []), ...lines.slice(8).slice(-8)].join('\n');
}
