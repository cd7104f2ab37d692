/**
 * Who has time waits for who has none: background work (mails, their PDFs) asks here before it goes on, so that a
 * sale has the processor to itself. Busy is the share of the last moment in which the event loop ran (Node's event loop
 * utilization); how long anybody waits is bounded, so that nothing starves.
 */
import { performance } from 'node:perf_hooks';
import { pause } from './clock.ts';

const BUSY_SHARE = 0.6;
const LOOK_MS = 100;
/** Whoever waits goes on after this long, however busy it is. */
const QUIET_MS_MAX = 4_000;

let watching: NodeJS.Timeout | undefined;
let busy = false;

/** Resolves when this process has had time lately, or after the bound. */
export async function untilQuiet(signal: AbortSignal): Promise<void> {
  watch();
  for (let waitedMs = 0; busy && waitedMs < QUIET_MS_MAX && !signal.aborted; waitedMs += LOOK_MS)
    await pause(LOOK_MS, signal);
}

/** One look for all who ask, from the first time somebody does. */
function watch(): void {
  if (watching) return;
  let last = performance.eventLoopUtilization();
  watching = setInterval(() => {
    const now = performance.eventLoopUtilization();
    busy = performance.eventLoopUtilization(now, last).utilization > BUSY_SHARE;
    last = now;
  }, LOOK_MS);
  // Nothing stays alive for its sake.
  watching.unref();
}
