import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { installedNative, runnableBinaries } from '../../run/postgres-binaries.ts';
import { postgresUser, runAs } from '../../run/postgres-user.ts';
import { folder, isRoot } from './launching.ts';

/** What npm unpacks when it may not run install scripts: no library has its links. */
function unpackedInto(home: string): string {
  const native = path.join(home, 'native');
  cpSync(installedNative(), native, {
    recursive: true,
    filter: (file) => !lstatSync(file).isSymbolicLink() && !file.endsWith('.a') && !file.includes('/share/'),
  });
  return native;
}

function versionOf(program: string): string {
  return execFileSync(program, ['--version'], { ...runAs(postgresUser()), cwd: '/', encoding: 'utf8' });
}

it('gets its library links where npm was told to run no install scripts', () => {
  const native = unpackedInto(folder());
  expect(readdirSync(path.join(native, 'lib'), { withFileTypes: true }).some((entry) => entry.isSymbolicLink())).toBe(
    false,
  );

  const copiesDir = folder();
  const { postgres } = runnableBinaries({ native, user: postgresUser(), copiesDir });
  expect(postgres).toBe(path.join(native, 'bin/postgres'));
  expect(versionOf(postgres)).toMatch(/^postgres \(PostgreSQL\) 18/);
  expect(readdirSync(copiesDir)).toEqual([]);
});

it('runs from a copy, made once, when its user may not enter the directory it was installed in', () => {
  const home = folder(0o700);
  const native = unpackedInto(home);
  const copiesDir = folder();

  const first = runnableBinaries({ native, user: postgresUser(), copiesDir });
  const second = runnableBinaries({ native, user: postgresUser(), copiesDir });
  expect(second).toEqual(first);
  expect(first.postgres.startsWith(isRoot ? copiesDir : home)).toBe(true);
  expect(versionOf(first.postgres)).toMatch(/18/);
  expect(lstatSync(home).mode & 0o777).toBe(0o700);
});

it.runIf(isRoot)('refuses a copy that somebody else could have written', () => {
  const native = unpackedInto(folder(0o700));
  const copiesDir = folder();
  runnableBinaries({ native, user: postgresUser(), copiesDir });
  const [copy = ''] = readdirSync(copiesDir);
  chmodSync(path.join(copiesDir, copy), 0o777);

  expect(() => runnableBinaries({ native, user: postgresUser(), copiesDir })).toThrow(/nobody else can write to/);
});

it('says to install again when the programs are missing', () => {
  const native = path.join(folder(), 'native');
  mkdirSync(native);
  expect(existsSync(path.join(native, 'bin'))).toBe(false);
  expect(() => runnableBinaries({ native, user: postgresUser(), copiesDir: folder() })).toThrow(/run npm ci again/);
});
