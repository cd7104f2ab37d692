/**
 * The courier between processes: one JetStream stream for the installation, a subject per producer.
 * It is for speed only. Whatever it loses, doubles or disorders, followers mend from the producer's
 * log; so nothing here waits for the broker, and no answer of it is relied on.
 */
import { setMaxListeners } from 'node:events';
import { pause } from './clock.ts';
import { type Courier, inProcessCourier } from './courier.ts';
import { receive } from './nats-incoming.ts';
import { keepLine, type NatsLineOptions } from './nats-line.ts';
import { type Outgoing, startOutgoing } from './nats-outgoing.ts';

const FIRST_CONNECT_MS = 500;
const LAST_SEND_MS = 2_000;

/**
 * Opens the courier over NATS. Never fails because the broker is away: it connects in the background
 * and for ever, and followers pull meanwhile. Listeners of this process are told directly.
 */
export async function openNatsCourier(options: NatsLineOptions): Promise<Courier> {
  const { client, log, clock } = options;
  const lines = keepLine(options);
  const shared = { lines, client, log, clock, sender: clock.newId() };
  const local = inProcessCourier();
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const outgoing = new Map<string, Outgoing>();
  const incoming = new Map<string, Promise<void>>();
  // Facts of the first moments may come the fast way too.
  await Promise.race([lines.next(), pause(FIRST_CONNECT_MS)]);
  return {
    publish(producer, entries) {
      local.publish(producer, entries);
      if (closing.signal.aborted) return;
      const way = outgoing.get(producer) ?? startOutgoing({ ...shared, producer });
      outgoing.set(producer, way);
      way.send(entries);
    },
    listen(producer, listener) {
      local.listen(producer, listener);
      if (incoming.has(producer)) return;
      const hand = { producer, closing: closing.signal, listener: local.publish.bind(local, producer) };
      incoming.set(producer, receive({ ...shared, ...hand }));
    },
    async close() {
      closing.abort();
      await Promise.race([Promise.allSettled([...outgoing.values()].map((way) => way.sent())), pause(LAST_SEND_MS)]);
      await lines.close();
      await Promise.allSettled(incoming.values());
    },
  };
}
