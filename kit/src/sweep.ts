/** Tidying that comes round: correctness never waits for it. */
import { pause } from './clock.ts';
import { isConnectionLoss } from './database.ts';
import type { Log } from './log.ts';

export interface Sweep {
  readonly name: string;
  /** From the end of one round to the next. */
  readonly seconds: number;
  run(): Promise<void>;
}

/** Sweeps now and then again and again until the signal ends it; a round that fails is logged, and the next one comes. */
export async function sweepForever(sweep: Sweep, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await sweep.run();
    } catch (error) {
      log[isConnectionLoss(error) ? 'warn' : 'error'](
        { err: error, sweep: sweep.name },
        'a sweep failed; the next one comes',
      );
    }
    await pause(sweep.seconds * 1_000, signal);
  }
}
