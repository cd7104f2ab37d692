/**
 * Which operating-system user the embedded Postgres runs as. Postgres refuses to run as root, so a
 * root Usher hands it to somebody else; that somebody must then be able to reach every file it needs.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface OsUser {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` comes last: what it owns is open to every other program that runs as nobody. */
const CANDIDATES = ['postgres', '_postgres', 'nobody'];

export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The user to run Postgres as: ourselves, or for root the first of postgres, _postgres and nobody.
 * A machine with none of them gets a system user `postgres`. Throws one sentence when that fails.
 */
export function postgresUser(): OsUser {
  const ourselves = { uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1 };
  if (!runsAsRoot()) return ourselves;
  return localUser() ?? createdUser();
}

/** The spawn options that make a child run as `user`; none when that is who we are already. */
export function runAs(user: OsUser): { uid?: number; gid?: number } {
  return runsAsRoot() ? { uid: user.uid, gid: user.gid } : {};
}

/**
 * Whether `user` may enter the directory `path`, judged by the permission bits of it and of every
 * directory above it. Access lists are not read: a directory opened only by one counts as closed.
 */
export function canReach(user: OsUser, path: string): boolean {
  let directory = realpathSync(path);
  for (;;) {
    if (!maySearch(user, directory)) return false;
    const parent = dirname(directory);
    if (parent === directory) return true;
    directory = parent;
  }
}

function maySearch(user: OsUser, directory: string): boolean {
  const stat = statSync(directory);
  if (stat.uid === user.uid) return (stat.mode & 0o100) !== 0;
  if (stat.gid === user.gid) return (stat.mode & 0o010) !== 0;
  return (stat.mode & 0o001) !== 0;
}

function localUser(): OsUser | undefined {
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of CANDIDATES) {
    const entry = entries.find((fields) => fields[0] === name);
    const uid = Number(entry?.[2]);
    const gid = Number(entry?.[3]);
    if (uid > 0 && gid > 0) return { uid, gid };
  }
  return undefined;
}

/** initdb looks its user up by name, so a bare number will not do. busybox has adduser, the others useradd. */
function createdUser(): OsUser {
  const attempts: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']],
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', 'postgres']],
  ];
  for (const [command, args] of attempts) {
    try {
      execFileSync(command, args, { stdio: 'ignore' });
    } catch {
      continue;
    }
    const user = localUser();
    if (user !== undefined) return user;
  }
  throw new Error(
    'Postgres cannot run as root, and there is no user postgres or nobody to run it as: ' +
      'create a user named postgres, start Usher as a normal user, or set DATABASE_URL.',
  );
}
