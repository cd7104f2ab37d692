/**
 * The provider's memory on disk: one JSON line per change, appended before the reply leaves. A line holds everything
 * one request changed, so a line torn by a crash loses a whole change and never half of one. The file is not
 * synced: it survives the end of the process, not of the machine.
 */
import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { ChargeRecord } from './charge.ts';
import type { Answer } from './idempotency.ts';
import type { ParkedWebhook, WebhookEvent } from './webhook-event.ts';

export type Entry =
  | { kind: 'charge'; record: ChargeRecord }
  | { kind: 'answer'; key: string; answer: Answer }
  | { kind: 'webhook'; event: WebhookEvent }
  | { kind: 'webhook_delivered'; id: string }
  | { kind: 'webhook_parked'; parked: ParkedWebhook };

export interface Journal {
  /** Appends one change; when it returns, the change survives this process. */
  append(change: readonly Entry[]): void;
  close(): void;
}

/** A journal that forgets: for a provider without a store. */
export const noJournal: Journal = { append: () => undefined, close: () => undefined };

/** Every entry of the file in the order written; a last line without its end is a torn write and is skipped. */
export function* readJournal(file: string): Generator<Entry> {
  if (!existsSync(file)) return;
  let number = 0;
  for (const line of wholeLines(file)) {
    number += 1;
    let change: Entry[];
    try {
      change = JSON.parse(line) as Entry[];
    } catch (cause) {
      throw new Error(`card provider: line ${number} of ${file} cannot be read`, { cause });
    }
    yield* change;
  }
}

/** Read in pieces: after a load test the file is longer than the longest string. */
function* wholeLines(file: string): Generator<string> {
  const descriptor = openSync(file, 'r');
  try {
    const piece = Buffer.alloc(1 << 20);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    for (let length = readSync(descriptor, piece); length > 0; length = readSync(descriptor, piece)) {
      const lines = (rest + decoder.write(piece.subarray(0, length))).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Opens the journal for appending, first rewritten to what still matters, so that it does not grow with every start. */
export function openJournal(file: string, stillTrue: Iterable<Entry>): Journal {
  mkdirSync(dirname(file), { recursive: true });
  const rewritten = `${file}.new`;
  const descriptor = openSync(rewritten, 'w', 0o600);
  for (const entry of stillTrue) writeSync(descriptor, `${JSON.stringify([entry])}\n`);
  renameSync(rewritten, file);
  return {
    append(change) {
      if (change.length > 0) writeSync(descriptor, `${JSON.stringify(change)}\n`);
    },
    close: () => {
      closeSync(descriptor);
    },
  };
}
