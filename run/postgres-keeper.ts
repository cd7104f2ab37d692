/**
 * The keeper: one connection that an Usher holds to its embedded Postgres for as long as it lives.
 * It proves that the server is ours and answers, it notices at once when the server dies, and its
 * advisory lock keeps a second Usher off the same database. Should this process be killed, Postgres
 * frees the lock by itself, which no file with a process id in it could promise.
 */
import { realpathSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { SUPERUSER, type Cluster } from './postgres-cluster.ts';
import { socketDirectory } from './postgres-server.ts';

export interface Keeper {
  /** False from the moment the connection ended, for whatever reason. */
  holds(): boolean;
  end(): Promise<void>;
}

export type Keeping =
  | { readonly kind: 'kept'; readonly keeper: Keeper }
  | { readonly kind: 'unhealthy' | 'taken'; readonly sentence: string };

const ANSWER_MS = 3_000;
/** An Usher that was told to stop needs up to 4 s; its successor waits a little longer before it gives up. */
const LOCK_ATTEMPTS = 50;
const LOCK_PAUSE_MS = 100;
const LOCK_KEY = 7_483_710_015;

/** Where the server takes connections, as its superuser, for the database `postgres`. */
export function serverUrl(cluster: Cluster, port: number): string {
  return `postgres://${SUPERUSER}:${cluster.password}@${encodeURIComponent(socketDirectory(cluster) ?? '127.0.0.1')}:${port}/postgres`;
}

/** Connects and takes the lock. `taken`: another Usher lives on this database. `unhealthy`: not our server, or mute. */
export async function keep(cluster: Cluster, port: number): Promise<Keeping> {
  const client = new pg.Client({
    connectionString: serverUrl(cluster, port),
    application_name: 'usher keeper',
    keepAlive: true,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
  });
  let open = true;
  client.on('error', () => {
    open = false;
  });
  client.on('end', () => {
    open = false;
  });
  const end = async (): Promise<void> => {
    open = false;
    await client.end().catch(() => undefined);
  };
  try {
    await client.connect();
    const shown = await client.query<{ data_directory: string }>('SHOW data_directory');
    if (realpathSync(shown.rows[0]?.data_directory ?? '/') !== realpathSync(cluster.path)) {
      await end();
      return { kind: 'unhealthy', sentence: `The Postgres on port ${port} serves another directory.` };
    }
    if (await locked(client)) return { kind: 'kept', keeper: { holds: () => open, end } };
    await end();
    return { kind: 'taken', sentence: `Another Usher is already running on ${cluster.path}; stop it first.` };
  } catch (error) {
    await end();
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'unhealthy', sentence: `The Postgres on port ${port} does not answer: ${reason}.` };
  }
}

async function locked(client: pg.Client): Promise<boolean> {
  for (let attempt = 0; attempt < LOCK_ATTEMPTS; attempt += 1) {
    const answer = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [LOCK_KEY]);
    if (answer.rows[0]?.locked === true) return true;
    await pause(LOCK_PAUSE_MS);
  }
  return false;
}
