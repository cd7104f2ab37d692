/** The server without a database, for as long as something is measured against it. */
import { startPeer } from '../child-process.ts';
import { cpuSecondsByProgram } from '../processor-time.ts';
import type { Pages } from './server-process.ts';

export interface Probe {
  readonly url: string;
  /** Processor time it used up to now. */
  cpuSeconds(): number;
}

/** Starts it, lets `measure` use it, and ends it. */
export async function withProbeServer<Result>(
  measure: (probe: Probe) => Promise<Result>,
  pages: Pages = {},
): Promise<Result> {
  const probe = startPeer('probes/server-process.ts');
  try {
    const listening = probe.next<string>();
    probe.send(pages);
    return await measure({
      url: await listening,
      cpuSeconds: () => cpuSecondsByProgram(probe.pid)['node'] ?? 0,
    });
  } finally {
    await probe.stop();
  }
}
