/**
 * `npm run load:placements`: what a complete purchase costs in each of the three placements, on one machine, this driver
 * too. The table goes into docs/placements.md. Takes about four minutes; needs nginx, redis-server and nats-server.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openWorld, type Placement } from '../tests/world.ts';
import { openApi } from './api.ts';
import { openHall } from './hall.ts';
import { describeMachine } from './machine.ts';
import { cpuSecondsByProgram, memoryOf, type Program, PROGRAMS } from './processor-time.ts';
import { purchase } from './purchase.ts';

const PLACEMENTS: Readonly<Record<Placement, string>> = {
  one: 'one process',
  split: 'split: one process a service, Node gateway, NATS',
  copies: 'two copies of each, nginx, NATS, Redis',
};
const LANES = 16;
const CONNECTIONS = 64;
const SEATS = 5_000;
const IDLE_SECONDS = 10;
const WARM_PURCHASES = 60;
const ALONE_PURCHASES = 40;
const TOGETHER_PURCHASES = 300;
const QUIET_SECONDS_MAX = 60;
const DOCUMENT = path.resolve(import.meta.dirname, '../docs/placements.md');
const [BEGIN, END] = ['<!-- measured by `npm run load:placements` -->', '<!-- end of what is measured -->'];

interface Run {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Milliseconds of processor time a purchase, by program, without what the idle placement would have used. */
  readonly cpuMs: Rates;
}
interface Cost {
  readonly alone: Run;
  readonly together: Run;
  /** Share of one core that goes when nobody is there. */
  readonly idleCores: number;
  readonly memoryMb: number;
}

const rows: string[] = [];
for (const placement of Object.keys(PLACEMENTS) as Placement[]) rows.push(row(placement, await measure(placement)));
const table = [
  `${describeMachine()}. Driver and everything else share the machine. ${ALONE_PURCHASES} purchases one by one, then`,
  `${TOGETHER_PURCHASES} by ${LANES} buyers at once; a purchase ends when its tickets can be seen. Processor time holds all that followed`,
  'until it was quiet again (mails with their PDFs too), less what the idle placement uses.',
  '',
  '| placement | one by one p50 / p99 | 16 at once: rate | p50 / p99 | CPU a purchase: all | Node | Postgres | NATS | Redis | nginx | idle | memory |',
  '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
  ...rows,
].join('\n');
console.log(table);
const page = readFileSync(DOCUMENT, 'utf8');
writeFileSync(DOCUMENT, page.slice(0, page.indexOf(BEGIN)) + `${BEGIN}\n${table}\n` + page.slice(page.indexOf(END)));

async function measure(placement: Placement): Promise<Cost> {
  const world = await openWorld({}, placement);
  try {
    const api = openApi(world.url, CONNECTIONS);
    const hall = await openHall(api, SEATS);
    const buy = async () => {
      if (!(await purchase(api, hall))) throw new Error('a purchase came to nothing');
    };
    await buyers(WARM_PURCHASES, LANES, buy);
    await pause(IDLE_SECONDS * 1000);
    const pid = world.pid();
    const idle = await idleRates(pid);
    const alone = await run(pid, ALONE_PURCHASES, 1, buy, idle);
    const together = await run(pid, TOGETHER_PURCHASES, LANES, buy, idle);
    const memoryMb = memoryOf(pid);
    await api.close();
    return { alone, together, idleCores: sum(idle), memoryMb };
  } finally {
    await world.stop();
  }
}

/** So many purchases, and what they and everything after them cost. */
async function run(pid: number, count: number, lanes: number, buy: () => Promise<void>, idle: Rates): Promise<Run> {
  const before = cpuSecondsByProgram(pid);
  const started = performance.now();
  const latencies = await buyers(count, lanes, buy);
  const tookMs = performance.now() - started;
  await untilQuiet(pid, idle);
  const seconds = (performance.now() - started) / 1000;
  const after = cpuSecondsByProgram(pid);
  const sorted = latencies.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const cpuMs = (program: Program) =>
    (((after[program] ?? 0) - (before[program] ?? 0) - (idle[program] ?? 0) * seconds) * 1000) / count;
  return {
    perSecond: count / (tookMs / 1000),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    cpuMs: Object.fromEntries(PROGRAMS.map((program) => [program, Math.max(0, cpuMs(program))])),
  };
}

async function buyers(count: number, lanes: number, buy: () => Promise<void>): Promise<number[]> {
  const latencies: number[] = [];
  let begun = 0;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (begun < count) {
        begun += 1;
        const asked = performance.now();
        await buy();
        latencies.push(performance.now() - asked);
      }
    }),
  );
  return latencies;
}

/** Cores in use, by program. */
type Rates = Readonly<Record<string, number>>;

async function idleRates(pid: number): Promise<Rates> {
  const before = cpuSecondsByProgram(pid);
  await pause(IDLE_SECONDS * 1000);
  const after = cpuSecondsByProgram(pid);
  return Object.fromEntries(
    PROGRAMS.map((program) => [program, ((after[program] ?? 0) - (before[program] ?? 0)) / IDLE_SECONDS]),
  );
}

async function untilQuiet(pid: number, idle: Rates): Promise<void> {
  for (let second = 0; second < QUIET_SECONDS_MAX; second += 1) {
    const before = sum(cpuSecondsByProgram(pid));
    await pause(1_000);
    if (sum(cpuSecondsByProgram(pid)) - before < sum(idle) + 0.15) return;
  }
}

function sum(rates: Rates): number {
  return Object.values(rates).reduce((total, rate) => total + rate, 0);
}

function row(placement: Placement, { alone, together, idleCores, memoryMb }: Cost): string {
  const ms = (value: number | undefined) => `${(value ?? 0).toFixed(1)} ms`;
  const program = (name: Program) => ((together.cpuMs[name] ?? 0) < 0.05 ? '–' : ms(together.cpuMs[name]));
  const cells = [
    PLACEMENTS[placement],
    `${alone.p50Ms.toFixed(0)} / ${alone.p99Ms.toFixed(0)} ms`,
    `${together.perSecond.toFixed(0)}/s`,
    `${together.p50Ms.toFixed(0)} / ${together.p99Ms.toFixed(0)} ms`,
    ms(sum(together.cpuMs)),
    ...PROGRAMS.map(program),
    `${(idleCores * 100).toFixed(0)} % of a core`,
    `${memoryMb.toFixed(0)} MB`,
  ];
  return `| ${cells.join(' | ')} |`;
}
