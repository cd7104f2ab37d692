/**
 * The keeper of `npm run cluster`: a process that outlives the launcher by a few seconds, should that be killed, and
 * ends what it started. The launcher tells it every pid through a pipe; the pipe's end is the launcher's end. After an
 * orderly stop nothing is left to end. `node cluster-keeper.mjs <DATA_DIR>`.
 */
import { createInterface } from 'node:readline';
import { findCluster, SYSTEM_DIR } from './postgres-cluster.ts';
import { commandOf, runningServer, send, stopServer, until } from './postgres-process.ts';

const LEAVE_MS = 4_000;
const [, , dataDir = '.'] = process.argv;
const born = new Set<number>();
let hasPostgres = false;

// Whatever ends the launcher must not end its keeper first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
  const [word, pid] = line.split(' ');
  if (word === 'born') born.add(Number(pid));
  if (word === 'gone') born.delete(Number(pid));
  if (word === 'postgres') hasPostgres = true;
}
await endAll();

async function endAll(): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const pid of left()) send(-pid, signal);
    if (await until(() => left().length === 0, LEAVE_MS)) break;
  }
  if (!hasPostgres) return;
  const cluster = findCluster({ dataDir, systemDir: SYSTEM_DIR });
  const server = await runningServer(cluster);
  if (server !== undefined) await stopServer(server.pid, cluster);
}

function left(): number[] {
  return [...born].filter((pid) => commandOf(pid) !== undefined);
}
