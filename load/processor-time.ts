/** Processor time of child processes, from /proc; known on Linux only. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

interface Process {
  readonly parent: number;
  readonly ticks: number;
}

/** Seconds of all processes below one, with what their ended children had used; undefined where there is no /proc. */
export function cpuSecondsBelow(pid: number): number | undefined {
  if (!existsSync('/proc/self/stat')) return undefined;
  const all = new Map<number, Process>();
  for (const name of readdirSync('/proc')) {
    const process = /^\d+$/.test(name) ? readProcess(name) : undefined;
    if (process) all.set(Number(name), process);
  }
  const isBelow = (one: number): boolean => {
    const parent = all.get(one)?.parent ?? 0;
    return parent === pid || (parent > 1 && isBelow(parent));
  };
  let ticks = 0;
  for (const [one, process] of all) if (isBelow(one)) ticks += process.ticks;
  return ticks / TICKS_PER_SECOND;
}

function readProcess(pid: string): Process | undefined {
  try {
    // The command, in parentheses, may hold anything; what follows it is numbered from the state on (man 5 proc).
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0, utime = 0, stime = 0, cutime = 0, cstime = 0] = [1, 11, 12, 13, 14].map((i) => fields[i]);
    return { parent, ticks: utime + stime + cutime + cstime };
  } catch {
    return undefined;
  }
}
