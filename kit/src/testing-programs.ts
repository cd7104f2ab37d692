/**
 * For tests that need a real nginx, Redis or NATS: starts the installed program on a free port in a
 * folder of its own, breaks it as a test asks, and leaves nothing behind. A program that is not
 * installed skips the tests that need it, and says which package has it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe } from 'vitest';

/** Debian's and Ubuntu's package of each program tests may use. */
const PACKAGES = { nginx: 'nginx', 'redis-server': 'redis-server', 'nats-server': 'nats-server' } as const;
type ProgramName = keyof typeof PACKAGES;

export interface ProgramOptions {
  /** A name as `findProgram` takes it, or a path. */
  readonly program: string;
  readonly args: readonly string[];
  /** Resolves when the program serves; while it throws, it is tried again. `() => answersAt(port)` is often enough. */
  ready(): Promise<unknown>;
  /** How long it may take to get ready. */
  readonly withinMs?: number;
}

export interface Program {
  readonly pid: number;
  /** What it has written so far, both streams. */
  output(): string;
  /** Sends a signal; resolves when it was sent, for SIGKILL when the process is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Asks it to end, wakes it if it was stopped, kills it after 5 s; resolves when it is gone. Again is nothing. */
  stop(): Promise<void>;
}

const READY_MS = 10_000;
const STOP_MS = 5_000;
const OUTPUT_CHARACTERS_MAX = 20_000;
/** Where Debian puts servers; not on everybody's PATH. */
const SERVER_FOLDERS = ['/usr/sbin', '/usr/local/sbin'];

const started = new Set<ChildProcess>();
const folders = new Set<string>();

// A test that is cut off must not leave servers and folders behind.
afterAll(async () => {
  await Promise.all([...started].map(killed));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
process.once('exit', () => {
  for (const child of started) child.kill('SIGKILL');
});

/** Starts a program and waits until it is ready. Throws with its output when it ends or is not ready in time. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const path = options.program.includes('/') ? options.program : findProgram(options.program);
  if (path === undefined) throw new Error(`${options.program} is not installed`);
  const child = spawn(path, options.args, { stdio: ['ignore', 'pipe', 'pipe'] });
  started.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => (output = (output + bytes.toString()).slice(-OUTPUT_CHARACTERS_MAX)));
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      started.delete(child);
      resolve();
    });
    child.once('error', (error) => {
      output += error.message;
      started.delete(child);
      resolve();
    });
  });
  const program = controls(child, gone, () => output);
  try {
    await untilReady(options, child);
  } catch (error) {
    await program.stop();
    throw new Error(`${[path, ...options.args].join(' ')} did not get ready; it wrote:\n${output}`, { cause: error });
  }
  return program;
}

/** The path of an installed program, looked for on the PATH and where servers are put. */
export function findProgram(name: string): string | undefined {
  return [...(process.env['PATH'] ?? '').split(delimiter), ...SERVER_FOLDERS]
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** A port of 127.0.0.1 that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A new empty folder; it is removed when the test file is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'usher-program-'));
  folders.add(folder);
  return folder;
}

/** Resolves when something accepts connections on that port of 127.0.0.1; throws when nothing does. */
export async function answersAt(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}

/** A group of tests that needs an installed program, several with a list; without it they are skipped, in plain sight. */
export function describeWith(program: ProgramName | readonly ProgramName[], title: string, body: () => void): void {
  const missing = [program].flat().filter((name) => findProgram(name) === undefined);
  const packages = missing.map((name) => PACKAGES[name]).join(' ');
  const isMissing = missing.length > 0;
  if (isMissing)
    process.stderr.write(`SKIPPED: ${title}. It needs ${missing.join(' and ')}: apt-get install ${packages}\n`);
  describe.skipIf(isMissing)(isMissing ? `${title} (skipped: apt-get install ${packages})` : title, body);
}

async function untilReady(options: ProgramOptions, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + (options.withinMs ?? READY_MS);
  for (;;) {
    if (!started.has(child)) throw new Error('it ended');
    try {
      await options.ready();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(20);
    }
  }
}

function controls(child: ChildProcess, gone: Promise<void>, output: () => string): Program {
  const send = (signal: NodeJS.Signals): void => {
    if (started.has(child)) child.kill(signal);
  };
  return {
    pid: child.pid ?? 0,
    output,
    async kill(signal) {
      send(signal);
      if (signal === 'SIGKILL') await gone;
    },
    async stop() {
      send('SIGTERM');
      // A stopped process hears nothing before it goes on.
      send('SIGCONT');
      const late = setTimeout(() => {
        send('SIGKILL');
      }, STOP_MS);
      await gone;
      clearTimeout(late);
    },
  };
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  if (child.kill('SIGKILL')) await gone;
}
