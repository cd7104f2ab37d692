/** A line to a NATS server that is kept up for ever in the background: whoever uses it asks whether there is one now. */
import { randomInt } from 'node:crypto';
import { connect, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node';
import { type Clock, pause } from './clock.ts';
import type { Log } from './log.ts';

export interface NatsLineOptions {
  /** `nats://user:password@host:4222`; `tls://` where the server asks for it. */
  readonly url: string;
  /** How the server's own pages name this process. */
  readonly client: string;
  readonly log: Log;
  readonly clock: Clock;
}

/** One connection, for as long as it holds. */
export interface NatsLine {
  readonly connection: NatsConnection;
  /** Ends when the connection broke; after a reconnect there is another line. */
  readonly broken: AbortSignal;
}

export interface NatsLines {
  current(): NatsLine | undefined;
  /** The line there is, or the next one; undefined when they were closed. */
  next(): Promise<NatsLine | undefined>;
  /** Sends what is under way, at most for 2 s, and hangs up. */
  close(): Promise<void>;
}

const CONNECT_MS = 2_000;
const RETRY_MS = 500;
const RETRY_JITTER_MS = 500;
const PING_MS = 5_000;
const CLOSE_MS = 2_000;

/** Keeps a line up until it is closed. Throws only for an address that is none. */
export function keepLine(options: NatsLineOptions): NatsLines {
  const settings = settingsOf(options);
  const closing = new AbortController();
  let line: { readonly connection: NatsConnection; readonly ended: AbortController } | undefined;
  let waiters: (() => void)[] = [];
  const told = outageTeller(options);

  const up = (connection: NatsConnection): void => {
    line = { connection, ended: new AbortController() };
    told.up();
    for (const wake of waiters.splice(0)) wake();
  };
  const down = (reason: unknown): void => {
    if (!closing.signal.aborted) told.down(reason);
    line?.ended.abort();
    line = undefined;
  };
  const current = (): NatsLine | undefined =>
    line === undefined ? undefined : { connection: line.connection, broken: line.ended.signal };

  const loop = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        const connection = await connect(settings);
        if (closing.signal.aborted) {
          await connection.close();
          return;
        }
        up(connection);
        for await (const { type } of connection.status()) {
          if (type === 'disconnect') down('the connection broke');
          if (type === 'reconnect') up(connection);
        }
        // The client gave up by itself, e.g. because the password changed.
        down(await connection.closed());
      } catch (error) {
        down(error);
      }
      await pause(RETRY_MS + randomInt(RETRY_JITTER_MS), closing.signal);
    }
  };
  const done = loop();

  return {
    current,
    async next() {
      while (line === undefined && !closing.signal.aborted) {
        await new Promise<void>((resolve) => waiters.push(resolve));
      }
      return current();
    },
    async close() {
      closing.abort();
      for (const wake of waiters) wake();
      waiters = [];
      const connection = line?.connection;
      if (connection !== undefined) {
        await Promise.race([connection.drain(), pause(CLOSE_MS)]).catch(() => undefined);
        await connection.close();
      }
      await Promise.race([done, pause(CLOSE_MS)]);
    },
  };
}

function settingsOf({ url, client }: NatsLineOptions): NodeConnectionOptions {
  const { protocol, host, username, password } = new URL(url);
  const user = decodeURIComponent(username);
  return {
    servers: host,
    name: client,
    ...(protocol === 'tls:' ? { tls: {} } : {}),
    ...(user === '' ? {} : { user, pass: decodeURIComponent(password) }),
    // Answers come to a subject that no other user may read.
    ...(/^[\w-]+$/.test(user) ? { inboxPrefix: `_INBOX_${user}` } : {}),
    timeout: CONNECT_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RETRY_MS,
    reconnectJitter: RETRY_JITTER_MS,
    pingInterval: PING_MS,
    maxPingOut: 2,
  };
}

/** Says once that it is away, and once that it is back. */
function outageTeller({ log, clock, client }: NatsLineOptions): { up(): void; down(reason: unknown): void } {
  let since: number | undefined;
  return {
    up() {
      const awayMs = since === undefined ? 0 : Math.round(clock.monotonic() - since);
      since = undefined;
      log.info({ client, awayMs }, 'connected to NATS');
    },
    down(reason) {
      if (since !== undefined) return;
      since = clock.monotonic();
      log.warn({ client, err: reason }, 'NATS is away; facts are pulled from their logs until it is back');
    },
  };
}
