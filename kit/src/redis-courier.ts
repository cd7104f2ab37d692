/**
 * Brings a service's own entries from the copy that numbered them to its other copies, for their
 * live views: over Redis, at once, to whoever listens just then. What is lost on the way is read
 * from the log at the next poll.
 */
import { z } from 'zod';
import type { Courier } from './courier.ts';
import type { Log } from './log.ts';
import type { LogEntry } from './outbox.ts';
import type { Redis } from './redis.ts';

/** Facts were checked when they were recorded; here only what carries them is. */
const Entries = z.array(
  z.object({ number: z.int().positive(), facts: z.array(z.custom<LogEntry['facts'][number]>()) }),
);

/** What this process publishes it does not hear itself. A batch too large for a message is not sent. */
export function redisCourier(redis: Redis, log: Log): Courier {
  const channelOf = (producer: string) => `tail:${producer}`;
  return {
    publish(producer, entries) {
      redis.publish(channelOf(producer), JSON.stringify(entries));
    },
    listen(producer, listener) {
      redis.subscribe(channelOf(producer), (text) => {
        const entries = entriesOf(text);
        if (entries) listener(entries);
        else log.warn({ producer }, 'Redis brought something that is not entries of a log; it is ignored');
      });
    },
    // Redis is closed by whoever opened it.
    close: () => Promise.resolve(),
  };
}

function entriesOf(text: string): LogEntry[] | undefined {
  try {
    return Entries.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
