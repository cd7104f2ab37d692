/** Stopping: the last started first, each given its time, and no process of ours left behind. */
import type { Log } from '@usher/kit/log';

const WHOLE_STOP_MS = 30_000;

export interface Stopping {
  /** What is to be stopped; called in the reverse order of adding. */
  add(name: string, stop: () => Promise<void>): void;
  /** Aborted as soon as stopping begins: whoever still starts things gives up. */
  readonly signal: AbortSignal;
  /** Stops everything and ends the process with the code. */
  stop(code: number): Promise<void>;
}

/** SIGTERM, Ctrl-C and a closed terminal stop in order; a second signal ends at once. A bug that nobody caught stops too, with a failure. */
export function stopInOrder(log: Log): Stopping {
  const steps: { name: string; stop: () => Promise<void> }[] = [];
  const begun = new AbortController();
  let stopped: Promise<void> | undefined;
  const stop = (code: number): Promise<void> => (stopped ??= stopAll(code));

  async function stopAll(code: number): Promise<void> {
    begun.abort();
    const late = setTimeout(() => {
      process.exit(code === 0 ? 1 : code);
    }, WHOLE_STOP_MS);
    for (const step of steps.reverse()) {
      try {
        log.info({ step: step.name }, 'stopping');
        await step.stop();
      } catch (error) {
        log.error({ err: error, step: step.name }, 'could not be stopped well');
      }
    }
    clearTimeout(late);
    process.exit(code);
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopped) process.exit(130);
      void stop(0);
    });
  }
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(kind, (error: unknown) => {
      log.error({ err: error }, `stopping: ${kind}`);
      void stop(1);
    });
  }
  return {
    add: (name, step) => {
      steps.push({ name, stop: step });
    },
    signal: begun.signal,
    stop,
  };
}
