/**
 * `npm run load:profile`: where the processor time of a purchase goes. Sells a hall in one process while V8 samples it, and
 * writes two tables into docs/performance.md: Node by whose code ran, Postgres by service.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openInstallation } from './installation.ts';
import { describeMachine } from './machine.ts';
import { cpuSecondsByDatabase } from './processor-time.ts';
import { sellOut } from './scenarios/sellout.ts';

const SEATS = 20_000;
const WARM_SEATS = 4_000;
const PURCHASES = SEATS / 2;
/** Two samples a millisecond: enough to tell 10 µs of a purchase apart over ten thousand of them. */
const INTERVAL_US = 500;
const ROWS = 24;
const BUNDLE = path.resolve(import.meta.dirname, '../dist/all.mjs');
const DOCUMENT = path.resolve(import.meta.dirname, '../docs/performance.md');
const [BEGIN, END] = ['<!-- measured by `npm run load:profile` -->', '<!-- end of what is measured -->'];

interface Frame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}
/** As V8 writes it: times in microseconds of the machine's monotonic clock. */
interface Profile {
  readonly startTime: number;
  readonly nodes: readonly { readonly id: number; readonly callFrame: Frame }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}
type Spent = Record<string, number>;

const folder = mkdtempSync(path.join(tmpdir(), 'usher-profile-'));
try {
  const { node, postgres, span } = await sell();
  const table = [
    `${describeMachine()}. ${PURCHASES.toLocaleString('en')} purchases in ${((span.to - span.from) / 1e6).toFixed(0)} s by 256 buyers, sampled every ${INTERVAL_US} µs; microseconds a purchase.`,
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
  const settings = { NODE_OPTIONS: `--cpu-prof --cpu-prof-interval=${INTERVAL_US} --cpu-prof-dir=${folder}` };
  const installation = await openInstallation({ settings });
  let span = { from: 0, to: 0 };
  let postgres: Spent = {};
  try {
    await sellOut({ rate: undefined }, installation, WARM_SEATS);
    await installation.quiet();
    const before = cpuSecondsByDatabase(installation.world.pid());
    const from = monotonicUs();
    await sellOut({ rate: undefined }, installation, SEATS, () => {
      span = { from, to: monotonicUs() };
      const after = cpuSecondsByDatabase(installation.world.pid());
      postgres = Object.fromEntries(
        Object.entries(after).map(([name, seconds]) => [name, (seconds - (before[name] ?? 0)) * 1e6]),
      );
    });
  } finally {
    await installation.close();
  }
  return { node: byOwner(largestProfile(), span), postgres, span };
}

function monotonicUs(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

/** The helpers of the installation are sampled too; the process that sells has far the most to tell. */
function largestProfile(): Profile {
  const files = readdirSync(folder).map((name) => path.join(folder, name));
  const [largest] = files.sort((a, b) => statSync(b).size - statSync(a).size);
  if (largest === undefined) throw new Error('V8 wrote no profile');
  return JSON.parse(readFileSync(largest, 'utf8')) as Profile;
}

/** Microseconds in a span of time by who owns the function that ran, whoever called it. */
function byOwner({ nodes, samples, timeDeltas, startTime }: Profile, span: { from: number; to: number }): Spent {
  const modules = modulesOf(readFileSync(BUNDLE, 'utf8'));
  const owners = new Map(nodes.map(({ id, callFrame }) => [id, ownerOf(callFrame, modules)]));
  const spent: Spent = {};
  let at = startTime;
  samples.forEach((sample, i) => {
    const took = timeDeltas[i] ?? 0;
    at += took;
    const owner = owners.get(sample);
    if (owner !== undefined && at >= span.from && at <= span.to) spent[owner] = (spent[owner] ?? 0) + took;
  });
  return spent;
}

/** Which source each line of the bundle comes from: the bundler writes its path above what it took from it. */
function modulesOf(bundle: string): readonly string[] {
  let now = '';
  return bundle.split('\n').map((line) => (now = /^\/\/ ((?:\w|-)+\/\S+\.ts)$/.exec(line)?.[1] ?? now));
}

function ownerOf({ functionName, url, lineNumber }: Frame, modules: readonly string[]): string | undefined {
  if (functionName === '(idle)') return undefined;
  if (functionName === '(garbage collector)') return 'V8: garbage collection';
  if (url.includes('/node_modules/')) return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (url.startsWith('node:')) return `Node: ${url.replace(/^node:(internal\/)?/, '').split('/')[0] ?? ''}`;
  if (!url.endsWith('/all.mjs')) return 'V8 and system calls';
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
