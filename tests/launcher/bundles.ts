/** Our own programs, as they are started on a server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { isAlive } from './launching.ts';

const root = path.resolve(import.meta.dirname, '../..');
const READY_MS = 25_000;

/** Starts dist/<name>.mjs on an environment of its own; killed at the end of the test if it still runs. */
export function runBundle(
  name: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): { child: ChildProcess; said(): string } {
  const args = ['--enable-source-maps', path.join(root, `dist/${name}.mjs`), ...words];
  const inherited = { PATH: process.env['PATH'], HOME: process.env['HOME'], LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited, ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await gone(child);
  });
  return { child, said: () => said };
}

/** Resolves when it says that it can serve. */
export async function ready(child: ChildProcess, url: string): Promise<void> {
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const answer = await fetch(`${url}/ready`).catch(() => undefined);
    if (answer?.ok === true) return;
    if (child.exitCode !== null || performance.now() > deadline) throw new Error('it did not get ready');
    await pause(50);
  }
}

/** Resolves when its process is gone. */
export async function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  expect(isAlive(child.pid ?? 0)).toBe(false);
}
