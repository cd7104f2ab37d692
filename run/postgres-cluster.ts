/**
 * Where the embedded database lies and how it comes to be. It is made once, below DATA_DIR, or in a
 * system directory that DATA_DIR then names when the user that runs Postgres cannot enter DATA_DIR.
 */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './postgres-binaries.ts';
import { canReach, postgresUser, runAs, runsAsRoot, type OsUser } from './postgres-user.ts';

export interface Cluster {
  /** Absolute path of the directory that Postgres calls its data directory. */
  readonly path: string;
  /** Told apart in the process list, and the same as long as the directory stays where it is. */
  readonly name: string;
  /** Who owns the files and therefore runs Postgres. */
  readonly owner: OsUser;
  readonly password: string;
}

export const SUPERUSER = 'usher';
/** Where root puts what the user that runs Postgres cannot reach elsewhere. */
export const SYSTEM_DIR = '/var/lib/usher';
const MAJOR_VERSION = '18';

/**
 * Finds where the database of `dataDir` lies or shall lie, decides who runs it and makes the password.
 * Does not make the database itself. Throws one sentence when the recorded place is gone.
 */
export function findCluster({ dataDir, systemDir }: { dataDir: string; systemDir: string }): Cluster {
  mkdirSync(dataDir, { recursive: true });
  const home = realpathSync(dataDir);
  const password = keptFile(join(home, 'postgres.password'), () => randomBytes(24).toString('base64url'));
  const recorded = join(home, 'postgres.place');
  const stayed = join(home, 'postgres');
  let path = stayed;
  if (!existsSync(stayed) && (existsSync(recorded) || !canReach(postgresUser(), home))) {
    const place = keptFile(recorded, () => newPlace(systemDir));
    if (!existsSync(place)) {
      throw new Error(`The database of ${home} lies in ${place}, which is missing; remove ${recorded} to start empty.`);
    }
    path = join(place, 'postgres');
  }
  const name = `usher-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
  return { path, name, owner: ownerOf(path), password };
}

/**
 * Makes the database unless it exists: complete and on disk, or not at all. Safe with two at once.
 * Throws one sentence when initdb fails or when the existing one is of another major version.
 */
export async function makeCluster(cluster: Cluster, binaries: Binaries): Promise<'made' | 'existed'> {
  const version = join(cluster.path, 'PG_VERSION');
  if (existsSync(version)) {
    const found = readFileSync(version, 'utf8').trim();
    if (found === MAJOR_VERSION) return 'existed';
    throw new Error(`${cluster.path} was made by Postgres ${found}, but this Usher brings Postgres ${MAJOR_VERSION}.`);
  }
  removeUnfinished(cluster);
  const unfinished = `${cluster.path}.new-${process.pid}`;
  const passwordFile = `${unfinished}.password`;
  try {
    mkdirSync(unfinished, { mode: 0o700 });
    writeFileSync(passwordFile, cluster.password, { mode: 0o600, flag: 'wx' });
    if (runsAsRoot()) {
      for (const path of [unfinished, passwordFile]) chownSync(path, cluster.owner.uid, cluster.owner.gid);
    }
    await initdb({ binaries, path: unfinished, passwordFile, owner: cluster.owner });
    renameSync(unfinished, cluster.path);
    syncDirectory(join(cluster.path, '..'));
    return 'made';
  } catch (cause) {
    // Whoever started at the same moment finished first, and the complete database is theirs.
    if (existsSync(version)) return 'existed';
    throw new Error(`The database could not be made in ${cluster.path}: ${reasonOf(cause)}`, { cause });
  } finally {
    for (const path of [unfinished, passwordFile]) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * Reads a small file only we may read, or makes it, whole and durable, from `content()`.
 * Two at once end with the same content: the link fails for the second, which reads the first's.
 */
function keptFile(path: string, content: () => string): string {
  if (!existsSync(path)) {
    const unfinished = `${path}.new-${process.pid}`;
    const file = openSync(unfinished, 'w', 0o600);
    try {
      writeFileSync(file, content());
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    try {
      linkSync(unfinished, path);
    } catch (error) {
      if (!existsSync(path)) throw error;
    } finally {
      rmSync(unfinished);
    }
  }
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new Error(`${path} cannot be read: start Usher as the user who started it first.`, { cause });
  }
}

/** A name nobody can foresee: a new DATA_DIR in an old place must not meet the old place's database. */
function newPlace(systemDir: string): string {
  mkdirSync(systemDir, { recursive: true, mode: 0o755 });
  const place = mkdtempSync(join(systemDir, 'database-'));
  chmodSync(place, 0o755);
  if (!canReach(postgresUser(), place)) {
    throw new Error(
      `Neither DATA_DIR nor ${systemDir} can be entered by the user who runs Postgres: choose another DATA_DIR.`,
    );
  }
  return place;
}

/** Files made by somebody stay theirs: root that starts on them runs Postgres as that user. */
function ownerOf(path: string): OsUser {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return postgresUser();
  if (!runsAsRoot() && stat.uid !== process.getuid?.()) {
    throw new Error(`${path} belongs to the user with the number ${stat.uid}: start Usher as that user or as root.`);
  }
  return stat.uid === 0 ? postgresUser() : { uid: stat.uid, gid: stat.gid };
}

/**
 * The built-in C.UTF-8 locale sorts the same on every machine, so indexes survive a move to another
 * operating system. initdb's own sync comes last and alone: syncing while it works costs twice.
 */
async function initdb({
  binaries,
  path,
  passwordFile,
  owner,
}: {
  binaries: Binaries;
  path: string;
  passwordFile: string;
  owner: OsUser;
}): Promise<void> {
  const run = promisify(execFile);
  const options = { ...runAs(owner), cwd: '/', env: { LC_ALL: 'C', TZ: 'UTC' } };
  await run(
    binaries.initdb,
    [
      `--pgdata=${path}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
      '--no-sync',
      '--no-instructions',
    ],
    options,
  );
  await run(binaries.initdb, [`--pgdata=${path}`, '--sync-only'], options);
}

function removeUnfinished(cluster: Cluster): void {
  const parent = join(cluster.path, '..');
  for (const entry of readdirSync(parent)) {
    const pid = /^postgres\.new-(\d+)(\.password)?$/.exec(entry)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(parent, entry), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'stderr' in error && String(error.stderr).trim() !== '') {
    return String(error.stderr).trim().split('\n').slice(-4).join(' ');
  }
  return error instanceof Error ? error.message : String(error);
}
