/** The embedded Postgres for many processes at once. */
import type { LauncherLog } from './postgres-bring-up.ts';
import { findCluster, SYSTEM_DIR } from './postgres-cluster.ts';
import { readLock } from './postgres-process.ts';
import { logFileOf } from './postgres-server.ts';
import { startPostgres } from './postgres.ts';

export interface ClusterPostgres {
  /** The superuser's URL, with its password. */
  readonly url: string;
  /** Where it listens, without a password. */
  readonly address: string;
  /** What stands in its command line and in nobody else's. */
  readonly command: string;
  readonly log: string;
  /** Of the server that runs now: one that dies is brought back. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

/** Sixteen processes with a pool each, the demo's errand, and whoever looks in with psql. */
const CONNECTIONS_MAX = '300';

/** Starts it; `lost` is called when it died and could not be brought back. Throws as `startPostgres`. */
export async function startClusterPostgres(
  dataDir: string,
  { log, lost }: { log: LauncherLog; lost: (error: Error) => void },
): Promise<ClusterPostgres> {
  const postgres = await startPostgres({ dataDir, log, settings: { max_connections: CONNECTIONS_MAX } });
  postgres.exited(lost);
  const cluster = findCluster({ dataDir, systemDir: SYSTEM_DIR });
  return {
    url: postgres.url,
    address: `postgres://127.0.0.1:${new URL(postgres.url).port}`,
    command: `-D ${cluster.path}`,
    log: logFileOf(dataDir),
    pid: () => readLock(cluster)?.pid,
    stop: postgres.stop,
  };
}
