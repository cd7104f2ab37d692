/**
 * PDFs are drawn in threads of their own: a page takes a dozen milliseconds, the first one in a rare script half a second of
 * opening its typeface, and on the thread that answers requests everybody would wait for it.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Tinypool from 'tinypool';
import type { Log } from '@usher/kit/log';
import { renderTicketsPdf } from './ticket-pdf.ts';
import type { TicketSheet } from './ticket-sheet.ts';

/** One file to draw; `nowMs` is written into it as the time it was made. */
export interface DrawJob {
  readonly sheets: readonly TicketSheet[];
  readonly nowMs: number;
}

export interface Threads {
  /** Draws a file, as `renderTicketsPdf` does; rejects as well when it takes too long or too much memory. */
  draw(job: DrawJob): Promise<Buffer>;
  /** Ends the threads; what is being drawn fails. */
  close(): Promise<void>;
}

export interface ThreadsOptions {
  readonly count: number;
  readonly log: Pick<Log, 'error'>;
  /** The bundle of `pdf-thread.ts`; the one beside this module's own bundle when absent. */
  readonly program?: URL;
}

const MEGABYTES_MAX = 256;
/** A thread without work ends, and its typefaces go with it. */
const IDLE_MS_MAX = 30_000;
/** The largest order takes a second or two. */
const DRAW_MS_MAX = 60_000;

/** Starts none before the first file. Without a bundle, as when a test runs the sources, files are drawn on the caller's thread. */
export function openThreads({ count, log, program = programBesideThis() }: ThreadsOptions): Threads {
  if (!existsSync(program)) return onThisThread;
  const pool = new Tinypool({
    runtime: 'worker_threads',
    filename: fileURLToPath(program),
    minThreads: 0,
    maxThreads: count,
    idleTimeout: IDLE_MS_MAX,
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES_MAX },
  });
  // A thread that dies while it draws nothing; without a listener the whole process would die of it.
  pool.on('error', (error: unknown) => {
    log.error({ err: error }, 'a thread that draws PDFs died');
  });
  return {
    draw: (job) => drawWithin(pool, job),
    close: () => pool.destroy(),
  };
}

const onThisThread: Threads = {
  draw: ({ sheets, nowMs }) => renderTicketsPdf(sheets, { now: new Date(nowMs) }),
  close: () => Promise.resolve(),
};

function programBesideThis(): URL {
  return new URL('./pdf-thread.mjs', import.meta.url);
}

async function drawWithin(pool: Tinypool, job: DrawJob): Promise<Buffer> {
  const tooLong = new AbortController();
  const timer = setTimeout(() => {
    tooLong.abort();
  }, DRAW_MS_MAX);
  try {
    const bytes = (await pool.run(job, { name: 'draw', signal: tooLong.signal })) as Uint8Array;
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } finally {
    clearTimeout(timer);
  }
}
