/** Printing: few files at once, a bounded queue, and what was printed lately kept in bounded memory. */
import { openLane } from '@usher/kit/lane';
import type { CredentialKeys } from './credential-keys.ts';
import { sheetOf, type TicketRow } from './ticket.ts';
import type { Threads } from './pdf-threads.ts';
import type { TicketSheet } from './ticket-sheet.ts';
import type { TicketsKit } from './tickets-kit.ts';

export interface Press {
  /** One PDF with a page per ticket. Throws `RefusedError` (`overloaded`) when too many wait. */
  print(tickets: readonly TicketRow[]): Promise<Buffer>;
}

/** Opens the press. Requests for the same pages share one rendering. */
export function openPress(
  kit: Pick<TicketsKit, 'config' | 'clock'>,
  keys: CredentialKeys,
  threads: Pick<Threads, 'draw'>,
): Press {
  const { PDFS_AT_ONCE, PDFS_WAITING_MAX, PDF_CACHE_MEGABYTES } = kit.config;
  const lane = openLane({ name: 'ticket-pdf', atOnce: PDFS_AT_ONCE, waitingMax: PDFS_WAITING_MAX });
  const printed = keepRecent(PDF_CACHE_MEGABYTES * 1024 * 1024);
  const printing = new Map<string, Promise<Buffer>>();
  const render = async (key: string, sheets: readonly TicketSheet[]): Promise<Buffer> => {
    try {
      const pdf = await lane(() => threads.draw({ sheets, nowMs: kit.clock.now() }));
      printed.put(key, pdf);
      return pdf;
    } finally {
      printing.delete(key);
    }
  };
  return {
    async print(tickets) {
      const key = tickets.map((ticket) => `${ticket.id}.${ticket.credential_number}.${ticket.event_version}`).join();
      const known = printed.get(key) ?? printing.get(key);
      if (known) return known;
      // Outside of the rendering: what fails at once must not be remembered as under way.
      const sheets = tickets.map((ticket) => sheetOf(ticket, keys));
      const pdf = render(key, sheets);
      printing.set(key, pdf);
      return pdf;
    },
  };
}

interface Recent {
  get(key: string): Buffer | undefined;
  put(key: string, file: Buffer): void;
}

/** Files up to so many bytes in all; those not asked for longest go first (a Map keeps the order of insertion). */
function keepRecent(bytesMax: number): Recent {
  const files = new Map<string, Buffer>();
  let bytes = 0;
  const drop = (key: string): void => {
    bytes -= files.get(key)?.length ?? 0;
    files.delete(key);
  };
  return {
    get(key) {
      const file = files.get(key);
      if (!file) return undefined;
      files.delete(key);
      files.set(key, file);
      return file;
    },
    put(key, file) {
      drop(key);
      files.set(key, file);
      bytes += file.length;
      for (const oldest of files.keys()) {
        if (bytes <= bytesMax) break;
        drop(oldest);
      }
    },
  };
}
