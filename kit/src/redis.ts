/**
 * Redis makes things faster and is never needed: it may be absent, killed, paused or emptied at any
 * moment. Every question has a budget; who gets no answer in time goes on alone. A Redis that was
 * silent once is asked by nobody but one prober a second, so that its silence is not paid for by all.
 */
import { Redis as Connection } from 'ioredis';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

export type RedisCommands = Pick<Connection, 'eval' | 'multi' | 'ping' | 'publish' | 'set'>;

export interface Redis {
  /**
   * What Redis said, or undefined when it is away or said nothing sensible within the budget; never throws.
   * What throws in `work` counts as nonsense of Redis. Keys get the prefix `usher:`.
   */
  within<T>(work: (commands: RedisCommands) => Promise<T>): Promise<T | undefined>;
  /** Tells the other processes that listen now. May be lost; what is longer than 256 KiB is not sent. */
  publish(channel: string, text: string): void;
  /** Hears what other processes publish, its own words never. */
  subscribe(channel: string, listener: (text: string) => void): void;
  close(): void;
}

const PREFIX = 'usher:';
const BUDGET_MS = 50;
const AWAY_MS = 1_000;
const RECONNECT_MS_STEP = 100;
const RECONNECT_MS_MAX = 2_000;
/** A connection that is asked and stays silent this long is replaced: its other end may be gone without a word. */
const SILENCE_MS_MAX = 10_000;
const MESSAGE_LENGTH_MAX = 256 * 1_024;

export interface RedisOptions {
  /** As `redis://host:6379/0` or `rediss://`. */
  readonly url: string;
  readonly log: Log;
  readonly clock: Clock;
  /** How long an answer is waited for; 50 ms when absent. */
  readonly budgetMs?: number;
}

/** Connects in the background and for ever; until then Redis is away. */
export function openRedis({ url, log, clock, budgetMs = BUDGET_MS }: RedisOptions): Redis {
  const presence = createPresence(log, clock);
  const connection = new Connection(url, {
    keyPrefix: PREFIX,
    connectionName: 'usher',
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    connectTimeout: SILENCE_MS_MAX,
    socketTimeout: SILENCE_MS_MAX,
    retryStrategy: (times) => Math.min(times * RECONNECT_MS_STEP, RECONNECT_MS_MAX),
  });
  connection.on('ready', presence.isHere);
  connection.on('error', presence.isAway);
  connection.on('close', () => {
    presence.isAway(new Error('the connection ended'));
  });
  const id = clock.newId();
  const ears = openEars(connection, id, log);
  const within: Redis['within'] = async (work) => {
    if (connection.status !== 'ready' || !presence.mayAsk()) return undefined;
    try {
      const answer = await inTime(work(connection), budgetMs);
      presence.isHere();
      return answer;
    } catch (error) {
      presence.isAway(error);
      return undefined;
    }
  };
  return {
    within,
    publish(channel, text) {
      if (text.length <= MESSAGE_LENGTH_MAX)
        void within((commands) => commands.publish(PREFIX + channel, `${id} ${text}`));
    },
    subscribe: ears.subscribe,
    close() {
      connection.removeAllListeners('close');
      connection.disconnect();
      ears.close();
    },
  };
}

/** Whether Redis answers, as this process saw it last; said in the log when it changes. */
function createPresence(log: Log, clock: Clock) {
  let state: 'here' | 'away' | undefined;
  let probeAt = 0;
  return {
    /** Always while it is here; while it is away one asker a second. */
    mayAsk(): boolean {
      if (state !== 'away') return true;
      if (clock.monotonic() < probeAt) return false;
      probeAt = clock.monotonic() + AWAY_MS;
      return true;
    },
    isHere(): void {
      if (state !== 'here') log.info({}, 'Redis answers');
      state = 'here';
    },
    isAway(reason: unknown): void {
      if (state !== 'away') log.warn({ err: reason }, 'Redis does not answer; this process goes on alone');
      state = 'away';
      probeAt = clock.monotonic() + AWAY_MS;
    },
  };
}

/** Rejects when the budget is over. An answer that has arrived by then counts, however busy this process was. */
async function inTime<T>(answer: Promise<T>, budgetMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // Timers run before sockets are read: one more turn lets an answer that waits there be heard.
      setImmediate(() => {
        reject(new Error(`no answer within ${budgetMs} ms`));
      });
    }, budgetMs);
  });
  try {
    return await Promise.race([answer, over]);
  } finally {
    clearTimeout(timer);
  }
}

/** A connection that listens can do nothing else; it is made when somebody first wants to hear. */
function openEars(like: Connection, id: string, log: Log): Pick<Redis, 'subscribe' | 'close'> {
  const listeners = new Map<string, ((text: string) => void)[]>();
  const ears = like.duplicate({ lazyConnect: true });
  const hear = (channels: readonly string[]): void => {
    ears.subscribe(...channels).catch((error: unknown) => {
      // A connection that ended is made again, and says so there.
      if (ears.status === 'ready')
        log.warn({ err: error }, 'Redis does not let this process listen; it looks for itself');
    });
  };
  // The first connection tells of errors; that this one ended is no news beside it.
  ears.on('error', () => undefined);
  ears.on('ready', () => {
    hear([...listeners.keys()]);
  });
  ears.on('message', (channel: string, message: string) => {
    const [from, text] = splitOnce(message);
    if (from !== id) for (const listener of listeners.get(channel) ?? []) listener(text);
  });
  return {
    subscribe(channel, listener) {
      const name = PREFIX + channel;
      const others = listeners.get(name);
      listeners.set(name, [...(others ?? []), listener]);
      if (others) return;
      if (ears.status === 'wait') ears.connect().catch(() => undefined);
      else if (ears.status === 'ready') hear([name]);
    },
    close() {
      ears.disconnect();
    },
  };
}

function splitOnce(message: string): [string, string] {
  const at = message.indexOf(' ');
  return [message.slice(0, at), message.slice(at + 1)];
}
