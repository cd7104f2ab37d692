/** The server without a database, for as long as something is measured against it: bundled and started as Usher is. */
import path from 'node:path';
import { bundle } from '../../run/prepare.mjs';
import { startPeer } from '../child-process.ts';
import { cpuSecondsByProgram } from '../processor-time.ts';
import type { Pages } from './server-process.ts';

export interface Probe {
  readonly url: string;
  /** Processor time it used up to now. */
  cpuSeconds(): number;
}

const SOURCE = path.resolve(import.meta.dirname, 'server-process.ts');
const BUILT = path.resolve(import.meta.dirname, '../../dist/probes');

/** Starts it, lets `measure` use it, and ends it. */
export async function withProbeServer<Result>(
  measure: (probe: Probe) => Promise<Result>,
  pages: Pages = {},
): Promise<Result> {
  await bundle([SOURCE], BUILT);
  const probe = startPeer(path.join(BUILT, 'server-process.mjs'));
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
