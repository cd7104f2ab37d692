/**
 * One project per suite, so that a suite can be named on the command line (`npm test -- --project seats`). Workspace
 * imports (`@usher/kit/batch`) resolve to source through each workspace's exports map; nothing is built for a test.
 */
import { existsSync, readdirSync } from 'node:fs';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Starts the Postgres all suites share and hands its address on. */
const POSTGRES_SETUP = './tests/postgres.setup.ts';

const suites: Record<string, string> = {
  contracts: 'contracts',
  kit: 'kit',
  'stand-ins': 'stand-ins',
  ...Object.fromEntries(readdirSync('services').map((name) => [name, `services/${name}`])),
  tests: 'tests',
  web: 'web/test',
  tools: 'tools',
};

const everySuite = {
  environment: 'node',
  pool: 'forks',
  retry: 0,
  testTimeout: 30_000,
  hookTimeout: 30_000,
  teardownTimeout: 10_000,
} as const;

/** They talk to one installation that is started for them, one file after another. */
const journeys = {
  ...everySuite,
  name: 'world-journeys',
  include: ['tests/journeys/**/*.test.ts', 'tests/bad-inputs/**/*.test.ts'],
  globalSetup: ['./tests/world.setup.ts'],
  fileParallelism: false,
};

/** They see an installation of their own through a browser: slow, and alone with it. */
const browser = {
  ...everySuite,
  name: 'world-browser',
  include: ['tests/browser/**/*.test.ts'],
  globalSetup: ['./tests/world.setup.ts'],
  fileParallelism: false,
  testTimeout: 120_000,
  hookTimeout: 60_000,
};

/** The journeys and the buyers of the browser once more, in an installation of many processes. */
const elsewhere = (placement: 'split' | 'copies') => ({
  ...browser,
  name: `world-${placement}`,
  include: ['tests/journeys/**/*.test.ts', 'tests/browser/buying.test.ts'],
  exclude: [...configDefaults.exclude, '**/every-operation.test.ts'],
  globalSetup: [`./tests/placements/${placement}.setup.ts`],
});

/** Each file has an installation of many processes to itself, and is not kind to it. */
const placements = {
  ...browser,
  name: 'world-races',
  include: ['tests/placements/**/*.test.ts'],
  globalSetup: [],
};

/** They start, kill and stop whole installations of their own, and wait more than they work. */
const starts = {
  ...everySuite,
  name: 'world-starts',
  include: ['tests/crash/**/*.test.ts', 'tests/launcher/**/*.test.ts'],
  fileParallelism: false,
};

const worlds = [journeys, browser, placements, starts];

/** Whether every operation was called is known when all journeys are over. */
class CountsLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isCount = (file: TestSpecification) => file.moduleId.endsWith('/every-operation.test.ts');
    const sorted = await super.sort(files);
    return [...sorted.filter((file) => !isCount(file)), ...sorted.filter(isCount)];
  }
}

export default defineConfig({
  test: {
    // One more than the two cores it was tuned on: tests wait for databases and processes as much as they work.
    maxWorkers: 3,
    // Belongs to the whole run: a project that inherited it would start a Postgres of its own.
    globalSetup: existsSync(POSTGRES_SETUP) ? [POSTGRES_SETUP] : [],
    sequence: { sequencer: CountsLast },
    projects: [
      ...Object.entries(suites).map(([name, folder]) => ({
        test: {
          ...everySuite,
          name,
          // What a file imports stays for the next one of its process: nothing of ours keeps what a test did to it.
          isolate: false,
          setupFiles: ['./tests/watch-transactions.ts'],
          include: [`${folder}/**/*.test.ts`],
          exclude: [...configDefaults.exclude, ...worlds.flatMap(({ include }) => include)],
        },
      })),
      ...worlds.map((test) => ({ test })),
      { test: elsewhere('split') },
      { test: elsewhere('copies') },
    ],
  },
});
