/** The program of a thread that draws PDFs; `pdf-threads.ts` starts it. */
import { constants, getPriority, setPriority } from 'node:os';
import type { DrawJob } from './pdf-threads.ts';
import { renderTicketsPdf } from './ticket-pdf.ts';

// On Linux a priority is a thread's own (setpriority(2), "C library/kernel differences"); elsewhere the whole process would
// lose it. One that is further back already stays there: nobody is let forward.
const { PRIORITY_BELOW_NORMAL } = constants.priority;
if (process.platform === 'linux' && getPriority() < PRIORITY_BELOW_NORMAL) setPriority(PRIORITY_BELOW_NORMAL);

/**
 * Draws one PDF; rejects where `renderTicketsPdf` does.
 * @public called by its name, over a channel
 */
export function draw({ sheets, nowMs }: DrawJob): Promise<Uint8Array> {
  return renderTicketsPdf(sheets, { now: new Date(nowMs) });
}
