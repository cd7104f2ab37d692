/** A producer's entries coming in over NATS: listened to from now on, for ever, whatever happens to the broker. */
import { AckPolicy, DeliverPolicy, jetstream, type JsMsg } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { z } from 'zod';
import { type Clock, pause } from './clock.ts';
import type { Log } from './log.ts';
import type { NatsLine, NatsLines } from './nats-line.ts';
import { ANSWER_MS, ensureStream, FACTS_STREAM, administer, SENDER, subjectOf } from './nats-stream.ts';
import type { LogEntry } from './outbox.ts';

export interface IncomingOptions {
  readonly producer: string;
  /** The id of this process; what it sent itself is not handed on. */
  readonly sender: string;
  /** How the broker's own pages name who listens. */
  readonly client: string;
  readonly lines: NatsLines;
  readonly log: Log;
  readonly clock: Clock;
  readonly closing: AbortSignal;
  listener(entries: readonly LogEntry[]): void;
}

const AGAIN_MS = 1_000;
const HEARTBEAT_MS = 1_000;
const UNUSED_CONSUMER_MS = 30_000;

/** What other processes send is read with care; fields a newer version may add are kept. */
const Entries = z.array(
  z.object({
    number: z.number().int().positive(),
    facts: z.array(
      z.looseObject({
        id: z.string(),
        name: z.string(),
        version: z.number(),
        aggregateId: z.string(),
        aggregateVersion: z.number(),
        occurredAt: z.string(),
        requestId: z.string(),
        payload: z.unknown(),
      }),
    ),
  }),
);

/** Listens until `closing`. Whatever happens to the connection, the stream or the consumer, they are made again. */
export async function receive(options: IncomingOptions): Promise<void> {
  const { closing } = options;
  let troubled = false;
  while (!closing.aborted) {
    const line = await options.lines.next();
    if (!line) return;
    try {
      await consume(options, line);
      troubled = false;
    } catch (error) {
      if (!troubled && !closing.aborted)
        options.log.warn({ err: error, producer: options.producer }, 'NATS cannot be listened to; entries are pulled');
      troubled = true;
    }
    await pause(AGAIN_MS, closing);
  }
}

/**
 * Listens through one consumer for as long as that works. It starts with what comes from now on:
 * what came before is pulled. An ordered consumer of the client would go on from its last sequence,
 * which never comes again after the store was wiped; so a consumer in trouble is left behind instead.
 */
async function consume(options: IncomingOptions, line: NatsLine): Promise<void> {
  const { producer, client, closing } = options;
  const administration = await administer(line);
  await ensureStream(administration);
  const { name } = await administration.consumers.add(FACTS_STREAM, {
    name: options.clock.newId(),
    description: `${client} listens to ${producer}`,
    filter_subject: subjectOf(producer),
    deliver_policy: DeliverPolicy.New,
    ack_policy: AckPolicy.None,
    mem_storage: true,
    num_replicas: 1,
    inactive_threshold: nanos(UNUSED_CONSUMER_MS),
  });
  const consumer = await jetstream(line.connection, { timeout: ANSWER_MS }).consumers.get(FACTS_STREAM, name);
  const messages = await consumer.consume({
    idle_heartbeat: HEARTBEAT_MS,
    abort_on_missing_resource: true,
    callback: (message) => {
      hand(options, message);
    },
  });
  const stop = (): void => {
    messages.stop();
  };
  const over = AbortSignal.any([line.broken, closing]);
  if (over.aborted) stop();
  over.addEventListener('abort', stop, { once: true });
  void (async () => {
    for await (const { type } of messages.status()) if (TROUBLE.has(type)) stop();
  })();
  const reason = await messages.closed();
  over.removeEventListener('abort', stop);
  if (reason instanceof Error) throw reason;
}

/** The client mends some of these by itself, in its own time; a new consumer is sooner and surer. */
const TROUBLE: ReadonlySet<string> = new Set([
  'heartbeats_missed',
  'consumer_not_found',
  'consumer_deleted',
  'stream_not_found',
  'no_responders',
]);

/** Gives a message to the listeners of this process, unless it came from here or is none. */
function hand({ producer, sender, log, listener }: IncomingOptions, message: JsMsg): void {
  if (message.headers?.get(SENDER) === sender) return;
  try {
    listener(Entries.parse(message.json()));
  } catch (error) {
    log.warn({ err: error, producer }, 'a message that is no list of entries was dropped');
  }
}
