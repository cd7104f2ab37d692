/** A process that does one thing and ends, beside those that are kept running. */
import { once } from 'node:events';
import { type ChildWatch, type ProcessPlan, lastLines, startProcess } from './child.ts';
import { send } from './postgres-process.ts';

export interface Errand {
  /** Resolves when it has ended well. Throws one sentence and the end of its log when it has not. */
  readonly done: Promise<void>;
  /** Ends it early; resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts it in a process group of its own. */
export function runErrand(plan: ProcessPlan, watch: ChildWatch): Errand {
  const { child, logStart } = startProcess(plan);
  const { pid } = child;
  if (pid !== undefined) watch.born(pid);
  const done = once(child, 'exit').then(([code]: unknown[]) => {
    if (pid !== undefined) watch.gone(pid);
    if (code !== 0) throw new Error(`${plan.args.at(-1) ?? plan.program} failed. ${lastLines(plan.log, logStart)}`);
  });
  return {
    done,
    async stop() {
      if (pid !== undefined && child.exitCode === null && child.signalCode === null) send(-pid, 'SIGTERM');
      await done.catch(() => undefined);
    },
  };
}
