/** What every program here has from its first line to its last: settings, a log, and an orderly end. */
import { readFileSync } from 'node:fs';
import type { Environment } from '@usher/kit/config';
import { createLog, type Log } from '@usher/kit/log';
import { createMetrics, type Metrics } from '@usher/kit/metrics';
import { readRunConfig, type RunConfig } from './config.ts';
import { type Stopping, stopInOrder } from './shutdown.ts';

export interface Program {
  readonly config: RunConfig;
  readonly env: Environment;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly stopping: Stopping;
}

/** Runs a program on the process's settings, below them the given ones. What it throws is told in a sentence, and ends the process with a failure. */
export async function runProgram(
  start: (program: Program) => Promise<void>,
  settings: Environment = {},
): Promise<void> {
  const { config, env } = settingsOr(settings);
  const log = createLog(config.LOG_LEVEL);
  const stopping = stopInOrder(log);
  try {
    if (config.RATE_LIMIT === 'off')
      log.warn({}, 'RATE_LIMIT=off: nothing is limited; never serve the public like this');
    await start({ config, env, log, stopping, metrics: createMetrics({ defaults: true }) });
  } catch (error) {
    // Told to stop before it was ready, whatever was under way gave up: that is no failure.
    if (stopping.signal.aborted) return stopping.stop(0);
    log.error({ err: error }, 'Usher could not start');
    process.stderr.write(`\nUsher could not start: ${sentences(error)}\n`);
    await stopping.stop(1);
  }
}

/** The version of Usher that runs. */
export function version(): string {
  const described = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return described.version;
}

/** The settings, or one clear sentence on what is wrong with them. */
function settingsOr(settings: Environment): ReturnType<typeof readRunConfig> {
  try {
    return readRunConfig(settings);
  } catch (error) {
    process.stderr.write(`\nUsher could not start: ${sentences(error)}\n`);
    return process.exit(1);
  }
}

/** An error and what caused it, in one line. */
function sentences(error: unknown): string {
  return error instanceof Error
    ? [error.message, ...(error.cause === undefined ? [] : [sentences(error.cause)])].join(' ')
    : String(error);
}
