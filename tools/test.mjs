/**
 * `npm test`: from a fresh clone to a verdict. Installs and builds what tests need, runs the suites, and prints a line per
 * suite; the last line is `N passed, N failed`. Arguments go to vitest: `npm test -- hold-seats -t 'never twice'`.
 * Exit 1 when anything failed or nothing ran; with CI=true also when anything was skipped.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { build, install } from '../run/prepare.mjs';
import { countSuites, summaryOf } from './test-summary.mjs';

const root = path.resolve(import.meta.dirname, '..');

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
    const report = path.join(folder, 'report.json');
    const exitCode = await vitest([...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
    return verdict(report, exitCode);
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

/** Prints the summary and returns the exit code. Faults outside any test (a crash, an unhandled rejection) count as one. */
function verdict(report, exitCode) {
  const finished = existsSync(report);
  const results = finished ? JSON.parse(readFileSync(report, 'utf8')) : { testResults: [] };
  const suites = countSuites(results, root);
  const unmatched = finished && results.testResults.length === 0;
  const noFailure = [...suites.values()].every(({ failed }) => failed === 0);
  if (exitCode !== 0 && noFailure && !unmatched) suites.set('outside any test', { passed: 0, failed: 1, skipped: 0 });
  if (!built) suites.set('build', { passed: 0, failed: 1, skipped: 0 });

  const { total, text } = summaryOf(suites);
  console.log(unmatched ? `\nNo test file matches.\n${text}` : `\n${text}`);
  const incomplete = process.env.CI === 'true' && total.skipped > 0;
  return exitCode !== 0 || total.failed > 0 || total.passed === 0 || incomplete ? 1 : 0;
}
