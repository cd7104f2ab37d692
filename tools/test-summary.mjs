/** Turns vitest's JSON report into the few lines a person, or a machine that reads the last one, wants to see. */
import path from 'node:path';

/**
 * Counts tests per suite. A file that could not be run (it does not load, or its set-up failed) counts as one failure,
 * so that a broken file is never fewer tests and a green end.
 * @param {{ testResults: readonly { name: string, status: string, assertionResults: readonly { status: string }[] }[] }} report
 * @param {string} root
 * @param {string} [placement] where the installation under test ran, when the same suites run in several
 */
export function countSuites(report, root, placement) {
  const suites = new Map();
  for (const file of report.testResults) {
    const suite = suiteOf(path.relative(root, file.name)) + (placement === undefined ? '' : ` (${placement})`);
    const counts = suites.get(suite) ?? { passed: 0, failed: 0, skipped: 0 };
    const failedBefore = counts.failed;
    for (const { status } of file.assertionResults) counts[outcomeOf(status)] += 1;
    if (file.status === 'failed' && counts.failed === failedBefore) counts.failed += 1;
    suites.set(suite, counts);
  }
  return suites;
}

/**
 * The summary: one line per suite, and as the last line the totals alone.
 * @param {Map<string, { passed: number, failed: number, skipped: number }>} suites
 */
export function summaryOf(suites) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const width = Math.max(0, ...[...suites.keys()].map((name) => name.length));
  const lines = [];
  for (const [name, counts] of [...suites].sort(([a], [b]) => a.localeCompare(b))) {
    for (const outcome of Object.keys(total)) total[outcome] += counts[outcome];
    lines.push(`${name.padEnd(width)}  ${sentence(counts)}`);
  }
  return { total, text: [...lines, sentence(total)].join('\n') };
}

function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function outcomeOf(status) {
  return status === 'passed' || status === 'failed' ? status : 'skipped';
}

/** `services/seats/test/hold.test.ts` belongs to services/seats, `tests/launcher/x.test.ts` to tests/launcher, `kit/test/…` to kit. */
function suiteOf(file) {
  const folders = path.dirname(file).split(path.sep);
  return folders.slice(0, folders[0] === 'services' || folders[0] === 'tests' ? 2 : 1).join('/');
}
