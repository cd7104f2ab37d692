/** A log that a test reads. */
import { createLog, type Log } from './log.ts';

export type Line = Readonly<Record<string, unknown>>;

/** A log at `info`, and its lines so far, oldest first. */
export function keptLog(): { readonly log: Log; readonly lines: Line[] } {
  const lines: Line[] = [];
  const log = createLog('info', {
    write: (line) => {
      lines.push(JSON.parse(line) as Line);
    },
  });
  return { log, lines };
}

/** The lines that a grep for a text would find. */
export function linesWith(lines: readonly Line[], text: string): Line[] {
  return lines.filter((line) => JSON.stringify(line).includes(text));
}
