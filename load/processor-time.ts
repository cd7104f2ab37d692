/** Processor time and memory of a process and all below it, from /proc; known on Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** What the processes of a placement are, by the name of their program. */
export type Program = (typeof PROGRAMS)[number];
export const PROGRAMS = ['node', 'postgres', 'nats-server', 'redis-server', 'nginx'] as const;

interface Process {
  readonly parent: number;
  readonly program: string;
  readonly ticks: number;
}

/** Seconds by program, with what ended children had used; nothing of a program that does not run. */
export function cpuSecondsByProgram(pid: number): Record<string, number> {
  const seconds: Record<string, number> = {};
  for (const { program, ticks } of processesFrom(pid))
    seconds[program] = (seconds[program] ?? 0) + ticks / TICKS_PER_SECOND;
  return seconds;
}

/** Seconds of Postgres by the database of the connection; what serves all of them (its log, its checkpoints) together. */
export function cpuSecondsByDatabase(pid: number): Record<string, number> {
  const seconds: Record<string, number> = {};
  for (const { pid: one, program, ticks } of processesFrom(pid)) {
    if (program !== 'postgres') continue;
    // postgres: <cluster>: <user> <database> <client> <state>; postgres: <cluster>: walwriter; the server itself is <path> -D …
    const words = readFileSync(`/proc/${one}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    const name = /\b(usher_\w+) /.exec(words)?.[1] ?? 'the server and its helpers';
    seconds[name] = (seconds[name] ?? 0) + ticks / TICKS_PER_SECOND;
  }
  return seconds;
}

/** Megabytes of memory that are in use by a process and those below it; pages two share are counted once, as far as the system tells. */
export function memoryOf(pid: number): number {
  let kilobytes = 0;
  for (const { pid: one } of processesFrom(pid)) {
    try {
      const rollup = readFileSync(`/proc/${one}/smaps_rollup`, 'utf8');
      kilobytes += Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
    } catch {
      // It ended while we looked.
    }
  }
  return kilobytes / 1024;
}

/** A process and all that it or its children started. */
export function processesFrom(pid: number): (Process & { readonly pid: number })[] {
  const all = new Map<number, Process>();
  for (const name of readdirSync('/proc')) {
    const process = /^\d+$/.test(name) ? readProcess(name) : undefined;
    if (process) all.set(Number(name), process);
  }
  const isOfIt = (one: number): boolean => one === pid || (one > 1 && isOfIt(all.get(one)?.parent ?? 0));
  return [...all].filter(([one]) => isOfIt(one)).map(([one, process]) => ({ ...process, pid: one }));
}

function readProcess(pid: string): Process | undefined {
  try {
    // The command, in parentheses, may hold anything; what follows it is numbered from the state on (man 5 proc).
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0, utime = 0, stime = 0, cutime = 0, cstime = 0] = [1, 11, 12, 13, 14].map((i) => fields[i]);
    // Node names its main thread; a process is called after it.
    return { parent, program: name === 'MainThread' ? 'node' : name, ticks: utime + stime + cutime + cstime };
  } catch {
    return undefined;
  }
}
