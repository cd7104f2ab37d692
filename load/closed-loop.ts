/** A closed loop: so many lanes, each asking again as soon as it is answered, for so long. What is measured is what the lanes saw. */
import { cpuSecondsBelow } from './processor-time.ts';

export interface Figure {
  readonly name: string;
  readonly lanes: number;
  readonly seconds: number;
  readonly done: number;
  readonly refused: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time of the server and its database for each, with what it still did afterwards; undefined where it cannot be read. */
  readonly serverCpuMs: number | undefined;
  readonly driverCpuMs: number;
  /** How long the server went on working after the last lane stopped. */
  readonly afterSeconds: number;
}

export interface Loop {
  readonly name: string;
  readonly lanes: number;
  readonly seconds: number;
  /** One operation; false when it was refused. */
  once(lane: number): Promise<boolean>;
}

const WARM_SECONDS = 3;
const QUIET_SECONDS_MAX = 60;

/** Warms up, then measures. */
export async function measure(loop: Loop): Promise<Figure> {
  await runLanes(loop, WARM_SECONDS);
  await untilQuiet();
  const server = cpuSecondsBelow(process.pid);
  const driver = process.cpuUsage();
  const { latencies, refused, tookMs } = await runLanes(loop, loop.seconds);
  const { user, system } = process.cpuUsage(driver);
  const afterSeconds = await untilQuiet();
  const sorted = latencies.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const after = cpuSecondsBelow(process.pid);
  return {
    name: loop.name,
    lanes: loop.lanes,
    seconds: loop.seconds,
    done: sorted.length,
    refused,
    perSecond: sorted.length / (tookMs / 1000),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    serverCpuMs: server === undefined || after === undefined ? undefined : ((after - server) * 1000) / sorted.length,
    driverCpuMs: (user + system) / 1000 / sorted.length,
    afterSeconds,
  };
}

async function runLanes(loop: Loop, seconds: number) {
  const latencies: number[] = [];
  let refused = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    Array.from({ length: loop.lanes }, async (_, lane) => {
      while (performance.now() < end) {
        const asked = performance.now();
        if (await loop.once(lane)) latencies.push(performance.now() - asked);
        else refused += 1;
      }
    }),
  );
  return { latencies, refused, tookMs: performance.now() - start };
}

/** Waits until the server has nothing left to do: mails, tickets, facts. Gives the seconds it took. */
async function untilQuiet(): Promise<number> {
  for (let second = 0; second < QUIET_SECONDS_MAX; second += 1) {
    const before = cpuSecondsBelow(process.pid);
    await new Promise((done) => {
      setTimeout(done, 1_000);
    });
    const spent = (cpuSecondsBelow(process.pid) ?? 0) - (before ?? 0);
    if (spent < 0.15) return second;
  }
  return QUIET_SECONDS_MAX;
}
