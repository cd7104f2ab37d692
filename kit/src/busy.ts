/**
 * Who has time waits for who has none: background work (mails, their PDFs) asks here before it goes on, so that a
 * sale has the processor to itself. Busy is measured as the share of the last moment in which the event loop ran
 * (Node's event loop utilization); it is bounded how long anybody waits, so that nothing starves.
 */
import { performance } from 'node:perf_hooks';
import { pause } from './clock.ts';

const BUSY_SHARE = 0.6;
const LOOK_MS = 100;
/** Whoever waits goes on after this long, however busy it is. */
const QUIET_MS_MAX = 1_000;

/** Resolves when this process has had time lately, or after the bound. */
export async function untilQuiet(signal: AbortSignal): Promise<void> {
  for (let waitedMs = 0; waitedMs < QUIET_MS_MAX && !signal.aborted; waitedMs += LOOK_MS) {
    const before = performance.eventLoopUtilization();
    await pause(waitedMs === 0 ? 1 : LOOK_MS, signal);
    if (performance.eventLoopUtilization(before).utilization < BUSY_SHARE) return;
  }
}
