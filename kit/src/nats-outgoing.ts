/** A producer's entries on their way out over NATS. What cannot leave now is left out: its followers pull it. */
import { jetstream } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import type { Log } from './log.ts';
import type { NatsLine, NatsLines } from './nats-line.ts';
import { administer, ANSWER_MS, ensureStream, SENDER, subjectOf } from './nats-stream.ts';
import type { LogEntry } from './outbox.ts';

export interface OutgoingOptions {
  readonly producer: string;
  /** The id of this process. */
  readonly sender: string;
  readonly lines: NatsLines;
  readonly log: Log;
}

export interface Outgoing {
  send(entries: readonly LogEntry[]): void;
  /** Resolves when nothing is under way. */
  sent(): Promise<void>;
}

const WAITING_ENTRIES_MAX = 5_000;
const MESSAGE_BYTES_MAX = 256 * 1_024;

/** Sends one message at a time; what comes meanwhile leaves together in the next one. */
export function startOutgoing(options: OutgoingOptions): Outgoing {
  const { lines } = options;
  const told = troubleTeller(options);
  let waiting: Written[] = [];
  let sending: Promise<void> | undefined;

  const sendAll = async (): Promise<void> => {
    // Whoever began this knows of it before it can end.
    await Promise.resolve();
    while (waiting.length > 0) {
      const message = takeMessage(waiting);
      const line = lines.current();
      if (message.length === 0) told.leftOut(waiting.splice(0, 1).length, 'an entry is too large for a message');
      else if (line === undefined) told.leftOut(message.length);
      else {
        const failure = await sendMessage(options, line, message);
        if (failure === undefined) told.carried();
        else told.leftOut(message.length, failure);
      }
    }
    sending = undefined;
  };

  return {
    send(entries) {
      if (!lines.current() || waiting.length + entries.length > WAITING_ENTRIES_MAX) {
        told.leftOut(entries.length);
        return;
      }
      waiting = waiting.concat(
        entries.map(({ number, facts }) => ({ number, text: JSON.stringify({ number, facts }) })),
      );
      sending ??= sendAll();
    },
    sent: () => sending ?? Promise.resolve(),
  };
}

/** Says once what is wrong, and how much was left out when it is right again. */
function troubleTeller({ producer, log }: OutgoingOptions): {
  leftOut(entries: number, reason?: unknown): void;
  carried(): void;
} {
  let entries = 0;
  let warned = false;
  return {
    leftOut(more, reason) {
      entries += more;
      if (reason === undefined || warned) return;
      warned = true;
      log.warn({ err: reason, producer }, 'NATS does not carry these entries; they are pulled');
    },
    carried() {
      if (entries > 0) log.info({ producer, leftOut: entries }, 'NATS carries entries again');
      entries = 0;
      warned = false;
    },
  };
}

/** An entry as it travels. */
interface Written {
  readonly number: number;
  readonly text: string;
}

/** Takes from the front as many as one message holds; none when the first alone is too large. */
function takeMessage(waiting: Written[]): Written[] {
  let bytes = 0;
  const fitting = waiting.findIndex(({ text }) => (bytes += Buffer.byteLength(text) + 1) > MESSAGE_BYTES_MAX);
  return waiting.splice(0, fitting === -1 ? waiting.length : fitting);
}

/** Gives why the broker did not take it. Where the stream is gone, as after its store was wiped, it is made again for the next. */
async function sendMessage(
  { producer, sender }: OutgoingOptions,
  line: NatsLine,
  message: readonly Written[],
): Promise<unknown> {
  const header = headers();
  header.set(SENDER, sender);
  try {
    await jetstream(line.connection, { timeout: ANSWER_MS }).publish(
      subjectOf(producer),
      `[${message.map(({ text }) => text).join(',')}]`,
      { msgID: `${producer}:${message[0]?.number}-${message.at(-1)?.number}`, headers: header },
    );
    return undefined;
  } catch (error) {
    if (!line.broken.aborted)
      await administer(line)
        .then(ensureStream)
        .catch(() => undefined);
    return error;
  }
}
