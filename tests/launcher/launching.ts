/** Directories, children and questions for the launcher's tests. Whatever a test starts here ends with it. */
import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { startPostgres, type PostgresOptions, type RunningPostgres } from '../../run/postgres.ts';

export const isRoot = process.getuid?.() === 0;
/** The number of `nobody` on Linux; any user but us and root would do. */
export const NOBODY = 65_534;

/** An empty directory that goes when the test ends. `mode` says who may enter it. */
export function folder(mode = 0o755): string {
  const made = mkdtempSync('/var/tmp/usher-launcher-');
  chmodSync(made, mode);
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Starts in this process; stopped at the end if the test did not. What it logs is in `said`. */
export async function start(
  dataDir: string,
  options: Partial<PostgresOptions> = {},
): Promise<RunningPostgres & { said: string[] }> {
  const said: string[] = [];
  const log = { info: (sentence: string) => said.push(sentence), warn: (sentence: string) => said.push(sentence) };
  const postgres = await startPostgres({ dataDir, log, ...options });
  onTestFinished(() => postgres.stop());
  return { ...postgres, said };
}

/** Starts in a child, as another user when `uid` is given, and resolves once Postgres runs. */
export async function startInChild(dataDir: string, uid?: number): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(path.join(import.meta.dirname, 'owner.ts'), [dataDir], {
    execArgv: ['--import', 'tsx'],
    stdio: 'inherit',
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const url = await Promise.race([
    once(child, 'message').then(([message]) => String(message)),
    once(child, 'exit').then(() => Promise.reject(new Error('The child ended before Postgres ran.'))),
  ]);
  return { child, url };
}

/** The first column of the first row of the answer, as text. */
export async function ask(url: string, sql: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // A server that is killed ends its connections loudly; the query's own promise tells all we need.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const answer = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return String(answer.rows[0]?.[0]);
  } finally {
    await client.end();
  }
}

/** Asks until there is an answer; fails with the last error when there is none within 10 s. */
export async function askPatiently(url: string, sql: string): Promise<string> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    try {
      return await ask(url, sql);
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(50);
    }
  }
}

/** The pid of the server that answers at `url`, as its lock file tells. */
export async function serverPid(url: string): Promise<number> {
  return pidIn(await ask(url, 'SHOW data_directory'));
}

function pidIn(cluster: string): number {
  return Number(readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** A killed process whose parent never collects it, as in a container without an init, counts as dead. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // It fails for one that has ended since.
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z');
  } catch {
    return false;
  }
}

/** Whether a process group of that number exists, so that its first process leads it. */
export function leadsItsGroup(pid: number): boolean {
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}
