import { describe, expect, it } from 'vitest';
import { countSuites, summaryOf } from './test-summary.mjs';

const file = (name: string, status: string, ...outcomes: string[]) => ({
  name: `/repo/${name}`,
  status,
  assertionResults: outcomes.map((outcome) => ({ status: outcome })),
});
const summary = (...testResults: ReturnType<typeof file>[]) => summaryOf(countSuites({ testResults }, '/repo'));

describe('the summary of a test run', () => {
  it('has one line per suite and ends with the totals alone', () => {
    const { text } = summary(
      file('services/seats/test/hold-seats.test.ts', 'failed', 'passed', 'failed'),
      file('services/seats/test/sell-seats.test.ts', 'passed', 'passed'),
      file('kit/test/batch.test.ts', 'passed', 'passed', 'passed'),
    );
    expect(text.split('\n')).toEqual([
      'kit             2 passed, 0 failed',
      'services/seats  2 passed, 1 failed',
      '4 passed, 1 failed',
    ]);
  });

  it('says how many were skipped, whatever the reason, and only then', () => {
    const { text } = summary(file('tests/launcher/start.test.ts', 'passed', 'passed', 'skipped', 'todo', 'pending'));
    expect(text).toBe('tests/launcher  1 passed, 0 failed, 3 skipped\n1 passed, 0 failed, 3 skipped');
  });

  it('counts a file that could not be run as a failure', () => {
    const { total } = summary(file('kit/test/a.test.ts', 'failed'), file('kit/test/b.test.ts', 'failed', 'skipped'));
    expect(total).toEqual({ passed: 0, failed: 2, skipped: 1 });
  });

  it('names the placement of suites that run in several', () => {
    const results = { testResults: [file('tests/journeys/door.test.ts', 'passed', 'passed')] };
    expect([...countSuites(results, '/repo', 'split').keys()]).toEqual(['tests/journeys (split)']);
  });

  it('is a single line when nothing ran', () => {
    expect(summary().text).toBe('0 passed, 0 failed');
  });
});
