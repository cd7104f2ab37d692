/** The programs of the system that the split set-up runs on: where they lie, and how each is told what to do. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** What the split set-up starts beside Postgres and our own processes; each is Debian's package of the same name. */
export type ProgramName = 'nginx' | 'redis-server' | 'nats-server';

/** Servers live here on many systems, and not everybody's PATH leads there. */
const SERVER_DIRECTORIES = ['/usr/local/sbin', '/usr/sbin', '/sbin'];
const REDIS_MEGABYTES_MAX = 64;

/** The path of each program. Throws one sentence that names what is missing and how to get it. */
export function findPrograms<Name extends ProgramName>(
  names: readonly Name[],
  searchPath: string,
): Readonly<Record<Name, string>> {
  const directories = [...searchPath.split(path.delimiter).filter((part) => part !== ''), ...SERVER_DIRECTORIES];
  const found = names.map((name) => [name, directories.map((part) => path.join(part, name)).find(isProgram)] as const);
  const missing = found.filter(([, file]) => file === undefined).map(([name]) => name);
  if (missing.length > 0) {
    throw new Error(
      `The split set-up needs ${missing.join(' and ')}, not found on this machine: apt-get install ${missing.join(' ')}.`,
    );
  }
  return Object.fromEntries(found) as Record<Name, string>;
}

/** The text of a redis.conf: a cache and nothing else, so nothing is written to disk and the oldest entries make room. */
export function redisConfig({ port, dir, password }: { port: number; dir: string; password: string }): string {
  const settings: [string, string][] = [
    ['bind', '127.0.0.1'],
    ['port', String(port)],
    ['requirepass', `"${password}"`],
    ['dir', `"${dir}"`],
    ['daemonize', 'no'],
    ['save', '""'],
    ['appendonly', 'no'],
    ['maxmemory', `${REDIS_MEGABYTES_MAX}mb`],
    ['maxmemory-policy', 'allkeys-lru'],
    // The process list then shows how it was started, by which a later start knows it again.
    ['set-proc-title', 'no'],
  ];
  return settings.map((setting) => `${setting.join(' ')}\n`).join('');
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
