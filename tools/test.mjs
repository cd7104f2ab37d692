/**
 * `npm test`: from a fresh clone to a verdict. Installs and builds what tests need, runs the suites, and prints a line per
 * suite; the last line is `N passed, N failed`. Arguments go to vitest: `npm test -- hold-seats -t 'never twice'`.
 * Without any, everything runs, in rounds.
 * Exit 1 when anything failed or nothing ran; with CI=true also when anything was skipped.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build, install } from '../run/prepare.mjs';
import { countSuites, summaryOf } from './test-summary.mjs';

const root = path.resolve(import.meta.dirname, '..');
/**
 * Rounds follow each other, the lanes of a round run side by side, the jobs of a lane one after another. First what has
 * nothing but a database, beside what waits for installations to start; then what talks to one installation at a time, which
 * leaves half of a machine idle; at last the one that kills everything, and leaves nothing idle.
 */
const ROUNDS = [
  [[{ args: ['--project=!world-*'] }], [{ args: ['--project=world-starts'] }]],
  [
    [{ args: ['--project=world-browser'] }],
    [{ args: ['--project=world-journeys'] }, { args: ['--project=world-split'], placement: 'split' }],
  ],
  [
    [{ args: ['--project=world-copies'], placement: 'two copies' }],
    [{ args: ['--project=world-races', 'split.test'], placement: 'split' }],
  ],
  [[{ args: ['--project=world-races', 'copies.test'], placement: 'two copies' }]],
];

// Ctrl-C reaches vitest as well; this process stays to pass its verdict on.
process.on('SIGINT', () => {});
await install({ development: true });
const built = await succeeds(build);
process.exitCode = await test(process.argv.slice(2));

/** Suites that need no build still have something to say when it fails; the failure itself counts as one. */
async function succeeds(step) {
  try {
    await step();
    return true;
  } catch (error) {
    console.error(error.message);
    return false;
  }
}

async function test(args) {
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-test-'));
  try {
    const suites = new Map();
    const ends = [];
    const run = async ({ args: own, placement }, isAlone) => {
      const report = path.join(folder, `report-${ends.push(undefined)}.json`);
      const reporting = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      const exitCode = await vitest([...own, ...reporting], isAlone ? undefined : (placement ?? own[0]));
      ends.push(told(report, exitCode, placement, suites));
    };
    for (const lanes of args.length > 0 ? [[[{ args }]]] : ROUNDS)
      await Promise.all(
        lanes.map(async (jobs) => {
          for (const job of jobs) await run(job, lanes.length === 1);
        }),
      );
    return verdict(ends.filter(Boolean), suites);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where several speak at once, each line begins with who says it. */
function vitest(args, speaker) {
  return new Promise((resolve, reject) => {
    const program = path.join(root, 'node_modules/vitest/vitest.mjs');
    const out = speaker === undefined ? 'inherit' : 'pipe';
    const child = spawn(process.execPath, [program, 'run', ...args], { cwd: root, stdio: ['ignore', out, out] });
    if (speaker !== undefined)
      for (const [from, to] of [
        [child.stdout, process.stdout],
        [child.stderr, process.stderr],
      ])
        createInterface({ input: from }).on('line', (line) => to.write(`[${speaker}] ${line}\n`));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/** Adds what a round reports. Faults outside any test (a crash, an unhandled rejection) count as one. */
function told(report, exitCode, placement, suites) {
  const finished = existsSync(report);
  const results = finished ? JSON.parse(readFileSync(report, 'utf8')) : { testResults: [] };
  const counted = countSuites(results, root, placement);
  const unmatched = finished && results.testResults.length === 0;
  const noFailure = [...counted.values()].every(({ failed }) => failed === 0);
  if (exitCode !== 0 && noFailure && !unmatched) counted.set('outside any test', { passed: 0, failed: 1, skipped: 0 });
  for (const [name, { passed, failed, skipped }] of counted) {
    const before = suites.get(name) ?? { passed: 0, failed: 0, skipped: 0 };
    suites.set(name, {
      passed: before.passed + passed,
      failed: before.failed + failed,
      skipped: before.skipped + skipped,
    });
  }
  return { exitCode, unmatched };
}

/** Prints the summary and returns the exit code. */
function verdict(ends, suites) {
  if (!built) suites.set('build', { passed: 0, failed: 1, skipped: 0 });
  const unmatched = ends.every((end) => end.unmatched);
  const { total, text } = summaryOf(suites);
  console.log(unmatched ? `\nNo test file matches.\n${text}` : `\n${text}`);
  const incomplete = process.env.CI === 'true' && total.skipped > 0;
  const failed = ends.some(({ exitCode }) => exitCode !== 0);
  return failed || total.failed > 0 || total.passed === 0 || incomplete ? 1 : 0;
}
