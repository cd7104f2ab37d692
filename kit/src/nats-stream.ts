/** The one JetStream stream of an installation: facts pass through it, and may be lost there. */
import {
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  jetstreamManager,
  StorageType,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { NatsLine } from './nats-line.ts';

export const FACTS_STREAM = 'USHER_FACTS';
/** Bounds each answer of the broker. */
export const ANSWER_MS = 2_000;
/** The header that says which process sent a message: it does not listen to itself. */
export const SENDER = 'Usher-Sender';
const MINUTE_MS = 60_000;
const STREAM_BYTES_MAX = 256 * 1_024 * 1_024;

/** Where a producer's entries are published; `*` for all of them. */
export function subjectOf(producer: string): string {
  return `usher.facts.${producer}`;
}

/** The administration of the stream over a line. It asks the broker nothing yet. */
export function administer({ connection }: NatsLine): Promise<JetStreamManager> {
  return jetstreamManager(connection, { checkAPI: false, timeout: ANSWER_MS });
}

/**
 * Makes the stream where there is none; one that an administrator made otherwise stays as it is.
 * Throws when the broker does not answer or does not allow it.
 */
export async function ensureStream(administration: JetStreamManager): Promise<void> {
  try {
    await administration.streams.info(FACTS_STREAM);
  } catch (error) {
    if (!(error instanceof JetStreamApiError)) throw error;
    await administration.streams.add({
      name: FACTS_STREAM,
      description: 'Facts on their way between the services of Usher. May be wiped at any time.',
      subjects: [subjectOf('*')],
      storage: StorageType.File,
      max_age: nanos(60 * MINUTE_MS),
      max_bytes: STREAM_BYTES_MAX,
      discard: DiscardPolicy.Old,
      duplicate_window: nanos(2 * MINUTE_MS),
    });
  }
}
