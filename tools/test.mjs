/**
 * `npm test`: from a fresh clone to a verdict. Installs and builds what tests need, runs the suites, and prints a line per
 * suite; the last line is `N passed, N failed`. Arguments go to vitest: `npm test -- hold-seats -t 'never twice'`.
 * Without any, everything runs in rounds, one after another, so that no two sets of many processes are up at once.
 * Exit 1 when anything failed or nothing ran; with CI=true also when anything was skipped.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { build, install } from '../run/prepare.mjs';
import { countSuites, summaryOf } from './test-summary.mjs';

const root = path.resolve(import.meta.dirname, '..');
/** Everything in one process; then the journeys in the other two placements, and what is done to those alone. */
const ROUNDS = [
  { args: ['--project=!split', '--project=!copies', '--project=!placements'] },
  { args: ['--project=split'], placement: 'split' },
  { args: ['--project=copies'], placement: 'two copies' },
  { args: ['--project=placements'] },
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
    for (const round of args.length > 0 ? [{ args }] : ROUNDS) {
      const report = path.join(folder, `report-${ends.length}.json`);
      const exitCode = await vitest([
        ...round.args,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ]);
      ends.push(told(report, exitCode, round.placement, suites));
    }
    return verdict(ends, suites);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function vitest(args) {
  return new Promise((resolve, reject) => {
    const program = path.join(root, 'node_modules/vitest/vitest.mjs');
    const child = spawn(process.execPath, [program, 'run', ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
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
