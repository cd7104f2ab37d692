/** The launcher's end of the line to its keeper (cluster-keeper.ts). A keeper that dies gets a successor, who is told everything. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { KnownProcess } from './cluster-state.ts';

export interface KeeperLine {
  /** Undefined while it has none. */
  keeper(): KnownProcess | undefined;
  born(pid: number): void;
  gone(pid: number): void;
  /** From now on Postgres is to be ended too. */
  hasPostgres(): void;
  /** Lets the keeper go; it ends what is still there. Resolves when it is gone. */
  close(): Promise<void>;
}

const AGAIN_MS = 500;

/** Starts the keeper of a directory, in a process group of its own so that no Ctrl-C reaches it. */
export function openKeeperLine({ dataDir, dist }: { dataDir: string; dist: string }): KeeperLine {
  const args = [path.join(dist, 'cluster-keeper.mjs'), dataDir];
  const pids = new Set<number>();
  let postgres = false;
  let closing = false;
  let child = start();

  function start(): ChildProcess {
    const started = spawn(process.execPath, args, { detached: true, stdio: ['pipe', 'ignore', 'inherit'] });
    // A keeper that is gone is noticed by its exit; a line it did not read was for its successor too.
    started.stdin?.on('error', () => undefined);
    started.once('error', () => undefined);
    started.once('exit', () => {
      if (!closing)
        setTimeout(() => {
          child = start();
        }, AGAIN_MS).unref();
    });
    for (const pid of pids) started.stdin?.write(`born ${pid}\n`);
    if (postgres) started.stdin?.write('postgres\n');
    return started;
  }

  function keeper(): KnownProcess | undefined {
    const { pid, exitCode, signalCode } = child;
    const isGone = pid === undefined || exitCode !== null || signalCode !== null;
    return isGone ? undefined : { pid, command: args.join(' ') };
  }

  return {
    keeper,
    born(pid) {
      pids.add(pid);
      child.stdin?.write(`born ${pid}\n`);
    },
    gone(pid) {
      pids.delete(pid);
      child.stdin?.write(`gone ${pid}\n`);
    },
    hasPostgres() {
      postgres = true;
      child.stdin?.write('postgres\n');
    },
    async close() {
      closing = true;
      if (keeper() === undefined) return;
      const exit = once(child, 'exit');
      child.stdin?.end();
      await exit;
    },
  };
}
