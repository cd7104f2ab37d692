/**
 * `npm run load:profile`: where the processor time of a purchase goes. Sells a hall in one process while V8 samples it, and
 * writes two tables into docs/performance.md: Node by whose code ran, Postgres by service.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openInstallation } from './installation.ts';
import { describeMachine } from './machine.ts';
import { cpuSecondsByDatabase } from './processor-time.ts';
import { sellOut } from './scenarios/sellout.ts';

const SEATS = 20_000;
const WARM_SEATS = 4_000;
const PURCHASES = SEATS / 2;
/** Two samples a millisecond: enough to tell 10 µs of a purchase apart over ten thousand of them. */
const INTERVAL_US = 500;
const ROWS = 26;
const IDLE = '(idle)';
const WRITTEN_MS_MAX = 30_000;
const BUNDLE = path.resolve(import.meta.dirname, '../dist/all.mjs');
const DOCUMENT = path.resolve(import.meta.dirname, '../docs/performance.md');
const [BEGIN, END] = ['<!-- measured by `npm run load:profile` -->', '<!-- end of what is measured -->'];

interface Frame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}
/** As V8 writes it: times in microseconds. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: Frame;
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}
type Spent = Record<string, number>;

const folder = mkdtempSync(path.join(tmpdir(), 'usher-profile-'));
try {
  const { node, postgres, seconds } = await sell();
  const table = [
    `${describeMachine()}. ${PURCHASES.toLocaleString('en')} purchases in ${seconds.toFixed(0)} s by 256 buyers, sampled every ${INTERVAL_US} µs; microseconds a purchase.`,
    '',
    ...tableOf('Node: whose code ran', node),
    '',
    ...tableOf('Postgres: whose connection', postgres),
  ].join('\n');
  console.log(table);
  const page = readFileSync(DOCUMENT, 'utf8');
  writeFileSync(DOCUMENT, `${page.slice(0, page.indexOf(BEGIN))}${BEGIN}\n${table}\n${page.slice(page.indexOf(END))}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function sell() {
  const file = path.join(folder, 'sale.cpuprofile');
  const sampler = path.resolve(import.meta.dirname, 'sampler.mjs');
  const settings = {
    NODE_OPTIONS: `--import=${sampler}`,
    PROFILE_FILE: file,
    PROFILE_INTERVAL_US: String(INTERVAL_US),
  };
  const installation = await openInstallation({ settings });
  const pid = installation.world.pid();
  try {
    await sellOut({ rate: undefined }, installation, WARM_SEATS);
    await installation.quiet();
    const before = cpuSecondsByDatabase(pid);
    let after = before;
    const started = performance.now();
    let seconds = 0;
    process.kill(pid, 'SIGUSR2');
    await sellOut({ rate: undefined }, installation, SEATS, () => {
      process.kill(pid, 'SIGUSR2');
      seconds = (performance.now() - started) / 1000;
      after = cpuSecondsByDatabase(pid);
    });
    for (let waited = 0; !existsSync(file) && waited < WRITTEN_MS_MAX; waited += 500) await pause(500);
    const postgres: Spent = {};
    for (const [name, spent] of Object.entries(after)) postgres[name] = (spent - (before[name] ?? 0)) * 1e6;
    return { node: byOwner(JSON.parse(readFileSync(file, 'utf8')) as Profile), postgres, seconds };
  } finally {
    await installation.close();
  }
}

/** Microseconds by who owns the function that ran; what V8 and the system did for a function is its owner's. */
function byOwner({ nodes, samples, timeDeltas }: Profile): Spent {
  const modules = modulesOf(readFileSync(BUNDLE, 'utf8'));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const ownerAt = (id: number | undefined): string => {
    const frame = id === undefined ? undefined : frames.get(id);
    if (!frame) return 'V8: the rest';
    return ownerOf(frame, modules) ?? ownerAt(callers.get(id ?? 0));
  };
  const owners = new Map(nodes.map(({ id }) => [id, ownerAt(id)]));
  const spent: Spent = {};
  samples.forEach((sample, i) => {
    const owner = owners.get(sample);
    if (owner !== undefined && owner !== IDLE) spent[owner] = (spent[owner] ?? 0) + (timeDeltas[i] ?? 0);
  });
  return spent;
}

/** Which source each line of the bundle comes from: the bundler writes its path above what it took from it. */
function modulesOf(bundle: string): readonly string[] {
  let now = '';
  return bundle.split('\n').map((line) => (now = /^\/\/ ((?:\w|-)+\/\S+\.ts)$/.exec(line)?.[1] ?? now));
}

function ownerOf({ functionName, url, lineNumber }: Frame, modules: readonly string[]): string | undefined {
  if (functionName === IDLE) return IDLE;
  if (functionName === '(garbage collector)') return 'V8: garbage collection';
  if (url.includes('/node_modules/')) return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (url.startsWith('node:')) return `Node: ${url.replace(/^node:(internal\/)?/, '').split('/')[0] ?? ''}`;
  if (!url.endsWith('/all.mjs')) return undefined;
  const [folderOf = '', name = '', ...rest] = (modules[lineNumber] ?? '').split('/');
  if (folderOf === 'services') return `services/${name}`;
  return folderOf === 'kit' ? `kit/${(rest.at(-1) ?? '').replace('.ts', '')}` : folderOf;
}

function tableOf(title: string, spent: Spent): string[] {
  const all = Object.entries(spent).sort(([, a], [, b]) => b - a);
  const each = (us: number) => (us / PURCHASES).toFixed(0);
  const rest = all.slice(ROWS).reduce((sum, [, us]) => sum + us, 0);
  const shown = [...all.slice(0, ROWS), ...(rest > 0 ? [['all others', rest] as const] : [])];
  const sum = all.reduce((total, [, us]) => total + us, 0);
  return [
    `| ${title} | µs |`,
    '|---|--:|',
    ...shown.map(([name, us]) => `| ${name} | ${each(us)} |`),
    `| **all** | **${each(sum)}** |`,
  ];
}
