/** The report of a measurement: what was measured, where, and of which commit. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Figure } from './closed-loop.ts';
import { describeMachine } from './machine.ts';

/** Writes load/results/<day>-first-figure.md and gives its text. */
export async function writeReport(figures: readonly Figure[]): Promise<string> {
  const day = new Date().toISOString().slice(0, 10);
  const text = `# First figure, ${day}

${describeMachine()}. The server, its embedded Postgres (fsync on) and the
driver share the machine, so these are floors. Closed loop: each lane asks again as soon as it is answered.
Processor time of the server holds everything that followed (facts, tickets, mails), until it was quiet again.
A complete purchase is a new guest, a hold of one seat, an order, a payment by card, and looking every 50 ms until the
order is fulfilled.

| What | Lanes | Rate | p50 | p99 | Server CPU each | Driver CPU each | Refused | Quiet after |
| --- | --: | --: | --: | --: | --: | --: | --: | --: |
${figures.map(row).join('\n')}
`;
  const folder = path.join(import.meta.dirname, 'results');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${day}-first-figure.md`), text);
  return text;
}

function row(figure: Figure): string {
  const cells = [
    figure.name,
    figure.lanes,
    `${figure.perSecond.toFixed(0)}/s`,
    `${figure.p50Ms.toFixed(1)} ms`,
    `${figure.p99Ms.toFixed(1)} ms`,
    figure.serverCpuMs === undefined ? 'not known' : `${figure.serverCpuMs.toFixed(2)} ms`,
    `${figure.driverCpuMs.toFixed(2)} ms`,
    figure.refused,
    `${figure.afterSeconds} s`,
  ];
  return `| ${cells.join(' | ')} |`;
}
